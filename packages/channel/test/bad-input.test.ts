import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { constants, deflateRawSync } from 'node:zlib'
import websocket from '@fastify/websocket'
import channel, { openChannel } from '@livelet/channel'
import { fakeClock, testApp } from '@livelet/channel/testing'
import { defineContract } from '@livelet/protocol'
import t from 'tap'
import type { WebSocket } from 'ws'
import { openChat } from './fixtures/chat.ts'
import { maskedFrame, rawClient } from './fixtures/raw.ts'

const CASES: Record<string, [message: string | object, code: string, words: RegExp]> = {
  'not JSON': ['{"type":', 'BAD_JSON', /expected one JSON object/],
  'a JSON array': ['[1]', 'BAD_JSON', /expected one JSON object/],
  'a JSON null': ['null', 'BAD_JSON', /expected one JSON object/],
  'a field __proto__': ['{"type":"double","n":1,"__proto__":{"a":1}}', 'BAD_JSON', /forbidden prototype/],
  'a hidden constructor.prototype': ['{"type":"double","n":1,"constructor":{"prototype":1}}', 'BAD_JSON', /forbidden/],
  'no type': [{ n: 1 }, 'UNKNOWN_TYPE', /"type" must be a string/],
  'an unknown type': [{ type: 'triple' }, 'UNKNOWN_TYPE', /"triple" is no message type of chat/],
  'a type of the prototype': [{ type: 'constructor' }, 'UNKNOWN_TYPE', /"constructor"/],
  'a type that only the server sends': [{ type: 'welcome' }, 'UNKNOWN_TYPE', /"welcome"/],
  'a wrong field': [{ type: 'double', n: '4' }, 'VALIDATION', /^double: "n" must be integer, got "4"$/],
  'a missing field': [{ type: 'double' }, 'VALIDATION', /^double: "n" is missing$/],
  'a field too many': [{ type: 'double', n: 1, m: 2 }, 'VALIDATION', /^double: "m" is not known$/],
  'a wrong field inside': [
    { type: 'join', topic: 'mood/a', since: { epoch: 'x', offset: -1 } },
    'VALIDATION',
    /^join: "since.offset" must be >= 0, got -1$/
  ],
  'a topic without a name': [{ type: 'join', topic: 'mood' }, 'VALIDATION', /^join: "topic" must match pattern/],
  'an id that is infinite': ['{"type":"double","n":1,"id":1e400}', 'VALIDATION', /"id" must be/],
  'an id that is not whole': ['{"type":"double","n":1,"id":1.5}', 'VALIDATION', /"id" must be/],
  'an id of 65 characters': [{ type: 'double', n: 1, id: 'x'.repeat(65) }, 'VALIDATION', /"id" must be/]
}

for (const [what, [message, code, words]] of Object.entries(CASES)) {
  t.test(`${what} is answered with an error, and changes nothing`, async t => {
    const { connect } = await testApp(t, app => openChat(app))
    const client = await connect('/chat')
    await client.message('welcome')
    client.send(message)
    const answer = await client.message()
    t.match(answer, { type: 'error', code: `LIVELET_${code}`, message: words })
    t.notOk('re' in answer)
    t.match(await client.request({ type: 'double', n: 1 }), { n: 2 })
  })
}

t.test('what is wrong with a message that has an id is answered to that id', async t => {
  const { connect } = await testApp(t, app => openChat(app))
  const client = await connect('/chat')
  t.match(await client.request({ type: 'double', n: 'x' }), { type: 'error', code: 'LIVELET_VALIDATION' })
  t.match(await client.request({ type: 'nothing' }), { type: 'error', code: 'LIVELET_UNKNOWN_TYPE' })
  for (const id of ['x'.repeat(64), Number.MAX_SAFE_INTEGER, 0, '']) {
    client.send({ type: 'double', n: 2, id })
    t.same(await client.message('ok'), { type: 'ok', re: id, n: 4 })
  }
})

t.test('ten bad messages a minute are borne, and the eleventh ends the connection', async t => {
  const clock = fakeClock()
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { clock })
    await openChat(app)
  })
  const patient = await connect('/chat')
  for (let i = 0; i < 30; i++) {
    patient.send('nonsense')
    t.match(await patient.message('error'), { code: 'LIVELET_BAD_JSON' })
    clock.advance(6_001)
  }
  const hasty = await connect('/chat')
  for (let i = 0; i < 10; i++) {
    hasty.send('nonsense')
    t.match(await hasty.message('error'), { code: 'LIVELET_BAD_JSON' })
  }
  hasty.send('nonsense')
  t.match(await hasty.closed(), { code: 4002 })
})

