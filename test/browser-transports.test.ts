import { readFile } from 'node:fs/promises'
import { testApp } from '@livelet/channel/testing'
import type { AnyMessages, Client, Joined } from '@livelet/client'
import counter from '@livelet/counter'
import type { FastifyInstance } from 'fastify'
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { type Feature, startFeature } from '../packages/client/test/fixtures/feature.ts'
import { startProxy } from '../packages/client/test/fixtures/proxy.ts'
import { until } from '../packages/client/test/fixtures/until.ts'
import { launchChromium } from './fixtures/chromium.ts'
import { openPage, serve, type Tap, watchFaults } from './fixtures/page.ts'

let browser: Browser
t.before(async () => {
  browser = await launchChromium()
})
t.teardown(() => browser?.close())

const numbers = (count: number) => Array.from({ length: count }, (_, n) => `${n + 1}`)
const streams = (open: readonly string[]) => open.filter(asked => asked.startsWith('GET') && !asked.includes('welcome'))

/** A page whose time can be moved on. */
async function openTimed(t: Tap, url: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US' })
  t.teardown(() => context.close())
  const page = await context.newPage()
  watchFaults(t, page)
  await page.clock.install()
  await page.goto(url)
  return page
}

/** Waits until this value is read out. */
const value = (page: Page, name: string, text: string) =>
  page
    .locator(`livelet-counter[name=${name}]`)
    .getByRole('status')
    .filter({ hasText: new RegExp(`(^|\\D)${text}(\\D|$)`) })
    .waitFor({ state: 'attached', timeout: 20_000 })

t.test('an element works behind a proxy that refuses upgrades, and over WebSocket when the proxy relents', async t => {
  const { environment } = await serve(t)
  const proxy = await startProxy(t, Number(environment.PORT), 403)
  const page = await openTimed(t, `${proxy.url}/counter.html`)
  const press = () => page.locator('livelet-counter[name=main] button', { hasText: '+1' }).click()
  await value(page, 'main', '0')
  await press()
  await value(page, 'main', '1')
  const posts = () => proxy.requests.filter(asked => asked.startsWith('POST /counter')).length
  t.equal(posts(), 1)
  t.ok(proxy.asked > 0)
  t.ok(streams(proxy.open).length > 0)

  proxy.upgrades = 'pass'
  const socket = page.waitForEvent('websocket')
  await page.clock.fastForward(31_000)
  await socket
  await until(() => streams(proxy.open).length === 0)
  await press()
  await value(page, 'main', '2')
  t.equal(posts(), 1)
})

t.test('an element whose fallback cannot be loaded waits for WebSocket', async t => {
  const { environment } = await serve(t)
  const proxy = await startProxy(t, Number(environment.PORT), 'drop')
  const context = await browser.newContext({ locale: 'en-US' })
  t.teardown(() => context.close())
  const page = await context.newPage()
  watchFaults(t, page)
  let blocked = 0
  await page.route('**/element-fallback-*.js', route => {
    blocked++
    return route.abort('connectionrefused')
  })
  await page.goto(`${proxy.url}/counter.html`)
  await until(() => blocked > 0)
  proxy.upgrades = 'pass'
  await value(page, 'main', '0')
})

/** The client as it is published, and a page that reads the log with it. */
function withPage(app: FastifyInstance): void {
  const folder = new URL('../packages/client/dist/', import.meta.url)
  app.get<{ Params: { file: string } }>('/client/:file', async (request, reply) =>
    reply.type('text/javascript').send(await readFile(new URL(request.params.file, folder)))
  )
  const script = '<script type="module">import { connect } from "/client/index.js"; window.connect = connect</script>'
  app.get('/', (_request, reply) => reply.type('text/html').send(`<html lang="en"><title>page</title>${script}`))
}

interface Reading {
  lines: string[]
  joins: Joined[]
  client: Client
}

async function openReader(t: Tap, { proxy }: Feature) {
  const page = await openTimed(t, proxy.url)
  await page.evaluate(() => {
    const { connect } = window as unknown as { connect(url: string): Client<AnyMessages> }
    const client = connect('/chat')
    const reading: Reading = { lines: [], joins: [], client }
    client.subscribe('room/main', ({ text }) => reading.lines.push(String(text)), {
      onJoined: joined => reading.joins.push(joined)
    })
    Object.assign(window, { reading })
  })
  const read = () =>
    page.evaluate(() => {
      const { lines, joins, client } = (window as unknown as { reading: Reading }).reading
      return { lines, joins, transport: client.transport, status: client.status }
    })
  const reads = async (isSo: (reading: Awaited<ReturnType<typeof read>>) => boolean) => {
    for (;;) {
      const reading = await read()
      if (isSo(reading)) return reading
    }
  }
  return { page, reads }
}

