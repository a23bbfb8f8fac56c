import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { type FakeExchange, fakeExchange } from '../packages/price/test/fixtures/exchange.ts'
import { launchChromium } from './fixtures/chromium.ts'
import { openPage, serve, type Tap } from './fixtures/page.ts'

let browser: Browser
t.before(async () => {
  browser = await launchChromium()
})
t.teardown(() => browser?.close())

/** Nobody listens there. */
const NOWHERE = { UPBIT_REST_URL: 'http://127.0.0.1:9', UPBIT_STREAM_URL: 'ws://127.0.0.1:9' }

/** The app before a fake exchange. */
async function serveBefore(t: Tap, exchange: FakeExchange, source: string) {
  const { restUrl: BINANCE_REST_URL, streamUrl: BINANCE_STREAM_URL } = exchange
  return serve(t, { ...NOWHERE, PRICE_SOURCE: source, BINANCE_REST_URL, BINANCE_STREAM_URL })
}

/** Lets the exchange send a price again and again, and never one that is older, until what is given back is called. */
function keepSaying(t: Tap, exchange: FakeExchange, price: () => string): void {
  const timer = setInterval(() => exchange.say(price()), 250)
  t.teardown(() => clearInterval(timer))
}

const element = (page: Page, symbol = 'BTCUSDT') => page.locator(`livelet-price[symbol=${symbol}]`)

/** Waits until this is what the digits say to who cannot see them. */
const said = (page: Page, text: string) =>
  element(page).getByRole('img', { name: text, exact: true }).waitFor({ timeout: 30_000 })

/** Waits until this is what the digits draw: number-flow has all ten in each place, and makes all but one inert. */
const drawn = (page: Page, text: string) =>
  page.waitForFunction(
    wanted => {
      const shadow = document.querySelector('livelet-price')?.shadowRoot
      const digits = shadow?.querySelector('livelet-price-digits')?.shadowRoot
      const parts = digits?.querySelectorAll('.digit__num:not([inert]), .symbol__value') ?? []
      return [...parts].map(part => part.textContent).join('') === wanted
    },
    text,
    { timeout: 30_000 }
  )

t.test('without an exchange there is a simulated market, marked as such; when it appears, the real one', async t => {
  const exchange = await fakeExchange(t)
  exchange.die()
  const { url } = await serveBefore(t, exchange, 'auto')
  const page = await openPage(t, browser, `${url}/price.html`)
  const badge = element(page).getByText('Simulated market: not a real price', { exact: true }).first()
  await badge.waitFor({ timeout: 30_000 })
  const color = (name: string) =>
    element(page)
      .locator('.badge', { hasText: 'Simulated' })
      .evaluate((badge, name) => getComputedStyle(badge).getPropertyValue(name), name)
  t.equal(await color('color'), 'rgb(133, 83, 0)', 'in the colour of a warning')
  await element(page, 'BTCKRW').getByRole('img', { name: /^₩\d/ }).waitFor()

  exchange.revive()
  keepSaying(t, exchange, () => '64352.36000000')
  await said(page, '$64,352.36')
  await drawn(page, '$64,352.36')
  await element(page).getByRole('definition').filter({ hasText: 'Binance' }).waitFor()
  t.equal(await element(page).locator('.badge').count(), 0)
  // The first price may have been asked for before the stream was there.
  while (exchange.streams === 0) await setTimeout(20)
  t.equal(exchange.streams, 1)
})

t.test('what is drawn is the decimal, digit for digit, also where a number would be rounded', async t => {
  const exchange = await fakeExchange(t, { price: '9007199254740993.01' })
  const { url } = await serveBefore(t, exchange, 'binance')
  const page = await openPage(t, browser, `${url}/price.html`)
  keepSaying(t, exchange, () => '9007199254740993.01')
  await said(page, '$9,007,199,254,740,993.01')
  await drawn(page, '$9,007,199,254,740,993.01')
})

t.test('an exchange that goes away shows as stale, and fresh again when it is back', async t => {
  const exchange = await fakeExchange(t)
  t.same([exchange.connections, exchange.requests.length], [0, 0])
  const { url } = await serveBefore(t, exchange, 'binance')
  t.same([exchange.connections, exchange.requests.length], [0, 0], 'the app starts without waiting for an exchange')
  const page = await openPage(t, browser, `${url}/price.html`)
  keepSaying(t, exchange, () => '70352.36000000')
  await drawn(page, '$70,352.36')
  const stale = element(page).locator('.badge', { hasText: 'Stale' })
  exchange.die()
  await stale.waitFor({ timeout: 30_000 })
  await element(page).getByRole('status').filter({ hasText: 'Binance, Stale' }).waitFor({ state: 'attached' })
  await drawn(page, '$70,352.36')
  exchange.revive()
  await stale.waitFor({ state: 'detached', timeout: 60_000 })
})

t.test('the chart follows the width, and a table says the same with the keyboard alone', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, `${url}/price.html`)
  const canvas = element(page).locator('canvas')
  await canvas.waitFor()
  await page.waitForFunction(() => {
    const canvas = document.querySelector('livelet-price')?.shadowRoot?.querySelector('canvas')
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
    return pixels?.some((value, i) => i % 4 === 3 && value === 255)
  })
  const widthOf = async () => (await canvas.boundingBox())?.width ?? 0
  const wide = await widthOf()
  await page.setViewportSize({ width: 320, height: 700 })
  await page.waitForFunction(
    wide => (document.querySelector('livelet-price')?.shadowRoot?.querySelector('canvas')?.clientWidth ?? wide) < wide,
    wide
  )
  t.ok((await widthOf()) < 320)
  t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320)

  await element(page).locator('summary').focus()
  await page.keyboard.press('Enter')
  await element(page).getByRole('columnheader', { name: 'Price' }).waitFor()
  await element(page)
    .getByRole('cell', { name: /^\$7\d,\d{3}\.\d\d$/ })
    .first()
    .waitFor()
})

t.test('prices that change do not interrupt who listens', async t => {
  const exchange = await fakeExchange(t)
  const { url } = await serveBefore(t, exchange, 'binance')
  const page = await openPage(t, browser, `${url}/price.html`)
  let cents = 0
  keepSaying(t, exchange, () => `70352.${String(10 + (cents++ % 80))}`)
  await element(page).getByRole('status').filter({ hasText: 'Binance' }).waitFor({ state: 'attached' })
  const heard = await page.evaluate(async () => {
    const status = document.querySelector('livelet-price')?.shadowRoot?.querySelector('[role=status]')
    const digits = document.querySelector('livelet-price')?.shadowRoot?.querySelector('livelet-price-digits')
    let changes = 0
    if (!status || !digits) return 'nothing is there'
    const observer = new MutationObserver(() => changes++)
    observer.observe(status, { childList: true, characterData: true, subtree: true })
    // As long as five prices take to come.
    let prices = 0
    await new Promise<void>(resolve => {
      new MutationObserver(() => ++prices === 5 && resolve()).observe(digits, { attributeFilter: ['aria-label'] })
    })
    return changes
  })
  t.equal(heard, 0)
})

t.test('the page and the element speak both languages', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, `${url}/price.html?lang=ko`)
  await element(page).getByText('모의 시장: 실제 시세가 아닙니다', { exact: true }).first().waitFor()
  t.match(await page.locator('h1').innerText(), /[가-힣]/)
  await page.getByRole('button', { name: 'English' }).click()
  await element(page).getByText('Simulated market: not a real price', { exact: true }).first().waitFor()
  t.notMatch(await page.locator('h1').innerText(), /[가-힣]/)
})
