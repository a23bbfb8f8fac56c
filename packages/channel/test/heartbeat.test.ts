import { once } from 'node:events'
import channel, { type LiveConnection } from '@livelet/channel'
import { type FakeClock, fakeClock, type Teardown, testApp } from '@livelet/channel/testing'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Connection } from '../src/connection.ts'
import { openChat } from './fixtures/chat.ts'
import { silentClient } from './fixtures/raw.ts'

const HEARTBEAT = 25_000

async function setUp(t: Teardown, options = {}, more: (app: FastifyInstance) => unknown = () => {}) {
  const clock = fakeClock()
  const opened: Connection[] = []
  const closed: (() => void)[] = []
  const running = await testApp(t, async app => {
    await app.register(channel, { clock })
    await openChat(
      app,
      { heartbeat: HEARTBEAT, ...options },
      {
        onOpen: (connection: LiveConnection) => void opened.push(connection as Connection),
        onClose: () => closed.shift()?.()
      }
    )
    await more(app)
  })
  const nextClose = () => new Promise<void>(resolve => closed.push(resolve))
  return { ...running, clock, opened, nextClose }
}

/** Lets a heartbeat pass, in the steps in which real time would. */
function beat(clock: FakeClock, ms = HEARTBEAT): void {
  for (let passed = 0; passed < ms; passed += 1_000) clock.advance(1_000)
}

t.test('everybody is pinged, and JSON clients get a beat when nothing else was sent', async t => {
  const { connect, connectText, clock } = await setUp(t)
  const [json, text] = await Promise.all([connect('/chat'), connectText('/chat')])
  t.match(await json.message(), { type: 'welcome', heartbeat: HEARTBEAT })
  const pings = [json, text].map(client => once(client.socket, 'ping'))
  beat(clock)
  await Promise.all(pings)
  t.same(await json.message(), { type: 'beat' })
  text.send('hello')
  t.equal(await text.next(), 'said hello', 'a text client reads no beats')
})

t.test('what else is sent takes the beat’s place', async t => {
  const { connect, clock } = await setUp(t)
  const client = await connect('/chat')
  await client.message('welcome')
  beat(clock, 20_000)
  t.match(await client.request({ type: 'double', n: 1 }), { n: 2 })
  beat(clock, 20_000)
  t.match(await client.request({ type: 'double', n: 2 }), { n: 4 })
  t.same(client.waiting, [])
})

t.test('a client’s own beat is answered at once', async t => {
  const { connect } = await setUp(t)
  const client = await connect('/chat')
  await client.message('welcome')
  client.send({ type: 'beat' })
  t.same(await client.message(), { type: 'beat' })
  t.match(await client.request({ type: 'beat' }), { type: 'beat' })
})

t.test('who answers is kept, however long it lasts', async t => {
  const { connect, clock, opened } = await setUp(t)
  const client = await connect('/chat')
  for (let i = 0; i < 10; i++) {
    const ponged = once(opened[0]?.socket as NonNullable<Connection['socket']>, 'pong')
    beat(clock)
    await ponged
  }
  t.match(await client.request({ type: 'double', n: 1 }), { n: 2 })
})

t.test('two missed beats end a connection with 4001, and one is forgiven', async t => {
  const { connect, clock, opened } = await setUp(t)
  const client = await connect('/chat', { ws: { autoPong: false } })
  await client.message('welcome')
  beat(clock)
  beat(clock)
  client.socket.pong()
  await once(opened[0]?.socket as NonNullable<Connection['socket']>, 'pong')
  beat(clock)
  beat(clock)
  t.match(await client.request({ type: 'double', n: 1 }), { n: 2 })
  beat(clock)
  beat(clock)
  beat(clock)
  t.match(await client.closed(), { code: 4001 })
})

t.test('who does not answer a close frame either is cut off', async t => {
  const { url, clock, opened, nextClose } = await setUp(t)
  const socket = await silentClient(url, '/chat')
  const cut = once(socket, 'close')
  const isClosed = nextClose()
  opened[0]?.close(1011)
  beat(clock, 4_000)
  t.equal(opened[0]?.socket.readyState, 2, 'it still has time to answer')
  beat(clock, 2_000)
  await Promise.all([cut, isClosed])
})

t.test('one timer serves all connections of all features', async t => {
  const { connect, clock } = await setUp(t, {}, app => openChat(app, { path: '/second', as: 'second' }))
  await Promise.all(Array.from({ length: 50 }, (_, i) => connect(i % 2 === 0 ? '/chat' : '/second')))
  t.equal(clock.pending, 1)
  beat(clock)
  t.equal(clock.pending, 1)
})

t.test('a ping of the client is a sign of life too', async t => {
  const { connectText, clock, opened } = await setUp(t)
  const client = await connectText('/chat', { ws: { autoPong: false } })
  for (let i = 0; i < 6; i++) {
    const heard = once(opened[0]?.socket as NonNullable<Connection['socket']>, 'ping')
    client.socket.ping()
    await heard
    beat(clock)
  }
  client.send('still here')
  t.equal(await client.next(), 'said still here')
})

t.test('a short heartbeat is looked after often enough', async t => {
  const { connectText, clock } = await setUp(t, { heartbeat: 100 })
  const client = await connectText('/chat')
  const ping = once(client.socket, 'ping')
  clock.advance(100)
  await ping
})
