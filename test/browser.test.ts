import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { launchChromium } from './fixtures/chromium.ts'
import { openPage, serve } from './fixtures/page.ts'

let browser: Browser
t.before(async () => {
  browser = await launchChromium()
})
t.teardown(() => browser?.close())

const main = (page: Page) => page.locator('livelet-counter[name=main]')
/** Waits until this value is read out; the digits themselves are drawn, and not text. */
const value = (page: Page, text: string) =>
  main(page)
    .getByRole('status')
    .filter({ hasText: new RegExp(`(^|\\D)${text}(\\D|$)`) })
    .waitFor({ state: 'attached', timeout: 20_000 })

const press = (page: Page, text: string) => main(page).locator('button', { hasText: text }).click()

t.test('a click in one tab shows in the other, and both recover when the server was away', async t => {
  const { app, environment, url } = await serve(t)
  const [one, two] = await Promise.all([
    openPage(t, browser, `${url}/counter.html`),
    openPage(t, browser, `${url}/counter.html`)
  ])
  await Promise.all([value(one, '0'), value(two, '0')])
  await press(one, '+1')
  await Promise.all([value(one, '1'), value(two, '1')])
  await press(two, '+5')
  await Promise.all([value(one, '6'), value(two, '6')])

  await app.stop()
  const status = (page: Page, name: string) => main(page).locator(`[data-status=${name}]`).waitFor()
  await Promise.all([status(one, 'waiting'), status(two, 'waiting')])
  // Pressed while the server is away: shown at once, counted when it is back.
  await press(one, '+1')
  await value(one, '7')
  await serve(t, environment)
  await Promise.all([status(one, 'open'), status(two, 'open')])
  await Promise.all([value(one, '7'), value(two, '7')])
})

t.test('the counter can be used with the keyboard alone, and tells a screen reader its value', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, `${url}/counter.html`)
  await value(page, '0')
  await main(page).locator('button', { hasText: '+1' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Space')
  await value(page, '2')
})

t.test('the inspector shows the handshake, and what is sent and comes back', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, `${url}/echo.html`)
  const inspector = page.locator('livelet-inspector')
  await inspector.getByRole('radio', { name: /JSON/ }).check()
  await inspector.getByRole('button', { name: 'Connect', exact: true }).click()
  for (const text of [
    '101 Switching Protocols',
    'Sec-WebSocket-Key',
    'Sec-WebSocket-Accept',
    'Sec-WebSocket-Version'
  ]) {
    await inspector.getByText(text).first().waitFor()
  }
  await inspector.getByText('permessage-deflate').first().waitFor()
  await inspector.locator('#text').fill('안녕')
  await page.keyboard.press('Enter')
  await inspector
    .getByRole('log')
    .getByText(/"echo","re".*안녕/)
    .waitFor()
  await inspector.getByRole('button', { name: 'Disconnect' }).click()
  await inspector.getByRole('log').getByText('1000').waitFor()

  await inspector.getByRole('radio', { name: 'Plain text' }).check()
  await inspector.getByRole('button', { name: 'Connect', exact: true }).click()
  await inspector.getByText('Connected', { exact: true }).waitFor()
  await inspector.locator('#text').fill('안녕')
  await page.keyboard.press('Enter')
  await inspector.getByRole('log').getByText('Echo: 안녕').waitFor()
  await inspector.locator('#hex').fill('00 1f ff')
  await page.keyboard.press('Enter')
  await inspector.getByRole('log').getByText('00 1f ff').nth(1).waitFor()
})

t.test('every page speaks both languages, fits 320 px, and loads without a fault', async t => {
  const { url } = await serve(t)
  for (const path of ['/', '/counter.html', '/echo.html', '/price.html']) {
    const page = await openPage(t, browser, `${url}${path}?lang=ko`)
    await page.setViewportSize({ width: 320, height: 700 })
    t.equal(await page.evaluate(() => document.documentElement.lang), 'ko')
    t.match(await page.locator('h1').innerText(), /[가-힣]/, path)
    await page.getByRole('button', { name: 'English' }).click()
    t.equal(await page.evaluate(() => document.documentElement.lang), 'en')
    t.notMatch(await page.locator('h1').innerText(), /[가-힣]/, path)
    t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, path)
  }
})
