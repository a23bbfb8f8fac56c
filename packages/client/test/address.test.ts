import t from 'tap'
import { addressOf } from '../src/address.ts'

t.test('http becomes ws, and https wss', async t => {
  t.equal(addressOf('http://example.org/counter?room=1'), 'ws://example.org/counter?room=1')
  t.equal(addressOf(new URL('https://example.org/counter')), 'wss://example.org/counter')
  t.equal(addressOf('wss://example.org:8443/counter'), 'wss://example.org:8443/counter')
})

t.test('an address may be relative to the page', async t => {
  t.equal(addressOf('/counter', 'https://example.org/app/index.html'), 'wss://example.org/counter')
  t.equal(addressOf('../counter', 'http://example.org/app/index.html'), 'ws://example.org/counter')
})

t.test("the page's address is where a browser is", async t => {
  t.teardown(() => Reflect.deleteProperty(globalThis, 'location'))
  Object.assign(globalThis, { location: { href: 'https://example.org/app/' } })
  t.equal(addressOf('counter'), 'wss://example.org/app/counter')
})

t.test('a fragment is not for the server', async t => {
  t.equal(addressOf('http://example.org/counter#top'), 'ws://example.org/counter')
})

t.test('what is no address is refused', async t => {
  t.throws(() => addressOf('/counter'), TypeError, 'there is no page in Node')
  t.throws(() => addressOf('http://'), TypeError)
})
