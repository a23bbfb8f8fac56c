import channel, { type LogEntry, memoryEngine } from '@livelet/channel'
import { type Teardown, testApp } from '@livelet/channel/testing'
import t from 'tap'
import { type Chat, openChat } from './fixtures/chat.ts'

const allow = () => true

/** A log whose offsets have holes, and whose reads take their time. */
function gappyLog() {
  const entries: LogEntry[] = []
  const log = {
    epoch: 'one',
    floor: 0,
    head: 0,
    reads: 0,
    fault: undefined as Error | undefined,
    append(text: string) {
      log.head += 3
      entries.push({ type: 'said', fields: { text }, offset: log.head })
      return log.head
    },
    removeTo(offset: number) {
      while (entries[0] && entries[0].offset <= offset) log.floor = entries.shift()?.offset ?? log.floor
    },
    async read(after: number, limit: number) {
      log.reads++
      await new Promise(setImmediate)
      if (log.fault) throw log.fault
      return entries.filter(entry => entry.offset > after).slice(0, limit)
    }
  }
  return log
}

async function setUp(t: Teardown, source?: ReturnType<typeof gappyLog>, options = {}) {
  let chat: Chat | undefined
  const running = await testApp(t, async app => {
    await app.register(channel)
    const room = { allow, ...(source && { source: () => source }) }
    chat = await openChat(app, options, { topics: { mood: { allow }, wave: { allow }, room } })
  })
  const room = (chat as Chat).topic('room', 'main')
  return { ...running, room }
}

t.test('what is published to a log that the engine keeps arrives once and in order', async t => {
  const { connect, room } = await setUp(t)
  const client = await connect('/chat')
  const { epoch, offset } = await client.joined('room/main')
  for (let n = 1; n <= 1000; n++) room.publish('said', { text: `${n}` })
  for (let n = 1; n <= 1000; n++) t.match(await client.message(), { type: 'said', offset: n, text: `${n}` })

  const late = await connect('/chat')
  t.match(await late.joined('room/main', { epoch, offset }), { recovered: true, offset })
  for (let n = 1; n <= 1000; n++) t.match(await late.message(), { offset: n, text: `${n}` })
  room.publish('said', { text: 'live' })
  t.match(await late.message(), { text: 'live' })
  t.match(await client.message(), { text: 'live' })
})

t.test('a reader that comes back gets exactly what it missed, or a clear no', async t => {
  const source = gappyLog()
  const { connect } = await setUp(t, source)
  for (let n = 1; n <= 500; n++) source.append(`${n}`)
  const client = await connect('/chat')
  t.match(await client.joined('room/main', { epoch: 'one', offset: 300 }), { recovered: true, offset: 300 })
  for (let n = 101; n <= 500; n++) t.match(await client.message(), { text: `${n}`, offset: 3 * n })
})

t.test('what was missed and removed, or is of another epoch, is not pretended to be recovered', async t => {
  for (const [since, recovered] of [
    [{ epoch: 'one', offset: 599 }, false],
    [{ epoch: 'one', offset: 600 }, true],
    [{ epoch: 'two', offset: 600 }, false],
    [{ epoch: 'one', offset: 1501 }, false]
  ] as const) {
    const source = gappyLog()
    for (let n = 1; n <= 500; n++) source.append(`${n}`)
    source.removeTo(600)
    const { connect, room } = await setUp(t, source)
    const reader = await connect('/chat')
    const joined = await reader.joined('room/main', since)
    t.match(joined, { recovered, offset: recovered ? since.offset : 1500 }, JSON.stringify(since))
    source.append('next')
    room.wake()
    t.match(await reader.message(), { text: recovered ? '201' : 'next' })
  }
})

t.test('readers who keep up share what is read', async t => {
  const source = gappyLog()
  const { connect, room } = await setUp(t, source)
  const clients = await Promise.all(Array.from({ length: 50 }, () => connect('/chat')))
  await Promise.all(clients.map(client => client.joined('room/main')))
  const before = source.reads
  source.append('to all')
  room.wake()
  for (const client of clients) t.match(await client.message('said'), { text: 'to all' })
  t.ok(source.reads - before <= 2, `${source.reads - before} reads`)
})

t.test('a slow source loses nothing of what is appended while it is read', async t => {
  const source = gappyLog()
  const { connect, room } = await setUp(t, source)
  const client = await connect('/chat')
  await client.joined('room/main')
  for (let n = 1; n <= 3_000; n++) {
    source.append(`${n}`)
    room.wake()
    if (n % 7 === 0) await new Promise(setImmediate)
  }
  for (let n = 1; n <= 3_000; n++) t.equal((await client.message('said')).text, `${n}`)
})

t.test('a source that cannot be read ends the connection with 1011, and it may come back', async t => {
  const source = gappyLog()
  const { connect, room } = await setUp(t, source)
  const client = await connect('/chat')
  const { epoch, offset } = await client.joined('room/main')
  source.fault = new Error('the disk is gone')
  source.append('kept')
  room.wake()
  t.match(await client.closed(), { code: 1011 })
  source.fault = undefined
  const again = await connect('/chat')
  t.match(await again.joined('room/main', { epoch, offset }), { recovered: true })
  t.match(await again.message(), { text: 'kept' })
})

t.test('when the epoch changes under a reader, a new `joined` comes', async t => {
  const source = gappyLog()
  const { connect, room } = await setUp(t, source)
  const client = await connect('/chat')
  source.append('old')
  await client.joined('room/main')
  source.epoch = 'two'
  room.wake()
  t.match(await client.message(), { type: 'joined', kind: 'log', epoch: 'two', offset: 3 })
  source.append('new')
  room.wake()
  t.match(await client.message(), { type: 'said', text: 'new', offset: 6 })
  const other = await connect('/chat')
  t.match(await other.joined('room/main'), { epoch: 'two', offset: 6 })
})

t.test('the engine keeps so many entries of a log, and says which it no longer has', async t => {
  const engine = memoryEngine({ maxLogEntries: 10 })
  const { connect, room } = await setUp(t, undefined, { engine })
  for (let n = 1; n <= 100; n++) await room.publish('said', { text: `${n}` })
  const { epoch } = engine
  const client = await connect('/chat')
  t.match(await client.joined('room/main', { epoch, offset: 89 }), { recovered: false, offset: 100 })
  t.match(await client.joined('room/main', { epoch, offset: 90 }), { recovered: true, offset: 90 })
  for (let n = 91; n <= 100; n++) t.match(await client.message('said'), { text: `${n}` })
})