t.test('text that is not UTF-8 ends the connection with 1007', async t => {
  const { url } = await testApp(t, app => openChat(app))
  const socket = await rawClient(url, '/chat')
  await once(socket, 'data')
  socket.write(maskedFrame(1, Buffer.from([0xff, 0xfe])))
  const [close] = await once(socket, 'data')
  t.same([...close.subarray(0, 4)], [0x88, 2, 1007 >> 8, 1007 & 0xff])
  socket.destroy()
})

t.test('one byte more than `maxPayload` ends the connection with 1009, compressed or not', async t => {
  const { connectText } = await testApp(t, app => openChat(app, {}, { binary: 'echo' }))
  for (const perMessageDeflate of [true, false]) {
    for (const bytes of [Buffer.alloc(65_537), randomBytes(65_537)]) {
      const client = await connectText('/chat', { ws: { perMessageDeflate } })
      client.send(bytes.subarray(1))
      t.same(await client.next(), bytes.subarray(1))
      client.send(bytes)
      t.match(await client.closed(), { code: 1009 })
    }
  }
})

t.test('a compression bomb does not inflate, though the host would let 100 MiB in', async t => {
  const { url, app } = await testApp(t, async app => {
    await app.register(websocket, { options: { maxPayload: 100 * 1024 * 1024, perMessageDeflate: true } })
    await openChat(app)
  })
  const bomb = deflateRawSync(Buffer.alloc(60_000_000), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4)
  t.ok(bomb.length < 62_000, `${bomb.length} bytes`)
  const sockets: WebSocket[] = []
  app.websocketServer.on('connection', socket => sockets.push(socket))
  const socket = await rawClient(url, '/chat', { 'sec-websocket-extensions': 'permessage-deflate' })
  const [head] = await once(socket, 'data')
  t.match(String(head), /permessage-deflate/)
  const before = process.memoryUsage()
  let peak = 0
  const watch = setInterval(() => {
    const { rss } = process.memoryUsage()
    peak = Math.max(peak, rss)
  }, 1)
  socket.write(maskedFrame(1, bomb, true))
  const [close] = await once(socket, 'data')
  clearInterval(watch)
  t.same([...close.subarray(0, 4)], [0x88, 2, 1009 >> 8, 1009 & 0xff])
  t.ok(peak - before.rss < 20_000_000, `${peak - before.rss} bytes more`)
  socket.destroy()
})

t.test('binary is a bad message unless the feature echoes it', async t => {
  const { connect, connectText } = await testApp(t, async app => {
    await app.register(channel)
    await openChat(app)
    await openChat(app, { path: '/echoing', as: 'echoing' }, { binary: 'echo' })
  })
  const json = await connect('/chat')
  json.send(Buffer.from([1, 2]))
  t.match(await json.message('error'), { code: 'LIVELET_BAD_JSON', message: /binary/ })
  const text = await connectText('/chat')
  text.send(Buffer.from([1, 2]))
  t.match(await text.next(), /^error: /)
  const echoing = await connectText('/echoing')
  echoing.send(Buffer.from([1, 2]))
  t.same(await echoing.next(), Buffer.from([1, 2]))
})

t.test('an error in plain text is one line', async t => {
  const { connectText } = await testApp(t, app =>
    openChat(
      app,
      {},
      {
        text: {
          parse: () => {
            throw new Error('inner\nwords')
          }
        }
      }
    )
  )
  const client = await connectText('/chat')
  client.send('x')
  t.equal(await client.next(), 'error: something went wrong on the server')
})

t.test('a feature without plain text says so to who speaks it', async t => {
  const { connectText } = await testApp(t, app => openChat(app, {}, { text: undefined }))
  const client = await connectText('/chat')
  client.send('x')
  t.match(await client.next(), /^error: chat speaks livelet\.v1 only/)
})

t.test('without topics a plain GET is told to upgrade, and a path that is not there is not found', async t => {
  const { url, connect } = await testApp(t, app =>
    openChannel(app, defineContract({ name: 'chat', receive: {}, send: {} }), { receive: {} })
  )
  const response = await fetch(`${url}/chat`)
  t.equal(response.status, 426)
  t.equal(response.headers.get('upgrade'), 'websocket')
  t.match(await response.json(), { statusCode: 426, message: /ws:\/\// })
  t.equal((await fetch(`${url}/chat`, { method: 'HEAD' })).status, 426)
  t.equal((await fetch(`${url}/nothing`)).status, 404)
  await t.rejects(connect('/nothing'), /refused with 404/)
})
