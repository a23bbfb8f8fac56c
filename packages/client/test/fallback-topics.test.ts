import { connect, type Joined, type Transport } from '@livelet/client'
import t from 'tap'
import { startFeature } from './fixtures/feature.ts'
import { until } from './fixtures/until.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, n) => `${n + 1}`)
const streams = (open: readonly string[]) => open.filter(asked => asked.includes('topic='))

t.test('a client that loses its WebSocket goes on over a stream with the same offset', async t => {
  const { chat, proxy, open } = await startFeature(t, 'pass')
  const { client, clock, statuses } = open()
  const lines: string[] = []
  const joins: Joined[] = []
  let last = 0
  client.subscribe(
    'room/main',
    ({ text, offset }) => {
      lines.push(text)
      last = offset
    },
    { onJoined: joined => joins.push(joined) }
  )
  await until(() => joins.length === 1)
  t.equal(client.transport, 'websocket')
  let said = 0
  const say = (count: number) => {
    for (let n = 0; n < count; n++) chat.topic('room', 'main').publish('said', { text: `${++said}` })
  }
  say(7)
  await until(() => lines.length === 7)
  proxy.upgrades = 403
  proxy.cut()
  say(7)
  await until(() => client.status === 'waiting')
  await until(() => {
    if (client.status === 'waiting') clock.advance(statuses.at(-1)?.retryIn ?? 0)
    return client.status === 'open'
  })
  t.equal(client.transport, 'sse')
  await until(() => lines.length === 14)
  const asked = new URLSearchParams(proxy.requests.find(asked => asked.includes('topic='))?.split('?')[1])
  t.equal(asked.get('since'), `${joins[0]?.epoch}:${last - 7}`)
  t.match(joins.at(-1), { recovered: true })
  say(7)
  await until(() => lines.length === 21)
  t.same(lines, numbers(21))
})

t.test('three topics have streams, further ones are polled, and take the place of one that is left', async t => {
  const { chat, proxy, open } = await startFeature(t, 403)
  const { client, clock } = open()
  const names = ['a', 'b', 'c', 'd', 'e']
  const texts = new Map(names.map(name => [name, [] as string[]]))
  let joined = 0
  const onJoined = () => joined++
  const leave = names.map(name =>
    client.subscribe(`room/${name}`, ({ text }) => texts.get(name)?.push(text), { onJoined })
  )
  await until(() => joined === 5 && proxy.open.length === 3)
  t.equal(client.transport, 'sse')
  let said = 0
  const say = () => {
    said++
    for (const name of names) chat.topic('room', name).publish('said', { text: `${said}` })
  }
  say()
  await until(() => ['a', 'b', 'c'].every(name => texts.get(name)?.length === 1))
  t.same(texts.get('d'), [], 'it is not asked for all the time')
  clock.advance(3000)
  await until(() => names.every(name => texts.get(name)?.length === 1))
  t.equal(proxy.open.length, 3)

  leave[1]?.()
  await until(() => chat.connections === 2)
  // At the next poll.
  clock.advance(3000)
  await until(() => chat.connections === 3)
  say()
  await until(() => {
    clock.advance(100)
    return ['a', 'c', 'd', 'e'].every(name => texts.get(name)?.length === 2)
  })
  t.same(texts.get('b'), ['1'])
  client.close()
  t.equal(clock.pending, 0)
  await until(() => proxy.open.length === 0)
})

t.test('all clients of a page share the three places, and give them back', async t => {
  const { chat, proxy, open } = await startFeature(t, 403)
  const first = open()
  for (const name of ['a', 'b']) first.read(`mood/${name}`)
  await until(() => chat.connections === 2)
  const second = open()
  for (const name of ['a', 'b']) second.read(`room/${name}`)
  await until(() => chat.connections === 3)
  first.client.close()
  await until(() => {
    second.clock.advance(100)
    return chat.connections === 2 && streams(proxy.open).length === 2
  })
  second.client.close()
  await until(() => proxy.open.length === 0)
})

t.test('a stream that is cut goes on from where it was, and the client stays open', async t => {
  const { chat, proxy, open } = await startFeature(t, 403)
  const { client, clock, statuses, read } = open()
  const lines = read('room/main')
  const moods = read('mood/main')
  let said = 0
  const say = (count: number) => {
    for (let n = 0; n < count; n++) chat.topic('room', 'main').publish('said', { text: `${++said}` })
  }
  await until(() => chat.connections === 2)
  for (let cut = 1; cut <= 4; cut++) {
    say(100)
    if (cut % 2) await until(() => lines.length === said)
    clock.advance(6000)
    proxy.cut(/room/)
    say(100)
    await until(() => lines.length === said)
  }
  t.same(lines, numbers(said))
  t.same(moods, [])
  t.equal(statuses.filter(({ status }) => status === 'waiting').length, 1)
  proxy.cut(/room/)
  await until(() => client.status === 'waiting')
  t.pass('a stream that ends at once is a loss, so that the client does not hurry')
})

