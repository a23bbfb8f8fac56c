import { once } from 'node:events'
import { constants, deflateRawSync } from 'node:zlib'
import websocket from '@fastify/websocket'
import channel from '@livelet/channel'
import { testApp } from '@livelet/channel/testing'
import t from 'tap'
import { openChat } from './fixtures/chat.ts'
import { maskedFrame, rawClient } from './fixtures/raw.ts'

const KIB = 1024

/** `{"type":"say","text":"…","id":1}` of exactly so many bytes. */
const messageOf = (bytes: number) => `{"type":"say","id":1,"text":"${'x'.repeat(bytes - 31)}"}`

t.test('each feature has its own limit on one server, whatever the host lets in', async t => {
  for (const hostLimit of [KIB, 100 * KIB * KIB]) {
    const { connect } = await testApp(t, async app => {
      await app.register(websocket, { options: { maxPayload: hostLimit } })
      await app.register(channel)
      await openChat(app, { maxPayload: 10 * KIB })
      await openChat(app, { path: '/large', as: 'large', maxPayload: 200 * KIB })
    })
    for (const [path, limit] of [
      ['/chat', 10 * KIB],
      ['/large', 200 * KIB]
    ] as const) {
      const client = await connect(path, { ws: { perMessageDeflate: false } })
      t.match(await client.message('welcome'), { maxPayload: limit })
      client.send(messageOf(limit))
      t.match(await client.message(), { type: 'said', re: 1 }, `${path} takes ${limit} bytes`)
      client.send(messageOf(limit + 1))
      t.match(await client.closed(), { code: 1009 }, 'and not one more')
    }
  }
})

t.test('a compressed message is measured by what it inflates to', async t => {
  const { url, connect } = await testApp(t, app => openChat(app))
  const client = await connect('/chat', { ws: { perMessageDeflate: { threshold: 0 } } })
  t.match(client.socket.extensions, 'permessage-deflate')
  await client.message('welcome')
  client.send(messageOf(64 * KIB))
  t.match(await client.message(), { type: 'said', re: 1 })
  client.send(messageOf(64 * KIB + 1))
  t.match(await client.closed(), { code: 1009 })

  const socket = await rawClient(url, '/chat', { 'sec-websocket-extensions': 'permessage-deflate' })
  await once(socket, 'data')
  const bomb = deflateRawSync(Buffer.alloc(60_000_000), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4)
  socket.write(maskedFrame(1, bomb, true))
  const [close] = await once(socket, 'data')
  t.same([...close.subarray(0, 4)], [0x88, 2, 1009 >> 8, 1009 & 0xff])
  socket.destroy()
})

t.test('fragments are measured together', async t => {
  const { connectText } = await testApp(t, app => openChat(app, { maxPayload: KIB }))
  const client = await connectText('/chat', { ws: { perMessageDeflate: false } })
  client.socket.send('x'.repeat(KIB - 1), { fin: false })
  client.socket.send('y', { fin: true })
  t.equal(await client.next(), `said ${'x'.repeat(KIB - 1)}y`)
  client.socket.send('x'.repeat(KIB), { fin: false })
  client.socket.send('y', { fin: true })
  t.match(await client.closed(), { code: 1009 })
})

t.test('a client whose connection ends so costs the others nothing', async t => {
  const { connectText } = await testApp(t, app => openChat(app))
  const [good, bad] = await Promise.all([connectText('/chat'), connectText('/chat')])
  bad.send('x'.repeat(65_537))
  t.match(await bad.closed(), { code: 1009 })
  good.send('hi')
  t.equal(await good.next(), 'said hi')
})
