import t from 'tap'
import { dialectOf, isOriginAllowed } from '../src/handshake.ts'

t.test('a page may connect to where it came from, whatever the scheme', async t => {
  const same = [
    ['http://a.example', 'a.example'],
    ['https://a.example', 'a.example'],
    ['https://a.example', 'a.example:443'],
    ['http://a.example', 'a.example:80'],
    // A browser leaves out only the default port of the scheme it speaks, and a WebSocket has another scheme.
    ['http://a.example:443', 'a.example:443'],
    ['https://a.example:80', 'a.example:80'],
    ['http://a.example:3000', 'A.Example:3000'],
    ['http://[::1]:3000', '[::1]:3000'],
    ['http://[::1]', '[::1]']
  ] as const
  for (const [origin, host] of same) t.ok(isOriginAllowed(origin, host, []), `${origin} to ${host}`)
})

t.test('a page of another host, port or subdomain may not', async t => {
  const foreign = ['http://b.example', 'http://a.example:81', 'http://x.a.example', 'http://a.example.b.example']
  for (const origin of foreign) t.notOk(isOriginAllowed(origin, 'a.example', []), origin)
  for (const origin of ['null', '', 'a.example', 'http://a.example, http://b.example']) {
    t.notOk(isOriginAllowed(origin, 'a.example', []), `"${origin}"`)
  }
})

t.test('listed origins may, to the letter; `*` is any but `null`', async t => {
  t.ok(isOriginAllowed('https://b.example', 'a.example', ['https://b.example']))
  t.notOk(isOriginAllowed('http://b.example', 'a.example', ['https://b.example']))
  t.ok(isOriginAllowed('capacitor://localhost', 'a.example', ['capacitor://localhost']))
  t.ok(isOriginAllowed('https://b.example', 'a.example', ['*']))
  t.notOk(isOriginAllowed('null', 'a.example', ['*']))
  t.ok(isOriginAllowed('null', 'a.example', ['*', 'null']))
  t.ok(isOriginAllowed(undefined, 'a.example', []), 'a program sends none')
})

t.test('an offer of subprotocols asks for a dialect', async t => {
  t.equal(dialectOf(undefined), 'text')
  t.equal(dialectOf('livelet.v1'), 'json')
  t.equal(dialectOf('foo , livelet.v1'), 'json')
  for (const offer of ['foo', 'livelet.v2', 'livelet.v11', 'LIVELET.V1', '']) t.equal(dialectOf(offer), undefined)
})