t.test('from WebSocket to HTTP and back, every entry of a log comes once and in order', async t => {
  const feature = await startFeature(t, 'pass', {}, withPage)
  const { chat, proxy } = feature
  const { page, reads } = await openReader(t, feature)
  let said = 0
  const say = () => chat.topic('room', 'main').publish('said', { text: `${++said}` })
  await reads(({ joins }) => joins.length === 1)
  const publishing = setInterval(say, 5)
  t.teardown(() => clearInterval(publishing))
  await reads(({ transport, lines }) => transport === 'websocket' && lines.length > 20)

  proxy.upgrades = 403
  proxy.cut()
  await reads(({ transport, status, lines }) => transport === 'sse' && status === 'open' && lines.length > 100)

  proxy.upgrades = 'pass'
  await page.clock.fastForward(31_000)
  const { lines } = await reads(({ transport }) => transport === 'websocket')
  await reads(reading => reading.lines.length > lines.length + 20)
  clearInterval(publishing)
  const last = await reads(reading => reading.lines.length >= said)
  t.same(last.lines, numbers(said))
  t.notOk(last.joins.some(({ recovered }) => recovered === false))
  t.equal(streams(proxy.open).length, 0)
})

t.test('six elements on each of two tabs do not block a further fetch', async t => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const { app, url } = await testApp(
    t,
    async app => {
      await app.register(counter, { counters: names })
      // Each with a connection of its own.
      const elements = names.map(name => `<livelet-counter name="${name}" src="/counter?${name}"></livelet-counter>`)
      const script = '<script type="module" src="/counter/element.js"></script>'
      app.get('/', (_, reply) => reply.type('text/html').send(`<html lang="en">${script}${elements.join('')}`))
      app.get('/hello', () => 'hello')
    },
    { forceCloseConnections: true }
  )
  const proxy = await startProxy(t, Number(new URL(url).port), 403)
  const one = await openPage(t, browser, proxy.url)
  const two = await one.context().newPage()
  watchFaults(t, two)
  await two.goto(proxy.url)
  for (const page of [one, two]) for (const name of names) await value(page, name, '0')
  const fetchOne = (page: Page) => page.evaluate(async () => (await fetch('/hello')).text())
  t.equal(await fetchOne(one), 'hello')
  t.equal(await fetchOne(two), 'hello')
  t.ok(proxy.open.some(asked => asked.includes('topic=')))
  await until(() => streams(proxy.open).length === 3)

  for (const name of names) await app.counter.add(name, 7)
  for (const page of [one, two]) for (const name of names) await value(page, name, '7')
  await one.close()
  await two.locator('livelet-counter[name=f] button', { hasText: '+1' }).click()
  await value(two, 'f', '8')
  await until(() => streams(proxy.open).length === 3)
  t.equal(await fetchOne(two), 'hello')
})

t.test('the browser’s own EventSource resumes where it was cut', async t => {
  const { chat, proxy } = await startFeature(t, 403, {}, withPage)
  const page = await openPage(t, browser, proxy.url)
  await page.evaluate(() => {
    const events = new EventSource('/chat?topic=room/main')
    const lines: string[] = []
    events.onmessage = ({ data }) => lines.push(JSON.parse(data).text)
    Object.assign(window, { lines })
  })
  const lines = () => page.evaluate(() => (window as unknown as { lines: string[] }).lines)
  let said = 0
  const say = (count: number) => {
    for (let n = 0; n < count; n++) chat.topic('room', 'main').publish('said', { text: `${++said}` })
  }
  await until(() => chat.connections === 1)
  for (let cut = 0; cut < 2; cut++) {
    say(10)
    while ((await lines()).length < said) await page.waitForTimeout(10)
    proxy.cut(/topic/)
    say(10)
    while ((await lines()).length < said) await page.waitForTimeout(10)
  }
  t.same(await lines(), numbers(said))
})
