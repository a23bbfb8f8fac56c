import type { Browser, BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import { launchChromium } from './fixtures/chromium.ts'
import { openPage, serve, watchFaults } from './fixtures/page.ts'

let browser: Browser
t.before(async () => {
  browser = await launchChromium()
})
t.teardown(() => browser?.close())

const element = (page: Page) => page.locator('livelet-notifications')
const bell = (page: Page) => element(page).locator('.bell')
const items = (page: Page) => element(page).locator('.panel li')
const titles = (page: Page) => element(page).locator('.panel li .name').allInnerTexts()

/** Waits until the bell says so many; empty: none. */
const badge = (page: Page, text: string) =>
  element(page)
    .locator(text === '' ? '.bell:not(:has(.badge))' : `.badge:text-is("${text}")`)
    .waitFor({ timeout: 20_000 })

/** The demo feed is off: each test sends what it looks at. */
const start = (environment: Record<string, string> = {}) => serve(t, { NOTIFY_EVERY: '0', ...environment })

async function send(url: string, body: object): Promise<void> {
  const response = await fetch(`${url}/notifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body)
  })
  if (!response.ok) throw new Error(await response.text())
}

t.test('what is read in one tab is read in the other, and its badge falls', async t => {
  const { url } = await start()
  for (const title of ['one', 'two', 'three']) await send(url, { to: { user: 'mina' }, title })
  const [first, second, jun] = await Promise.all([
    openPage(t, browser, `${url}/notifications.html`),
    openPage(t, browser, `${url}/notifications.html`),
    openPage(t, browser, `${url}/notifications.html?user=jun`)
  ])
  await Promise.all([badge(first, '3'), badge(second, '3'), badge(jun, '')])
  t.equal(await first.title(), '(3) Notifications · Livelet')
  await bell(second).click()
  await second.getByRole('button', { name: 'two' }).click()
  await badge(first, '2')
  t.equal(await first.title(), '(2) Notifications · Livelet')
  await second.getByRole('button', { name: 'Mark all as read' }).click()
  await Promise.all([badge(first, ''), badge(second, '')])
  t.equal(await first.title(), 'Notifications · Livelet')
  await bell(first).click()
  t.same(await titles(first), ['three', 'two', 'one'])
  t.equal(await element(first).locator('.panel li.unread').count(), 0)
})

t.test('whoever was offline for a while gets everything that was missed, once and in order', async t => {
  const { app, environment, url } = await start()
  await send(url, { to: 'everyone', title: 'before' })
  const page = await openPage(t, browser, `${url}/notifications.html`)
  await badge(page, '1')
  await bell(page).click()
  await items(page).first().waitFor()
  await app.stop()
  await element(page).getByText('The connection is lost').waitFor()
  // Sent through another process, while nobody can be reached at this address.
  const other = await start({ DATA_DIR: environment.DATA_DIR })
  for (let n = 1; n <= 30; n++)
    await send(other.url, { to: n % 2 ? 'everyone' : { user: 'mina' }, title: `missed ${n}` })
  await send(other.url, { to: { user: 'jun' }, title: 'for Jun' })
  await other.app.stop()
  await start(environment)
  await badge(page, '31')
  await send(url, { to: 'everyone', title: 'after' })
  await badge(page, '32')
  const missed = Array.from({ length: 30 }, (_, n) => `missed ${30 - n}`)
  t.same(await titles(page), ['after', ...missed, 'before'])
})

t.test('a toast shows what comes, and a screen reader hears of it once', async t => {
  const { url } = await start()
  const page = await openPage(t, browser, `${url}/notifications.html`)
  await element(page).locator('.bell').waitFor()
  await page.locator('#words').fill('주문이 도착했습니다')
  await page.locator('#level').selectOption('success')
  await page.getByRole('button', { name: 'Send' }).click()
  await element(page).locator('.toast.success', { hasText: '주문이 도착했습니다' }).waitFor()
  const status = element(page).getByRole('status')
  await status.filter({ hasText: 'New notification: 주문이 도착했습니다' }).waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Dismiss: 주문이 도착했습니다' }).click()
  t.equal(await element(page).locator('.toast').count(), 0)
  await badge(page, '1')

  await page.getByRole('button', { name: 'Send' }).click()
  await element(page).locator('.toast').waitFor()
  const left = element(page).evaluate(async bell => {
    Object.assign(bell, { open: true })
    await (bell as HTMLElement & { updateComplete: Promise<unknown> }).updateComplete
    return bell.shadowRoot?.querySelectorAll('.toast').length
  })
  t.equal(await left, 0, 'the list that a script opens shows it already')
})

t.test('the list is used with the keyboard alone, and older ones come in pages', async t => {
  const { url } = await start()
  for (let n = 1; n <= 45; n++) await send(url, { to: 'everyone', title: `${n}` })
  const page = await openPage(t, browser, `${url}/notifications.html`)
  await badge(page, '45')
  await bell(page).focus()
  await page.keyboard.press('Enter')
  await items(page).first().waitFor()
  t.equal(await bell(page).getAttribute('aria-expanded'), 'true')
  for (const count of [20, 40, 45]) {
    t.equal(await items(page).count(), count)
    const older = page.getByRole('button', { name: 'Show older ones' })
    if (count === 45) t.equal(await older.count(), 0)
    else {
      await older.focus()
      await page.keyboard.press('Enter')
      await items(page).nth(count).waitFor()
    }
  }
  t.same(
    await titles(page),
    Array.from({ length: 45 }, (_, n) => `${45 - n}`)
  )
  await page.keyboard.press('Escape')
  t.equal(await element(page).locator('.panel').count(), 0)
  t.equal(await bell(page).evaluate(node => node === (node.getRootNode() as ShadowRoot).activeElement), true)
})

/** A tab that nobody looks at, and that counts the browser's own notifications. */
async function hiddenTab(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  watchFaults(t, page)
  await page.addInitScript(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
    const shown: string[] = []
    Object.assign(window, { shown })
    // A headless browser lets nobody show one, whatever it was allowed.
    class Counted {
      static permission = 'granted'
      close() {}
      constructor(title: string, options?: NotificationOptions) {
        shown.push(`${title} ${options?.body ?? ''}`.trim())
      }
    }
    Object.assign(window, { Notification: Counted })
  })
  await page.goto(url)
  return page
}

t.test('while nobody looks, the browser shows it itself, once over several tabs', async t => {
  const { url } = await start()
  const context = await browser.newContext({ locale: 'en-US' })
  t.teardown(() => context.close())
  const tabs = await Promise.all(Array.from({ length: 3 }, () => hiddenTab(context, `${url}/notifications.html`)))
  for (const tab of tabs) await bell(tab).waitFor()
  const shown = async () =>
    (await Promise.all(tabs.map(tab => tab.evaluate(() => (window as unknown as { shown: string[] }).shown)))).flat()
  await send(url, { to: { user: 'mina' }, title: 'first', body: 'text' })
  for (const tab of tabs) await badge(tab, '1')
  while ((await shown()).length === 0);
  await send(url, { to: { user: 'mina' }, title: 'second' })
  for (const tab of tabs) await badge(tab, '2')
  while ((await shown()).length < 2);
  // Whatever a tab still wanted to show of these would come before what comes after them.
  await send(url, { to: { user: 'mina' }, title: 'third' })
  while (!(await shown()).includes('third'));
  t.same((await shown()).sort(), ['first text', 'second', 'third'])
})

t.test('permission is asked for on a click only', async t => {
  const { url } = await start()
  const page = await openPage(t, browser, `${url}/notifications.html`)
  await page.evaluate(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'default' })
    Notification.requestPermission = async () => {
      Object.assign(window, { asked: Number((window as { asked?: number }).asked ?? 0) + 1 })
      return 'denied'
    }
  })
  const asked = () => page.evaluate(() => (window as { asked?: number }).asked ?? 0)
  await send(url, { to: 'everyone', title: 'x' })
  await badge(page, '1')
  await bell(page).click()
  t.equal(await asked(), 0)
  await page.getByRole('button', { name: 'Notify me while I am not looking' }).click()
  t.equal(await asked(), 1)
})

t.test('the page switches between two users, speaks both languages, and fits 320 px', async t => {
  const { url } = await start()
  await send(url, { to: { user: 'jun' }, title: '준에게' })
  const page = await openPage(t, browser, `${url}/notifications.html?lang=ko`)
  await page.setViewportSize({ width: 320, height: 700 })
  await page.getByRole('radio', { name: '준' }).check()
  await badge(page, '1')
  await bell(page).click()
  t.same(await titles(page), ['준에게'])
  await page.getByRole('button', { name: '모두 읽음' }).waitFor()
  const box = await element(page).locator('.panel').boundingBox()
  t.ok(box && box.x >= 0 && box.x + box.width <= 320, JSON.stringify(box))
  t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320)
  await page.getByRole('button', { name: 'English' }).click()
  await bell(page).click()
  await page.getByRole('button', { name: 'Mark all as read' }).waitFor()
  await page.getByRole('radio', { name: 'Mina' }).check()
  await badge(page, '')
})
