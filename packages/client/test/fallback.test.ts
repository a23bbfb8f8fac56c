import type { ClientOptions } from '@livelet/client'
import t from 'tap'
import { connecting } from './fixtures/client.ts'
import { fakeFetch } from './fixtures/fetch.ts'
import { welcome } from './fixtures/socket.ts'
import { until } from './fixtures/until.ts'

function falling(options: ClientOptions = {}) {
  const { fetch, requests } = fakeFetch()
  const scene = connecting({ transports: ['websocket', 'sse', 'poll'], fetch, random: () => 1, ...options })
  const asked = (count: number) => until(() => requests.length === count)
  const attempts = () => scene.network.attempts.length
  const last = () => {
    const request = requests.at(-1)
    if (!request) throw new Error('nobody has asked')
    return request
  }
  return { ...scene, requests, asked, attempts, last }
}

/** A client that is open over HTTP. */
async function fallen(options: ClientOptions = {}) {
  const scene = falling(options)
  scene.network.socket.cut()
  await scene.asked(1)
  scene.last().welcome()
  await until(() => scene.client.status === 'open')
  return scene
}

t.test('a first handshake that fails is followed by one over HTTP, without a wait', async t => {
  const { client, clock, network, last, asked, statuses } = falling()
  network.socket.cut()
  await asked(1)
  t.equal(last().url.href, 'http://localhost/x?welcome=')
  t.equal(last().init.cache, 'no-store')
  t.equal(client.transport, undefined)
  last().welcome()
  await until(() => client.status === 'open')
  t.equal(client.transport, 'sse')
  t.same(
    statuses.map(({ status, transport }) => transport ?? status),
    ['connecting', 'waiting', 'connecting', 'sse']
  )
  client.close()
  t.equal(clock.pending, 0)
})

t.test('an own WebSocket may send credentials: without an own fetch it is not replaced by HTTP', async t => {
  const { fetch, requests } = fakeFetch()
  t.capture(globalThis, 'fetch', fetch)
  const { client, clock, network } = connecting({ transports: undefined })
  network.socket.cut()
  await import('../src/fallback.ts')
  await new Promise(resolve => setTimeout(resolve, 20))
  t.equal(client.status, 'waiting')
  t.equal(requests.length, 0)
  client.close()
  t.equal(clock.pending, 0)

  const withFetch = falling({ transports: undefined })
  withFetch.network.socket.cut()
  await withFetch.asked(1)
  withFetch.client.close()
})

t.test('a first handshake that is never answered is followed by one over HTTP, too', async t => {
  const { clock, asked, last } = falling()
  clock.advance(10_000)
  await asked(1)
  t.ok(last().isWelcome)
})

t.test('a client that closes while HTTP is being loaded stays closed', async t => {
  const { client, clock, network, requests } = falling()
  network.socket.cut()
  client.close()
  await import('../src/fallback.ts')
  await new Promise(resolve => setTimeout(resolve, 20))
  t.equal(requests.length, 0)
  t.equal(clock.pending, 0)
  t.equal(client.status, 'closed')
})

t.test('where WebSocket has worked, it has two attempts before HTTP is tried', async t => {
  const { client, clock, network, statuses, attempts, requests, asked } = falling()
  network.socket.welcome()
  t.equal(client.transport, 'websocket')
  network.socket.cut()
  clock.advance(statuses.at(-1)?.retryIn ?? 0)
  t.equal(attempts(), 2)
  network.socket.cut()
  await import('../src/fallback.ts')
  await new Promise(resolve => setTimeout(resolve, 20))
  t.equal(client.status, 'waiting')
  clock.advance(statuses.at(-1)?.retryIn ?? 0)
  await until(() => attempts() === 3)
  t.equal(requests.length, 0)
  network.socket.cut()
  await asked(1)
  t.equal(client.status, 'connecting')
})

