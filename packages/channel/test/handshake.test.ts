import { once } from 'node:events'
import { connect } from 'node:net'
import websocket from '@fastify/websocket'
import channel, { type LiveConnection } from '@livelet/channel'
import { testApp } from '@livelet/channel/testing'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { openChat } from './fixtures/chat.ts'
import { maskedFrame, upgradeRequest } from './fixtures/raw.ts'

t.test('the subprotocol chooses the dialect', async t => {
  const { connect, connectText } = await testApp(t, app => openChat(app))
  const json = await connect('/chat', { protocols: ['livelet.v1'] })
  t.equal(json.socket.protocol, 'livelet.v1')
  const among = await connect('/chat', { protocols: ['foo', 'livelet.v1'] })
  t.equal(among.socket.protocol, 'livelet.v1')
  t.match(await among.message(), { type: 'welcome' })
  const text = await connectText('/chat')
  t.equal(text.socket.protocol, '')
  await t.rejects(connect('/chat', { protocols: ['foo', 'bar'] }), /refused with 400/)
  await t.rejects(connect('/chat', { protocols: ['livelet.v2'] }), /expected the subprotocol livelet\.v1/)
})

t.test('a host whose server chooses another subprotocol is told, and the client is not left waiting', async t => {
  const { connect } = await testApp(t, async app => {
    await app.register(websocket, { options: { handleProtocols: () => 'other' } })
    await openChat(app)
  })
  const client = await connect('/chat', { protocols: ['livelet.v1', 'other'] })
  t.match(await client.closed(), { code: 1011 })
})

t.test('pages of the app’s own origin may connect, others not unless they are listed', async t => {
  const lines: Record<string, unknown>[] = []
  const logger = { level: 'warn', stream: { write: (line: string) => void lines.push(JSON.parse(line)) } }
  const { connect, url } = await testApp(
    t,
    async app => {
      await app.register(channel)
      await openChat(app)
      await openChat(app, { path: '/listed', as: 'listed', origins: ['https://friend.example', 'null'] })
      await openChat(app, { path: '/any', as: 'any', origins: ['*'] })
    },
    { logger }
  )
  const { host } = new URL(url)
  const from = (origin: string, path = '/chat', headers = {}) => connect(path, { headers: { origin, ...headers } })
  for (const origin of [`http://${host}`, `https://${host}`]) t.ok(await from(origin), origin)
  t.ok(await from('http://app.example', '/chat', { host: 'app.example:80' }), 'a default port')
  t.ok(await from('https://app.example', '/chat', { host: 'APP.example' }), 'another case')
  t.ok(await from('https://friend.example', '/listed'))
  t.ok(await from('null', '/listed'))
  t.ok(await from('https://anybody.example', '/any'))
  lines.length = 0
  for (const origin of [
    'https://evil.example',
    'null',
    `http://${host}.evil.example`,
    'nonsense',
    'http://localhost:1'
  ]) {
    await t.rejects(from(origin), /refused with 403/, origin)
  }
  await t.rejects(from('null', '/any'), /refused with 403/, '`*` does not let in a page from disk')
  await t.rejects(from('https://friend.example:8443', '/listed'), /refused with 403/)
  t.match(lines[0], { origin: 'https://evil.example', host, level: 40 })
  t.equal(lines.length, 7)
})

t.test('behind a proxy the forwarded host counts, if the proxy is trusted', async t => {
  const headers = { origin: 'https://app.example', 'x-forwarded-host': 'app.example' }
  const trusting = await testApp(t, app => openChat(app), { trustProxy: true })
  t.ok(await trusting.connect('/chat', { headers }))
  const wary = await testApp(t, app => openChat(app))
  await t.rejects(wary.connect('/chat', { headers }), /refused with 403/)
})

t.test('what a client sends in one packet with its upgrade is not lost', async t => {
  const { url } = await testApp(t, app => openChat(app))
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  t.teardown(() => socket.destroy())
  let received = ''
  socket.on('data', chunk => {
    received += chunk
  })
  socket.write(Buffer.concat([Buffer.from(upgradeRequest('/chat')), maskedFrame(1, Buffer.from('early'))]))
  while (!received.includes('said early')) await once(socket, 'data')
})

t.test('a feature sees the handshake as it was', async t => {
  const seen: unknown[] = []
  const { connect } = await testApp(t, app =>
    openChat(
      app,
      {},
      {
        onOpen: (connection: LiveConnection, { request, responseHeaders }) =>
          void seen.push({ id: connection.id, url: request.url, responseHeaders })
      }
    )
  )
  const client = await connect('/chat?room=1')
  const { connection } = await client.message('welcome')
  t.match(seen, [{ id: connection, url: '/chat?room=1' }])
  t.match(JSON.stringify(seen), /101 Switching Protocols.*Sec-WebSocket-Accept/)
})

t.test('permessage-deflate is used when the client offers it, both ways right', async t => {
  const { connect } = await testApp(t, app => openChat(app))
  const client = await connect('/chat', { ws: { perMessageDeflate: { threshold: 0 } } })
  t.match(client.socket.extensions, 'permessage-deflate')
  const text = '안녕'.repeat(5_000)
  for (let i = 0; i < 3; i++) t.match(await client.request({ type: 'say', text }), { text })
  const plain = await connect('/chat', { ws: { perMessageDeflate: false } })
  t.equal(plain.socket.extensions, '')
})

const identify = () => ({ id: 'ann' })

/** Which of a socket's two ways of writing are used, call by call. */
function watchWrites(app: FastifyInstance): string[] {
  const writes: string[] = []
  app.server.on('connection', socket => {
    for (const way of ['_write', '_writev'] as const) {
      const original = socket[way]
      socket[way] = (...args: unknown[]) => {
        writes.push(way)
        return Reflect.apply(original as () => void, socket, args)
      }
    }
  })
  return writes
}

t.test('the welcome leaves in one write with the answer to the handshake, before all that a feature says', async t => {
  for (const publicApiOnly of [false, true]) {
    const { app, connect } = await testApp(t, async app => {
      await app.register(channel, { publicApiOnly })
      const chat = await openChat(app, { identify }, { onOpen: () => chat.send('ann', 'mood', { text: 'well' }) })
    })
    const writes = watchWrites(app)
    const client = await connect('/chat')
    t.match(JSON.parse(String(await client.next())), { type: 'welcome' })
    t.match(JSON.parse(String(await client.next())), { type: 'mood', text: 'well' })
    t.equal(writes[0], '_writev')
    t.ok(writes.length <= 2, `${writes.length} writes`)
  }
})

t.test('a feature that hangs up on who has just come has welcomed them', async t => {
  const { connect } = await testApp(t, async app => {
    const chat = await openChat(app, { identify }, { onOpen: () => chat.disconnect('ann', 4000, 'not now') })
  })
  const client = await connect('/chat')
  t.match(await client.message(), { type: 'welcome' })
  t.same(await client.closed(), { code: 4000, reason: 'not now' })
})
