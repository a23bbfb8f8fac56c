import t from 'tap'
import { acceptOf, isAccepted } from '../src/element/accept.ts'

t.test('a key is answered as in the example of RFC 6455 §1.3', async t => {
  t.equal(await acceptOf('dGhlIHNhbXBsZSBub25jZQ=='), 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
})

t.test('a handshake is accepted only if its answer belongs to its key', async t => {
  const request = [{ name: 'Sec-WebSocket-Key', value: 'dGhlIHNhbXBsZSBub25jZQ==' }]
  const response = (value: string) => [{ name: 'sec-websocket-accept', value }]
  t.equal(await isAccepted({ request, response: response('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=') }), true)
  t.equal(await isAccepted({ request, response: response('AAAAAAAAAAAAAAAAAAAAAAAAAAA=') }), false)
  t.equal(await isAccepted({ request, response: [] }), false)
})
