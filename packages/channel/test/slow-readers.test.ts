import channel, { type LiveConnection, type LogEntry, type SharedOptions } from '@livelet/channel'
import { type Teardown, type TestClient, testApp } from '@livelet/channel/testing'
import t from 'tap'
import type { Connection } from '../src/connection.ts'
import { wayTo } from '../src/ws-private.ts'
import { type Chat, type ChatDefinition, openChat } from './fixtures/chat.ts'

const UPDATES = 100_000
const MIB = 1024 * 1024
const PADDING = 'x'.repeat(300)

const turn = () => new Promise(resolve => setImmediate(resolve))

/** Everything that the server holds for a connection besides what all share. */
const heldFor = (connection: Connection) =>
  connection.outbox.bytes + (wayTo(connection.socket).stream?.writableLength ?? 0)

interface Setting {
  chat: Chat
  client: TestClient
  connection: Connection
}

async function setUp(
  t: Teardown,
  publicApiOnly: boolean,
  changes: Partial<ChatDefinition> = {},
  options: SharedOptions = {}
): Promise<Setting> {
  let chat: Chat | undefined
  const opened: LiveConnection[] = []
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { publicApiOnly })
    chat = await openChat(app, options, { ...changes, onOpen: connection => opened.push(connection) })
  })
  // What compresses well would not fill the socket.
  const client = await connect('/chat', { ws: { perMessageDeflate: false } })
  const connection = opened[0] as Connection
  return { chat: chat as Chat, client, connection }
}

for (const publicApiOnly of [false, true]) {
  const how = publicApiOnly ? 'through ws.send' : 'in one write a turn'

  for (const perTurn of [100, UPDATES]) {
    t.test(
      `a reader that stops gets the latest state when it reads again: ${how}, ${perTurn} updates a turn`,
      async t => {
        const { chat, client, connection } = await setUp(t, publicApiOnly)
        await client.joined('mood/main')
        client.socket.pause()
        const mood = chat.topic('mood', 'main')
        let most = 0
        for (let n = 1; n <= UPDATES; n++) {
          mood.publish('mood', { text: `${n} ${PADDING}` })
          if (n % perTurn === 0) await turn()
          if (n % 1000 === 0) most = Math.max(most, heldFor(connection))
        }
        t.ok(most < 2 * MIB, `${most} bytes`)
        t.ok(connection.isOpen)
        client.socket.resume()
        let last = ''
        let received = 0
        while (!last.startsWith(`${UPDATES} `)) {
          const { text } = await client.message('mood')
          t.ok(Number.parseInt(text, 10) > Number.parseInt(last || '0', 10))
          last = text
          received++
        }
        t.ok(received < UPDATES / 2, `${received} of ${UPDATES}`)
      }
    )
  }

  t.test(`a reader that stops gets every entry of a log in order when it reads again: ${how}`, async t => {
    const source = arrayLog()
    const { chat, client, connection } = await setUp(t, publicApiOnly, logRules(source))
    await client.joined('room/main')
    client.socket.pause()
    let most = 0
    for (let n = 1; n <= UPDATES; n++) {
      source.append(`${n} ${PADDING}`)
      if (n % 100 > 0) continue
      chat.topic('room', 'main').wake()
      await turn()
      most = Math.max(most, heldFor(connection))
    }
    t.ok(most < 2 * MIB, `${most} bytes`)
    client.socket.resume()
    for (let n = 1; n <= UPDATES; n++) {
      const { text, offset } = await client.message('said')
      if (offset !== n || !text.startsWith(`${n} `)) return t.fail(`expected ${n}, got ${offset}: ${text}`)
    }
    t.ok(connection.isOpen)
  })

  t.test(`a reader that stops is closed with 4000 only if what it needs was removed: ${how}`, async t => {
    const source = arrayLog()
    const { chat, client, connection } = await setUp(t, publicApiOnly, logRules(source))
    const wake = () => chat.topic('room', 'main').wake()
    await client.joined('room/main')
    source.append('one')
    wake()
    t.match(await client.message('said'), { text: 'one', offset: 1 })
    source.removeTo(1)
    source.append('two')
    wake()
    t.match(await client.message('said'), { text: 'two', offset: 2 })

    client.socket.pause()
    for (let n = 3; n <= 50_000; n++) source.append(`${n} ${PADDING}`)
    wake()
    for (let i = 0; i < 100; i++) await turn()
    source.removeTo(49_000)
    wake()
    t.ok(connection.isOpen, 'it has not needed it yet')
    client.socket.resume()
    let last = 2
    for (;;) {
      const next = await client.message('said').catch(() => undefined)
      if (!next) break
      if (next.offset !== last + 1) t.fail(`expected ${last + 1}, got ${next.offset}`)
      last = next.offset
    }
    t.ok(last < 49_000, `read to ${last}`)
    t.match(await client.closed(), { code: 4000 })
  })
}

t.test('a reader that stops gets the signals for which there was room', async t => {
  const { chat, client, connection } = await setUp(t, false)
  await client.joined('wave/all')
  client.socket.pause()
  for (let n = 1; n <= 50_000; n++) {
    chat.topic('wave', 'all').publish('wave', { text: `${n} ${PADDING}` })
    if (n % 100 === 0) await turn()
  }
  t.ok(heldFor(connection) < 2 * MIB)
  client.socket.resume()
  t.match(await client.message('wave'), { text: /^1 / })
  t.match(await client.request({ type: 'double', n: 1 }), { n: 2 })
})

t.test('a connection that is sent more than its outbox holds, and does not read, is closed with 1013', async t => {
  const { client, connection } = await setUp(t, false)
  await client.message('welcome')
  client.socket.pause()
  while (connection.isOpen && heldFor(connection) < 4 * MIB) {
    connection.send('said', { text: 'x'.repeat(10_000) })
    await turn()
  }
  t.notOk(connection.isOpen)
  client.socket.resume()
  t.match(await client.closed(), { code: 1013 })
})

t.test('a client that asks and does not read the answers is not served until it does', async t => {
  const { client, connection } = await setUp(t, false, {}, { rate: { perSecond: 1e6, burst: 1e6 } })
  await client.message('welcome')
  client.socket.pause()
  const text = 'x'.repeat(60_000)
  for (let id = 0; id < 300; id++) client.send({ type: 'say', text, id })
  const isSent = () => client.socket.bufferedAmount === 0
  for (let i = 0; i < 500 && !isSent(); i++) await turn()
  t.ok(connection.isOpen)
  t.ok(heldFor(connection) < 2 * MIB, `${heldFor(connection)} bytes`)
  client.socket.resume()
  for (let id = 0; id < 300; id++) t.equal((await client.message('said')).re, id)
})

/** A log in an array, of which the beginning can be removed. */
function arrayLog() {
  const entries: LogEntry[] = []
  let floor = 0
  return {
    epoch: 'first',
    get floor() {
      return floor
    },
    get head() {
      return floor + entries.length
    },
    append(text: string) {
      entries.push({ type: 'said', fields: { text }, offset: floor + entries.length + 1 })
    },
    removeTo(offset: number) {
      entries.splice(0, offset - floor)
      floor = offset
    },
    read(after: number, limit: number) {
      const start = Math.max(0, after - floor)
      return entries.slice(start, start + limit)
    }
  }
}

function logRules(source: ReturnType<typeof arrayLog>): Partial<ChatDefinition> {
  const allow = () => true
  return { topics: { mood: { allow }, wave: { allow }, room: { allow, source: () => source } } }
}
