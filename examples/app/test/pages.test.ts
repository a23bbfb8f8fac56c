import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { demoNotifications } from '../src/demo.ts'

const folder = await mkdtemp(join(tmpdir(), 'livelet-'))
const dataDir = join(folder, 'not', 'there', 'yet')
const { price } = readConfig({ PRICE_SOURCE: 'simulated' })
const app = await buildApp({ logLevel: 'silent', dataDir, price })
t.teardown(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

const files = await readdir(new URL('../public', import.meta.url))
const frame = await readFile(new URL('../public/frame.js', import.meta.url), 'utf8')
const pages = await Promise.all(
  ['/', ...files.filter(name => name.endsWith('.html')).map(name => `/${name}`)].map(async path => {
    const response = await app.inject(path)
    return { path, response, html: response.body }
  })
)

t.test('the folder of the data is made', async t => {
  t.ok((await stat(join(dataDir, 'counter.db'))).isFile())
})

t.test('a folder that cannot be used is refused by the name of its variable', async t => {
  const file = join(dataDir, 'counter.db')
  await t.rejects(buildApp({ logLevel: 'silent', dataDir: file, price }), {
    message: /^DATA_DIR must be .*counter\.db/
  })
})

t.test('every page comes with a policy that runs scripts and styles from files only', async t => {
  for (const { path, response } of pages) {
    t.equal(response.statusCode, 200, path)
    const policy = String(response.headers['content-security-policy'])
    t.match(policy, "default-src 'self'")
    t.notMatch(policy, 'unsafe')
    t.notMatch(policy, 'upgrade-insecure-requests', 'which breaks plain http on a local network')
  }
})

t.test('no page has a script, a style or a handler that the policy would refuse', async t => {
  for (const { path, html } of pages) {
    t.notMatch(html, /<script(?![^>]*\ssrc=)/, path)
    t.notMatch(html, /<style|\sstyle=|\son\w+=/, path)
  }
})

t.test('everything that a page links to on this server is there', async t => {
  const links = new Set(
    [...pages.map(({ html }) => html), frame].flatMap(html =>
      [...html.matchAll(/<(?:a|link|script)\b[^>]*(?:href|src)="(\/[^"]*)"|path: '(.*?)'/g)].map(
        ([, to, listed]) => to ?? listed
      )
    )
  )
  for (const link of links) {
    const { statusCode } = await app.inject(String(link))
    t.equal(statusCode, 200, String(link))
  }
})

t.test('every page can be reached from every page, and has the header and the footer of all', async t => {
  for (const { path, html } of pages) {
    t.match(html, '<page-header></page-header>', path)
    t.match(html, '<page-footer></page-footer>', path)
    if (path !== '/' && path !== '/index.html') t.match(frame, `path: '${path}'`)
  }
})

t.test('what a page says in one language it says in the other', async t => {
  for (const { path, html } of pages) {
    const count = (lang: string) => html.match(new RegExp(`<(?!html|button)\\w+[^>]* lang="${lang}"`, 'g'))?.length
    t.ok(count('ko'), path)
    t.equal(count('ko'), count('en'), path)
  }
})

t.test('one command sends everybody a notification, and whoever the address names has it', async t => {
  const sent = await app.inject({ method: 'POST', url: '/notifications', payload: { to: 'everyone', title: 'hi' } })
  t.equal(sent.statusCode, 200)
  t.match(sent.json(), { seq: Number, duplicate: false })
  for (const user of ['mina', 'jun']) t.match(await app.notifications.list(user), { items: [{ title: 'hi' }] })
})

t.test('the demo feed makes one after another, for everyone', async t => {
  const make = demoNotifications()
  const titles = Array.from({ length: 6 }, () => make().title)
  t.equal(new Set(titles).size, 5)
  t.equal(titles[0], titles[5])
  t.equal(make().to, 'everyone')
})
