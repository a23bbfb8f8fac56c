import { createHash } from 'node:crypto'
import { testApp } from '@livelet/channel/testing'
import t from 'tap'
import echo, { type Headers } from '../src/index.ts'

const valueIn = (headers: Headers, name: string) => headers.find(header => header.name.toLowerCase() === name)?.value
const namesIn = (headers: Headers) => headers.map(({ name }) => name.toLowerCase()).sort()

/** What a server answers a key with (RFC 6455 §4.2.2). */
const acceptOf = (key = '') => createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')

t.test('each connection is shown its own handshake, and nothing that is not on the list', async t => {
  const { connect, url } = await testApp(t, app => {
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('x-secret', 'no')
    })
    return app.register(echo)
  })
  const headers = {
    origin: url,
    'user-agent': 'test',
    'accept-language': 'ko',
    cookie: 'session=secret',
    authorization: 'Bearer secret',
    'x-forwarded-for': '10.0.0.1'
  }
  const one = await connect('/ws?token=secret&page=2', { headers, ws: { perMessageDeflate: true } })
  const other = await connect('/ws', { ws: { perMessageDeflate: false } })

  const shown = await one.request({ type: 'handshake' })
  t.match(shown, {
    url: '/ws?token=…&page=…',
    method: 'GET',
    status: 101,
    protocol: 'livelet.v1',
    extensions: /^permessage-deflate/
  })
  t.same(namesIn(shown.request), [
    'accept-language',
    'connection',
    'host',
    'origin',
    'sec-websocket-extensions',
    'sec-websocket-key',
    'sec-websocket-protocol',
    'sec-websocket-version',
    'upgrade',
    'user-agent'
  ])
  t.equal(valueIn(shown.request, 'host'), new URL(url).host)
  t.equal(valueIn(shown.request, 'sec-websocket-version'), '13')
  t.same(namesIn(shown.response), [
    'connection',
    'sec-websocket-accept',
    'sec-websocket-extensions',
    'sec-websocket-protocol',
    'upgrade'
  ])
  t.equal(
    valueIn(shown.response, 'sec-websocket-accept'),
    acceptOf(valueIn(shown.request, 'sec-websocket-key')),
    'both halves are of the same handshake'
  )
  t.notMatch(JSON.stringify(shown), /secret|10\.0\.0\.1/)

  const plain = await other.request({ type: 'handshake' })
  t.match(plain, { url: '/ws', extensions: '' })
  t.not(valueIn(plain.request, 'sec-websocket-key'), valueIn(shown.request, 'sec-websocket-key'))
})

t.test('compressed messages come back whole', async t => {
  const { connectText } = await testApp(t, app => app.register(echo))
  const client = await connectText('/ws', { ws: { perMessageDeflate: { threshold: 0 } } })
  t.match(client.socket.extensions, /^permessage-deflate/)
  client.send('안녕 '.repeat(5000))
  t.equal(await client.next(), `Echo: ${'안녕 '.repeat(5000)}`)
})
