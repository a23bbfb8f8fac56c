import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { testApp } from '@livelet/channel/testing'
import Fastify from 'fastify'
import t from 'tap'
import { openChat } from './fixtures/chat.ts'

// Any file will do: the route does not look into it.
const element = new URL('./fixtures/chat.ts', import.meta.url)

t.test('the script of an element is served beside its feature, and told to be fresh by its tag', async t => {
  const { url } = await testApp(t, app => openChat(app, {}, { element }))
  const address = `${url}/chat/element.js`
  const response = await fetch(address)
  t.equal(response.status, 200)
  t.equal(await response.text(), await readFile(element, 'utf8'))
  t.equal(response.headers.get('content-type'), 'text/javascript; charset=utf-8')
  t.match(response.headers.get('cache-control'), /max-age=\d+/)
  t.equal(response.headers.get('access-control-allow-origin'), '*')
  t.equal(response.headers.get('cross-origin-resource-policy'), 'cross-origin')
  const etag = response.headers.get('etag') ?? ''
  t.match(etag, /^"[\w-]+"$/)
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await fetch(address, { headers: { 'if-none-match': known } })
    t.equal(again.status, 304)
    t.equal(again.headers.get('etag'), etag)
    t.equal(await again.text(), '')
  }
  t.equal((await fetch(address, { headers: { 'if-none-match': '"other"' } })).status, 200)
  t.equal((await fetch(address, { method: 'HEAD' })).status, 200)
})

t.test('it follows the feature’s prefix and path', async t => {
  const { url } = await testApp(t, app => openChat(app, { prefix: '/v1', path: '/talk' }, { element }))
  t.equal((await fetch(`${url}/v1/talk/element.js`)).status, 200)
  const root = await testApp(t, app => openChat(app, { path: '/' }, { element }))
  t.equal((await fetch(`${root.url}/element.js`)).status, 200)
})

t.test('`element: false` turns it off, and a feature without an element has none', async t => {
  const off = await testApp(t, app => openChat(app, { element: false }, { element }))
  t.equal((await fetch(`${off.url}/chat/element.js`)).status, 404)
  const without = await testApp(t, app => openChat(app))
  t.equal((await fetch(`${without.url}/chat/element.js`)).status, 404)
})

t.test('what the script loads later is served beside it, for as long as a browser likes to keep it', async t => {
  const folder = t.testdir({
    'element.js': 'const a=()=>import("./element-more-ABC123.js");const b=()=>import("./element-more-ABC123.js")',
    'element-more-ABC123.js': 'export const more = 1',
    'index.js': 'the server’s own'
  })
  const { url } = await testApp(t, app => openChat(app, {}, { element: pathToFileURL(`${folder}/element.js`) }))
  const address = `${url}/chat/element-more-ABC123.js`
  const response = await fetch(address)
  t.equal(response.status, 200)
  t.equal(await response.text(), 'export const more = 1')
  t.equal(response.headers.get('content-type'), 'text/javascript; charset=utf-8')
  t.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  t.equal(response.headers.get('access-control-allow-origin'), '*')
  const etag = response.headers.get('etag') ?? ''
  t.equal((await fetch(address, { headers: { 'if-none-match': etag } })).status, 304)
  for (const other of ['index.js', 'element-more-OTHER.js', '..%2findex.js', '%2e%2e/index.js']) {
    t.equal((await fetch(`${url}/chat/${other}`)).status, 404, other)
  }
})

t.test('a file that the script loads later and that was not built is noticed at `register`', async t => {
  const folder = t.testdir({ 'element.js': 'import("./gone.js")' })
  const app = Fastify()
  t.teardown(() => app.close())
  await t.rejects(openChat(app, {}, { element: pathToFileURL(`${folder}/element.js`) }), { code: 'ENOENT' })
})

t.test('a script that was not built is noticed at `register`', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await t.rejects(openChat(app, {}, { element: new URL('./nothing.js', import.meta.url) }), { code: 'ENOENT' })
})

t.test('an upgrade of the script’s address is no connection', async t => {
  const { connect } = await testApp(t, app => openChat(app, {}, { element }))
  const client = await connect('/chat/element.js', { protocols: [] })
  t.match(await client.closed(), { code: 1005 })
})
