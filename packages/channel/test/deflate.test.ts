import { once } from 'node:events'
import websocket from '@fastify/websocket'
import channel from '@livelet/channel'
import { fakeClock, type TestClient, testApp } from '@livelet/channel/testing'
import t from 'tap'
import { openChat } from './fixtures/chat.ts'
import { rawClient } from './fixtures/raw.ts'

const DEFLATE = { perMessageDeflate: { threshold: 0 } }
const OFFER = 'permessage-deflate'

/** Text that repeats itself only after about 1,500 bytes. */
const long = (n: number) => {
  const words = Array.from({ length: 200 }, (_, i) => ((i + 1) * 48_271 * (n + 1)).toString(36)).join(' ')
  return `${words}${words}`
}

/** Sends some long lines and some short ones, and gives back what came. */
async function talk(client: TestClient): Promise<string[]> {
  const lines: string[] = []
  for (let n = 0; n < 20; n++) {
    client.send(n % 3 === 0 ? 'hi' : long(n))
    lines.push(String(await client.next()))
  }
  return lines
}

const expected = Array.from({ length: 20 }, (_, n) => `said ${n % 3 === 0 ? 'hi' : long(n)}`)

for (const [how, host, publicApiOnly] of [
  ['our own registration', undefined, false],
  ['a host that keeps the context from message to message', { perMessageDeflate: { threshold: 0 } }, false],
  ['documented parts of ws only', undefined, true]
] as const) {
  t.test(`what is sent compressed reads right, with pings in between: ${how}`, async t => {
    const clock = fakeClock()
    const { connectText } = await testApp(t, async app => {
      if (host) await app.register(websocket, { options: { ...host, maxPayload: 65_536 } })
      await app.register(channel, { clock, publicApiOnly })
      await openChat(app, { rate: { perSecond: 50, burst: 1_000 } })
    })
    const [squeezed, plain] = await Promise.all([
      connectText('/chat', { ws: DEFLATE }),
      connectText('/chat', { ws: { perMessageDeflate: false } })
    ])
    t.match(squeezed.socket.extensions, OFFER)
    t.equal(plain.socket.extensions, '')
    t.same(await Promise.all([talk(squeezed), talk(plain)]), [expected, expected])
    const pinged = once(squeezed.socket, 'ping')
    clock.advance(30_000)
    await pinged
    t.same(await talk(squeezed), expected)
  })
}

t.test('who asks for a smaller window gets messages that were compressed with it', async t => {
  const { url, connectText } = await testApp(t, app => openChat(app))
  const socket = await rawClient(url, '/chat', { 'sec-websocket-extensions': `${OFFER}; server_max_window_bits=9` })
  const [head] = await once(socket, 'data')
  t.match(String(head), /sec-websocket-extensions: permessage-deflate;.*server_max_window_bits=9/i)
  socket.destroy()
  const client = await connectText('/chat', { ws: { perMessageDeflate: { serverMaxWindowBits: 9, threshold: 0 } } })
  t.same(await talk(client), expected)
})
