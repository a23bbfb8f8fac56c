import { connectTo } from '@livelet/channel/testing'
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { launchChromium } from './fixtures/chromium.ts'
import { countingProxy, type Exchange } from './fixtures/counting-proxy.ts'
import { openPage, serve, type Tap } from './fixtures/page.ts'

const PAGE = '/http-vs-websocket.html'
const WAYS = ['poll', 'longPoll', 'events', 'websocket'] as const

let browser: Browser
t.before(async () => {
  browser = await launchChromium()
})
t.teardown(() => browser?.close())

const status = (page: Page, text: string | RegExp) =>
  page.locator('#status').filter({ hasText: text }).waitFor({ timeout: 60_000 })
const stop = (page: Page) => page.getByRole('button', { name: 'Stop', exact: true }).click()
const start = (page: Page) => page.getByRole('button', { name: 'Start', exact: true }).click()

/** The exact figure behind what the table shows; `NaN` if it shows none. */
async function figure(page: Page, measure: string, way: string): Promise<number> {
  const value = await page.locator(`.measured [data-measure=${measure}] [data-of=${way}]`).getAttribute('value')
  return value === null ? Number.NaN : Number(value)
}

/** Waits until so many messages have come this way. */
const arrived = (page: Page, way: string, least: number) =>
  page.waitForFunction(
    ({ way, least }) => {
      const place = document.querySelector(`.measured [data-measure=messages] [data-of=${way}]`)
      return Number(place?.getAttribute('value')) >= least
    },
    { way, least },
    { timeout: 60_000 }
  )

/** Everything that the page's status says from now on, in order: what is said for a moment only must be heard, not looked for. */
async function listen(page: Page): Promise<string[]> {
  const heard: string[] = []
  await page.exposeFunction('heard', (text: string) => heard.push(text))
  await page.evaluate(() => {
    const status = document.querySelector('#status')
    const { heard } = window as unknown as { heard(text: string): void }
    new MutationObserver(() => heard(status?.textContent ?? '')).observe(status as Node, { childList: true })
  })
  return heard
}

/** Which way a request is, as its text on the wire tells. */
function wayOf({ head }: Exchange): string {
  if (/\r\nupgrade: websocket\r\n/i.test(head)) return 'websocket'
  if (/\r\naccept: text\/event-stream\r\n/i.test(head)) return 'events'
  return /\r\nprefer: wait=/i.test(head) ? 'longPoll' : 'poll'
}

const runOf = ({ head }: Exchange) => /^GET \/comparison\?run=([\w-]+) HTTP\/1\.1\r\n/.exec(head)?.[1]

/** Waits until no feed moves on the server. */
async function untilNoFeedMoves(t: Tap, url: string): Promise<void> {
  const client = await connectTo(`${url}/comparison`)
  t.teardown(() => client.socket.terminate())
  for (;;) {
    const { runs } = await client.request({ type: 'cpu' })
    if (runs === 0) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

t.test('the figures of the page are those of a TCP proxy in between, byte for byte', async t => {
  const { environment } = await serve(t)
  const proxy = await countingProxy(t, Number(environment.PORT))
  const page = await openPage(t, browser, proxy.url + PAGE)
  await arrived(page, 'poll', 1)
  for (const [perSecond, every] of [
    ['20', '200'],
    ['2', '100'],
    ['50', '1000']
  ]) {
    await page.getByLabel('Messages per second').selectOption(perSecond ?? '')
    await page.getByLabel('Poll every').selectOption(every ?? '')
    await page.waitForFunction(
      () =>
        Number(document.querySelector('.measured [data-measure=messages] [data-of=poll]')?.getAttribute('value')) < 3
    )
    await arrived(page, 'poll', 6)
    await stop(page)
    await status(page, 'Stopped.')
    const run = proxy.exchanges.map(runOf).findLast(Boolean)
    for (const way of WAYS) {
      const passed = proxy.exchanges.filter(exchange => runOf(exchange) === run && wayOf(exchange) === way)
      const sum = (direction: 'up' | 'down') => passed.reduce((all, exchange) => all + exchange[direction], 0)
      t.same(
        {
          requests: await figure(page, 'requests', way),
          up: await figure(page, 'up', way),
          down: await figure(page, 'down', way)
        },
        { requests: passed.length, up: sum('up'), down: sum('down') },
        `${way} at ${perSecond} a second, polling every ${every} ms`
      )
      t.ok(sum('up') > 0 && sum('down') > 0)
      t.equal(
        await figure(page, 'each', way),
        (sum('up') + sum('down')) / (await figure(page, 'messages', way)),
        'for each message'
      )
    }
    t.same(
      [await figure(page, 'requests', 'events'), await figure(page, 'requests', 'websocket')],
      [1, 1],
      'one request is enough'
    )
    await start(page)
  }
})

t.test('a stream and a WebSocket get every message, and polling only some of them', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, url + PAGE)
  await page.getByLabel('Messages per second').selectOption('20')
  await arrived(page, 'poll', 4)
  await stop(page)
  await status(page, 'Stopped.')
  const [, published] =
    /of ([\d,]+)/.exec(
      (await page.locator('.measured [data-measure=messages] [data-of=websocket]').textContent()) ?? ''
    ) ?? []
  const all = Number(published?.replace(',', ''))
  t.equal(await figure(page, 'messages', 'websocket'), all)
  t.equal(await figure(page, 'messages', 'events'), all)
  t.ok((await figure(page, 'messages', 'poll')) < all / 2)
  for (const way of WAYS) {
    t.ok((await figure(page, 'median', way)) <= (await figure(page, 'p95', way)), `${way} has delays`)
  }
})

