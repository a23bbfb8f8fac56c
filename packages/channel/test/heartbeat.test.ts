import { once } from 'node:events'
import channel from '@livelet/channel'
import { fakeClock, type Teardown, testApp } from '@livelet/channel/testing'
import t from 'tap'
import type { WebSocket } from 'ws'
import { openChat } from './fixtures/chat.ts'
import { silentClient } from './fixtures/raw.ts'

/** A chat whose clock stands still, and its sides of the connections. */
async function setUp(t: Teardown, heartbeat?: number) {
  const clock = fakeClock()
  const sockets: WebSocket[] = []
  const running = await testApp(t, async app => {
    await app.register(channel, { clock, heartbeat })
    app.websocketServer.on('connection', socket => sockets.push(socket))
    await openChat(app)
  })
  return { clock, sockets, ...running }
}

/** Reads what a server sends until a close frame has come, and says its code. */
async function closeCode(socket: Awaited<ReturnType<typeof silentClient>>): Promise<number> {
  for (;;) {
    const [chunk]: Buffer[] = await once(socket, 'data')
    const at = chunk?.indexOf(0x88) ?? -1
    if (chunk && at >= 0) return chunk.readUInt16BE(at + 2)
  }
}

t.test('everybody is pinged, and a JSON client that was sent nothing else reads a beat', async t => {
  const { clock, connect, connectText } = await setUp(t)
  const json = await connect('/chat')
  const text = await connectText('/chat')
  await json.message('welcome')
  const pings = [once(json.socket, 'ping'), once(text.socket, 'ping')]
  clock.advance(24_999)
  t.same([json.waiting, text.waiting], [[], []])
  clock.advance(1)
  t.same(await json.message(), { type: 'beat' })
  await Promise.all(pings)
  t.same(text.waiting, [])
})

t.test('what else is sent counts as a beat', async t => {
  const { clock, connect, sockets } = await setUp(t)
  const client = await connect('/chat')
  await client.message('welcome')
  clock.advance(20_000)
  await client.request({ type: 'double', n: 1 })
  const ping = once(client.socket, 'ping')
  const pong = once(sockets[0] as WebSocket, 'pong')
  clock.advance(24_999)
  await Promise.all([ping, pong])
  t.same(client.waiting, [])
  clock.advance(1_000)
  t.same(await client.message(), { type: 'beat' })
})

t.test('a beat of the client is answered at once, to its id if it has one', async t => {
  const { connect } = await setUp(t)
  const client = await connect('/chat')
  await client.message('welcome')
  client.send({ type: 'beat' })
  t.same(await client.message(), { type: 'beat' })
  client.send({ type: 'beat', id: 'b' })
  t.same(await client.message(), { type: 'beat', re: 'b' })
})

t.test('who answers pings stays, though it says nothing else', async t => {
  const { clock, connectText, sockets } = await setUp(t)
  const client = await connectText('/chat')
  for (let i = 0; i < 6; i++) {
    const pong = once(sockets[0] as WebSocket, 'pong')
    clock.advance(25_000)
    await pong
  }
  client.send('still here')
  t.equal(await client.next(), 'said still here')
})

t.test('a ping of the client is a sign of life', async t => {
  const { clock, sockets, connectText } = await setUp(t)
  const client = await connectText('/chat', { ws: { autoPong: false } })
  for (let i = 0; i < 6; i++) {
    const heard = once(sockets[0] as WebSocket, 'ping')
    client.socket.ping()
    await heard
    clock.advance(25_000)
  }
  t.equal(client.socket.readyState, client.socket.OPEN)
  clock.advance(50_000)
  t.match(await client.closed(), { code: 4001, reason: 'no heartbeat' })
})

t.test('who does not answer two pings is told so, and cut off if it does not answer that either', async t => {
  const { clock, url, sockets } = await setUp(t)
  const silent = await silentClient(url, '/chat')
  const code = closeCode(silent)
  clock.advance(74_999)
  t.equal(sockets[0]?.readyState, 1)
  clock.advance(1)
  t.equal(await code, 4001)
  clock.advance(4_000)
  t.equal(sockets[0]?.readyState, 2)
  const cut = once(silent, 'close')
  clock.advance(1_000)
  await cut
})

t.test('however many connections and features there are, there is one timer', async t => {
  const clock = fakeClock()
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { clock })
    await openChat(app)
    await openChat(app, { path: '/second', as: 'second' })
  })
  await Promise.all(Array.from({ length: 50 }, (_, i) => connect(i % 2 === 0 ? '/chat' : '/second')))
  t.equal(clock.pending, 1)
  clock.advance(60_000)
  t.equal(clock.pending, 1)
})

t.test('a short heartbeat is looked after often enough', async t => {
  const { clock, connectText } = await setUp(t, 100)
  const client = await connectText('/chat')
  const ping = once(client.socket, 'ping')
  clock.advance(100)
  await ping
})