t.test('a stream that has gone silent is opened anew', async t => {
  const { proxy, open } = await startFeature(t, 403)
  const { client, clock } = open()
  let joined = 0
  client.subscribe('room/main', () => {}, { onJoined: () => joined++ })
  const opened = () => proxy.requests.filter(asked => asked.includes('topic='))
  await until(() => joined === 1)
  // The client itself asks after 50 s whether the server is there, and is answered.
  const { pending } = clock
  clock.advance(50_000)
  const beats = () => proxy.requests.filter(asked => asked.includes('welcome')).length
  await until(() => beats() === 2 && clock.pending === pending)
  clock.advance(4_999)
  t.equal(opened().length, 1)
  clock.advance(1)
  await until(() => joined === 2)
  t.equal(opened().length, 2)
  t.match(opened()[1], /since=/)
  t.equal(client.status, 'open')
})

const kinds: [Transport[], Transport][] = [
  [['websocket', 'poll'], 'poll'],
  [['sse', 'poll'], 'sse'],
  [['poll'], 'poll'],
  [['sse'], 'sse']
]
for (const [transports, expected] of kinds) {
  t.test(`of ${transports.join(' and ')}, ${expected} serves`, async t => {
    const { chat, proxy, open } = await startFeature(t, 403)
    const { client, clock, read } = open({ transports })
    const [lines, moods] = [read('room/main'), read('mood/main')]
    await until(() => client.status === 'open')
    t.equal(client.transport, expected)
    t.equal(proxy.asked, transports.includes('websocket') ? 1 : 0)
    const isHeld = () => chat.connections === (expected === 'poll' ? 1 : 2)
    let said = 0
    await until(() => {
      clock.advance(100)
      return isHeld()
    })
    for (let round = 1; round <= 5; round++) {
      for (let n = 0; n < 150; n++) chat.topic('room', 'main').publish('said', { text: `${++said}` })
      chat.topic('mood', 'main').publish('mood', { text: `${round}` })
      await until(() => {
        clock.advance(100)
        return lines.length === said && moods.at(-1) === `${round}`
      })
    }
    t.same(lines, numbers(said))
    t.same(moods, [...new Set(moods)], 'no value twice')
    t.same(await client.request('double', { n: 2 }), { n: 4 })
    client.close()
    t.equal(clock.pending, 0)
    await until(() => proxy.open.length === 0)
  })
}

t.test('without any WebSocket, HTTP is used', async t => {
  const { WebSocket } = globalThis
  t.teardown(() => Object.assign(globalThis, { WebSocket }))
  Object.assign(globalThis, { WebSocket: undefined })
  const { proxy } = await startFeature(t, 'pass')
  const client = connect(`${proxy.url}/chat`)
  t.teardown(() => client.close())
  t.same(await client.request('double', { n: 2 }), { n: 4 })
  t.equal(client.transport, 'sse')
  t.equal(proxy.asked, 0)
})

t.test('where something holds streams back, topics are polled', async t => {
  const { chat, proxy, open } = await startFeature(t, 403)
  proxy.holdsBack = true
  const { client, clock, statuses, read } = open()
  const lines = read('room/main')
  await until(() => proxy.open.length === 1 && chat.connections === 1)
  t.equal(client.transport, 'sse')
  clock.advance(5_000)
  await until(() => {
    clock.advance(10)
    return client.transport === 'poll'
  })
  t.match(statuses.slice(-2), [
    { status: 'open', transport: 'sse' },
    { status: 'open', transport: 'poll' }
  ])
  await until(() => {
    clock.advance(100)
    return proxy.requests.some(asked => asked.includes('since'))
  })
  for (const text of numbers(300)) chat.topic('room', 'main').publish('said', { text })
  await until(() => {
    clock.advance(100)
    return lines.length === 300
  })
  t.same(lines, numbers(300))
})

t.test('a topic that is lost in part is said to be', async t => {
  for (const transports of [['sse'], ['poll']] as Transport[][]) {
    const { open } = await startFeature(t, 403)
    const { client, clock } = open({ transports })
    const joins: Joined[] = []
    const onJoined = (joined: Joined) => joins.push(joined)
    client.subscribe('room/main', () => {}, { since: { epoch: 'another', offset: 3 }, onJoined })
    client.subscribe('mood/main', () => {}, { since: { epoch: 'another', offset: 3 }, onJoined })
    await until(() => {
      clock.advance(1)
      return joins.some(({ topic }) => topic === 'room/main')
    })
    t.match(
      joins.find(({ topic }) => topic === 'room/main'),
      { recovered: false, offset: 0 }
    )
  }
})