t.test('stopping, looking away and leaving stop the feed on the server', async t => {
  const { environment, url } = await serve(t)
  const proxy = await countingProxy(t, Number(environment.PORT))
  const page = await openPage(t, browser, proxy.url + PAGE)
  await arrived(page, 'websocket', 3)
  await stop(page)
  await status(page, 'Stopped.')
  await untilNoFeedMoves(t, url)
  const ofComparison = () => proxy.open.filter(({ head }) => /^GET \/comparison\b.*\r\n(.*\r\n)*upgrade:/i.test(head))
  while (ofComparison().length > 0) await new Promise(setImmediate)

  await start(page)
  await status(page, 'Running.')
  await arrived(page, 'websocket', 3)
  const look = (isHidden: boolean) =>
    page.evaluate(isHidden => {
      Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, isHidden)
  await look(true)
  await status(page, 'Stopped while the page was hidden.')
  await untilNoFeedMoves(t, url)
  await look(false)
  await status(page, 'Running.')
  await arrived(page, 'websocket', 3)

  await page.goto('about:blank')
  await untilNoFeedMoves(t, url)
})

t.test('a browser whose clock is wrong shows the same delays', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, 'about:blank')
  await page.addInitScript(() => {
    const wrong = performance.timeOrigin + 3_600_000
    Object.defineProperty(performance, 'timeOrigin', { value: wrong })
  })
  await page.goto(url + PAGE)
  await arrived(page, 'websocket', 5)
  for (const way of WAYS) t.ok(Math.abs(await figure(page, 'median', way)) < 60_000, way)
  await page.locator('#clocks').filter({ hasText: '3,600 s behind' }).waitFor()
})

t.test("the server's work is measured in turn, and shown for each way", async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, 'about:blank')
  // Shorter turns, which say less, but take the same way.
  await page.route('**/comparison/cpu.js', async route => {
    const response = await route.fetch()
    const script = await response.text()
    await route.fulfill({ response, body: script.replace('SLICE = 2_000', 'SLICE = 200') })
  })
  await page.goto(url + PAGE)
  await arrived(page, 'websocket', 1)
  const heard = await listen(page)
  await page.getByRole('button', { name: 'Measure CPU' }).click()
  await status(page, 'Measured.')
  t.same(
    heard.filter(text => text.startsWith('Measuring')),
    Array.from({ length: 15 }, (_, i) => `Measuring the server, step ${i + 1} of 15 …`)
  )
  for (const way of WAYS) t.ok(Number.isFinite(await figure(page, 'cpu', way)), way)
  await page.getByRole('button', { name: 'Start', exact: true }).waitFor()
  await untilNoFeedMoves(t, url)
})

t.test('the page says the same in Korean, and fits a narrow screen', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, `${url + PAGE}?lang=ko`)
  await page.setViewportSize({ width: 320, height: 700 })
  await status(page, '받는 중입니다.')
  await page.getByRole('button', { name: '멈춤' }).waitFor()
  await page
    .locator('.measured data', { hasText: /^[\d,]+개 중 [\d,]+개$/ })
    .first()
    .waitFor()
  t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320)
  await page.getByRole('button', { name: 'English' }).click()
  await status(page, 'Running.')
  await page
    .locator('.measured data', { hasText: /^[\d,]+ of [\d,]+$/ })
    .first()
    .waitFor()
})

t.test('when the server goes, the page says so, and starts again when it is asked to', async t => {
  const { app, environment, url } = await serve(t)
  const page = await openPage(t, browser, url + PAGE)
  await arrived(page, 'websocket', 2)
  await app.stop('SIGKILL')
  await status(page, 'Stopped: the connection was lost.')
  await start(page)
  await status(page, 'Stopped: the server cannot be reached.')
  await serve(t, environment)
  await start(page)
  await status(page, 'Running.')
  await stop(page)
  await status(page, 'Stopped.')
})
