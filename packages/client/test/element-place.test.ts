import t from 'tap'
import { serverUrl } from '../src/element/place.ts'

const element = (src: string | null) =>
  ({
    localName: 'livelet-counter',
    baseURI: 'https://example.com/shop/page.html',
    getAttribute: (name: string) => (name === 'src' ? src : null)
  }) as unknown as HTMLElement

t.test('the server is where the script came from', async t => {
  t.equal(
    serverUrl(element(null), 'https://live.example.com/api/counter/element.js').href,
    'https://live.example.com/api/counter'
  )
  t.equal(
    serverUrl(element(null), 'http://127.0.0.1:5000/counter/element.js?v=2#top').href,
    'http://127.0.0.1:5000/counter'
  )
})

t.test('src goes before it, relative to the page', async t => {
  const script = 'https://live.example.com/counter/element.js'
  t.equal(serverUrl(element('/visits'), script).href, 'https://example.com/visits')
  t.equal(serverUrl(element('../counter'), script).href, 'https://example.com/counter')
  t.equal(serverUrl(element('wss://other.example/counter'), script).href, 'wss://other.example/counter')
})

t.test('a bundled script asks for src', async t => {
  t.throws(() => serverUrl(element(null), 'https://example.com/assets/index-B2x.js'), {
    name: 'TypeError',
    message: /<livelet-counter> needs src=.*index-B2x\.js/
  })
})