t.test('while HTTP serves, WebSocket is tried further and further apart', async t => {
  const { client, clock, network, attempts, asked, last } = falling()
  network.socket.cut()
  await asked(1)
  // The client asks for no sign of life.
  last().answer({ ...welcome, heartbeat: 2 ** 30 })
  await until(() => client.status === 'open')
  for (const wait of [30, 60, 120, 240, 480, 600, 600]) {
    const before = attempts()
    clock.advance(1_000 * wait - 1)
    t.equal(attempts(), before)
    clock.advance(1)
    t.equal(attempts(), before + 1, `${wait} s`)
    network.socket.cut()
  }
  t.equal(client.status, 'open')
  client.close()
  t.equal(clock.pending, 0)
})

t.test('`online` tries it at once, but not again and again', async t => {
  const { client, clock, network, page, attempts, asked, last } = await fallen()
  clock.advance(9_000)
  page.fire('online')
  t.equal(attempts(), 2)
  page.fire('pageshow')
  t.equal(attempts(), 2, 'an attempt is under way')
  network.socket.cut()
  page.fire('online')
  t.equal(attempts(), 2)
  // The client asks as well whether the server is still there.
  await asked(2)
  const { pending } = clock
  last().welcome()
  await until(() => clock.pending < pending)
  clock.advance(10_000)
  page.fire('online')
  t.equal(attempts(), 3)
  client.close()
  t.ok(network.socket.closedWith, 'what was under way is given up')
  t.equal(clock.pending, 0)
  page.fire('online')
  t.equal(attempts(), 3)
})

t.test('a WebSocket that is welcomed takes over, and is told what was subscribed to', async t => {
  const { client, clock, network, statuses, asked, last, requests } = await fallen()
  const heard: unknown[] = []
  client.subscribe('a/b', ({ offset }) => heard.push(offset))
  const alone: unknown[] = []
  client.on('alone', ({ n }) => alone.push(n))
  await asked(2)
  t.equal(last().url.search, '?topic=a%2Fb')
  const stream = last().stream()
  stream.write('id: e:4\nevent: joined\ndata: {"topic":"a/b","kind":"log","epoch":"e","offset":4}\n\n')
  stream.write('id: e:5\ndata: {"type":"entry","topic":"a/b","offset":5}\n\n')
  stream.write('data: {"type":"alone","n":1}\n\n')
  await until(() => heard.length === 1 && alone.length === 1)
  clock.advance(30_000)
  const { socket } = network
  socket.welcome()
  t.equal(client.transport, 'websocket')
  t.match(statuses.at(-1), { status: 'open', transport: 'websocket' })
  t.match(socket.last, { type: 'join', topic: 'a/b', since: { epoch: 'e', offset: 5 } })
  t.notOk(requests[1]?.isAborted, 'the stream stays until the topic is joined')
  stream.write('id: e:6\ndata: {"type":"entry","topic":"a/b","offset":6}\n\ndata: {"type":"alone","n":2}\n\n')
  socket.say({ type: 'alone', n: 2 })
  await new Promise(resolve => setTimeout(resolve, 5))
  socket.say({ type: 'joined', topic: 'a/b', kind: 'log', epoch: 'e', offset: 5, recovered: true, re: socket.last.id })
  t.ok(requests[1]?.isAborted)
  socket.say({ type: 'entry', topic: 'a/b', offset: 6 })
  socket.say({ type: 'entry', topic: 'a/b', offset: 7 })
  t.same(heard, [5, 6, 7])
  t.same(alone, [1, 2], 'what both bring comes once')
  client.send('note', {})
  t.match(socket.last, { type: 'note' })
  client.close(3001, 'bye')
  t.same(socket.closedWith, [3001, 'bye'])
  t.equal(clock.pending, 0)
})

t.test('a WebSocket that ends while an answer is awaited is not gone over to', async t => {
  const { client, clock, network, asked, last } = await fallen()
  const answer = client.request('a', {}, { timeout: 60_000 })
  await asked(2)
  clock.advance(30_000)
  network.socket.welcome()
  client.send('b', {})
  network.socket.cut()
  last().answer({ type: 'ok', re: JSON.parse(String(last().init.body)).id, n: 1 })
  t.same(await answer, { n: 1 })
  t.equal(client.transport, 'sse')
  await asked(3)
  t.match(JSON.parse(String(last().init.body)), { type: 'b' })
})

