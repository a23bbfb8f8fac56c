import { createServer } from 'node:http'
import { PassThrough } from 'node:stream'
import websocket from '@fastify/websocket'
import channel from '@livelet/channel'
import { testApp } from '@livelet/channel/testing'
import Fastify from 'fastify'
import t from 'tap'
import { WebSocket } from 'ws'
import { detachResponse, hasPrivateParts, isServedElsewhere, limitPayload, wayTo } from '../src/ws-private.ts'
import { openChat } from './fixtures/chat.ts'
import { collectLog } from './fixtures/log.ts'

t.test('this ws has the private parts', async t => {
  t.ok(hasPrivateParts())
})

/** Takes a method of ws away until the test ends. */
function withoutSetSocket(run: () => unknown) {
  const prototype = WebSocket.prototype as { setSocket?: unknown }
  const { setSocket } = prototype
  prototype.setSocket = undefined
  try {
    return run()
  } finally {
    prototype.setSocket = setSocket
  }
}

t.test('where they are missing it is noticed, said once, and the public way is taken', async t => {
  t.notOk(withoutSetSocket(hasPrivateParts))
  const { lines, logger } = collectLog()
  const app = Fastify({ logger })
  t.teardown(() => app.close())
  await app.register(websocket)
  const prototype = WebSocket.prototype as { setSocket?: unknown }
  const { setSocket } = prototype
  prototype.setSocket = undefined
  await app.register(channel)
  prototype.setSocket = setSocket
  t.match(lines, [{ level: 40, msg: /does not know this ws/ }])
  await t.rejects(openChat(app), /its limit cannot be lowered for one route/)
})

t.test('a WebSocket without them is left as it is', async t => {
  const bare = {} as WebSocket
  limitPayload(bare, 1)
  t.same(bare, {})
  t.same(wayTo(bare), { stream: undefined, deflate: false })
  t.doesNotThrow(() => detachResponse(new PassThrough()))
})

t.test('only the listener of @fastify/websocket means that a server is taken', async t => {
  const server = createServer()
  t.notOk(isServedElsewhere(server))
  server.on('upgrade', () => {})
  t.notOk(isServedElsewhere(server))
  server.on('upgrade', function onUpgrade() {})
  t.ok(isServedElsewhere(server))
})

t.test('by the public way everything arrives, in order, too', async t => {
  const { connect, connectText, app } = await testApp(t, async app => {
    await app.register(channel, { publicApiOnly: true })
    await openChat(app, {}, { binary: 'echo' })
  })
  const client = await connect('/chat', { ws: { perMessageDeflate: true } })
  t.match(await client.message(), { type: 'welcome' })
  for (let id = 0; id < 80; id++) client.send({ type: 'say', text: '가'.repeat(id * 20), id })
  for (let id = 0; id < 80; id++) {
    t.same(await client.message(), { type: 'said', re: id, text: '가'.repeat(id * 20) })
  }
  client.send(Buffer.from([1, 2, 3]))
  t.same(await client.next(), Buffer.from([1, 2, 3]))
  const text = await connectText('/chat')
  text.send('x'.repeat(65_537))
  t.match(await text.closed(), { code: 1009 })
  const closing = app.close()
  t.match(await client.closed(), { code: 1012 })
  await closing
})
