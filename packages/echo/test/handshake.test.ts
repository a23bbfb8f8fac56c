import t from 'tap'
import { describeHandshake } from '../src/handshake.ts'

const opening = {
  url: '/ws',
  method: 'GET',
  rawHeaders: ['Host', 'localhost', 'Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  responseHeaders: ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
}

t.test('it is what both sides said, in their order and spelling', async t => {
  const handshake = describeHandshake({
    ...opening,
    responseHeaders: [
      ...opening.responseHeaders,
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
      'Sec-WebSocket-Protocol: livelet.v1',
      'Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover'
    ]
  })
  t.same(handshake, {
    url: '/ws',
    method: 'GET',
    status: 101,
    request: [
      { name: 'Host', value: 'localhost' },
      { name: 'Sec-WebSocket-Key', value: 'dGhlIHNhbXBsZSBub25jZQ==' }
    ],
    response: [
      { name: 'Upgrade', value: 'websocket' },
      { name: 'Connection', value: 'Upgrade' },
      { name: 'Sec-WebSocket-Accept', value: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=' },
      { name: 'Sec-WebSocket-Protocol', value: 'livelet.v1' },
      { name: 'Sec-WebSocket-Extensions', value: 'permessage-deflate; server_no_context_takeover' }
    ],
    protocol: 'livelet.v1',
    extensions: 'permessage-deflate; server_no_context_takeover'
  })
})

t.test('without a subprotocol and extensions both are empty', async t => {
  t.match(describeHandshake(opening), { protocol: '', extensions: '' })
})

t.test('headers that are not on the list are left out, on both sides', async t => {
  const { request, response } = describeHandshake({
    ...opening,
    rawHeaders: ['cookie', 'session=1', 'AUTHORIZATION', 'Bearer x', 'x-host', 'x', 'hosts', 'x', 'User-Agent', 'me'],
    responseHeaders: ['Set-Cookie: session=1', 'X-Powered-By: x', 'no header', ': empty', 'upgrade:websocket']
  })
  t.same(request, [{ name: 'User-Agent', value: 'me' }])
  t.same(response, [{ name: 'upgrade', value: 'websocket' }])
})

const urls = {
  '/ws': '/ws',
  '/ws?': '/ws?',
  '/ws?token=secret': '/ws?token=…',
  '/ws?a=1&b=2=3&c=': '/ws?a=…&b=…&c=…',
  '/ws?secret': '/ws?…',
  '/ws?secret&a=1&secret&': '/ws?…&a=…&…&',
  '/ws?a=1?b=2': '/ws?a=…',
  '/a=b?c=d': '/a=b?c=…'
}
for (const [url, shown] of Object.entries(urls)) {
  t.test(`${url} is shown as ${shown}`, async t => {
    t.equal(describeHandshake({ ...opening, url }).url, shown)
  })
}