t.test('where HTTP fails too, the next attempt begins with WebSocket again', async t => {
  const { client, clock, network, statuses, attempts, asked, last } = falling()
  network.socket.cut()
  await asked(1)
  last().fail()
  await until(() => client.status === 'waiting')
  t.equal(attempts(), 1)
  clock.advance(statuses.at(-1)?.retryIn ?? 0)
  await until(() => attempts() === 2)
  clock.advance(5_000)
  await asked(2)
  t.ok(network.socket.closedWith, 'WebSocket has half of the time')
  last().welcome()
  await until(() => client.status === 'open')
  t.equal(client.transport, 'sse')
})

t.test('an HTTP handshake that hangs is given up', async t => {
  const { client, clock, network, asked, last, statuses } = falling()
  network.socket.cut()
  await asked(1)
  clock.advance(10_000)
  t.equal(client.status, 'waiting')
  t.ok(last().isAborted)
  clock.advance(statuses.at(-1)?.retryIn ?? 0)
  await until(() => network.attempts.length === 2)
})

t.test('a connection over HTTP that breaks comes back over HTTP', async t => {
  const { client, clock, attempts, asked, last, statuses } = await fallen()
  client.subscribe('a/b', () => {})
  await asked(2)
  last().fail()
  await until(() => client.status === 'waiting')
  clock.advance(statuses.at(-1)?.retryIn ?? 0)
  await asked(3)
  t.ok(last().isWelcome)
  t.equal(attempts(), 1)
})

t.test('a WebSocket that breaks again and again just after its welcome has not worked', async t => {
  const { client, clock, network, statuses, attempts, asked, requests, last } = await fallen()
  clock.advance(30_000)
  network.socket.welcome()
  network.socket.cut()
  t.equal(client.status, 'waiting')
  clock.advance(statuses.at(-1)?.retryIn ?? 0)
  await until(() => attempts() === 3)
  const before = requests.length
  network.socket.cut()
  await asked(before + 1)
  t.ok(last().isWelcome)
})

t.test('a WebSocket that has come back is given two attempts, too', async t => {
  const { client, clock, network, statuses, attempts, asked, requests, last } = await fallen()
  clock.advance(30_000)
  network.socket.welcome()
  clock.advance(5_000)
  const before = requests.length
  network.socket.cut()
  for (const count of [3, 4]) {
    t.equal(client.status, 'waiting')
    clock.advance(statuses.at(-1)?.retryIn ?? 0)
    await until(() => attempts() === count)
    t.equal(requests.length, before)
    network.socket.cut()
  }
  await asked(before + 1)
  t.ok(last().isWelcome)
})

t.test('who does not answer as a feature of Livelet does is no server', async t => {
  const { client, network, asked, last } = falling()
  network.socket.cut()
  await asked(1)
  last().answer('<h1>Please accept our terms</h1>')
  await until(() => client.status === 'waiting')
  t.equal(client.welcome, undefined)
})

t.test('a page of another origin takes its cookies along, unless the server wants none', async t => {
  t.teardown(() => Reflect.deleteProperty(globalThis, 'location'))
  for (const [origin, expected] of [
    ['http://localhost', ['same-origin']],
    ['https://page.example', ['include', 'same-origin']]
  ] as const) {
    Object.assign(globalThis, { location: { origin, href: `${origin}/` } })
    const { client, network, requests, asked, last } = falling()
    network.socket.cut()
    await asked(1)
    if (expected.length === 2) {
      last().fail()
      await asked(2)
    }
    last().welcome()
    await until(() => client.status === 'open')
    t.same(
      requests.map(({ init }) => init.credentials),
      expected
    )
    client.close()
  }
})
