import { connectTo, testApp } from '@livelet/channel/testing'
import typing from '@livelet/typing'
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { launchChromium } from './fixtures/chromium.ts'
import { openPage, type Served, serve, type Tap } from './fixtures/page.ts'

let browser: Browser
t.before(async () => {
  browser = await launchChromium()
})
t.teardown(() => browser?.close())

const MINSU = '💬 민수 is typing...'

/** Waits until what is asked for is so. */
async function until<T>(ask: () => T | Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask()
    if (isSo(value)) return value
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** What the reader beside a field sees of the others. */
const sign = (page: Page, field: string) => page.locator(`livelet-typing[for=${field}] p`)

const shows = (page: Page, field: string, text: string) =>
  until(
    () => sign(page, field).textContent(),
    shown => shown === text
  )

/**
 * The typing page, joined, after which its time stands still until it is told to go on. `sent` is what 민수's field has
 * told the server.
 */
async function openTyping(t: Tap, { url }: Served) {
  const page = await openPage(t, browser, `${url}/echo.html`)
  const sent: string[] = []
  let joined = 0
  page.on('websocket', socket => {
    const isMinsu = decodeURI(socket.url()).endsWith('name=민수')
    socket.on('framereceived', ({ payload }) => {
      if (JSON.parse(String(payload)).type === 'joined') joined++
    })
    socket.on('framesent', ({ payload }) => {
      const { type } = JSON.parse(String(payload))
      if (isMinsu && (type === 'typing' || type === 'stop')) sent.push(type)
    })
  })
  await page.clock.install()
  await page.goto(`${url}/typing.html`)
  await until(
    () => joined,
    count => count === 2
  )
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 500))
  const field = page.locator('#minsu-writes')
  await field.focus()
  /** Waits until the field has told this, and nothing else, since it was last asked. */
  const hasSent = async (t: Tap & { same(a: unknown, b: unknown): unknown }, ...types: string[]) => {
    await until(
      () => sent.length,
      length => length >= types.length
    )
    t.same(sent.splice(0), types)
  }
  return { page, sent, field, hasSent }
}

/** Keeps what a sign shows from now on. */
async function watchSign(page: Page, field: string): Promise<() => Promise<unknown>> {
  await sign(page, field).evaluate(shown => {
    const seen: (string | null)[] = []
    Object.assign(window, { seen })
    const options = { characterData: true, childList: true, subtree: true }
    new MutationObserver(() => seen.push(shown.textContent)).observe(shown, options)
  })
  return () => page.evaluate(() => (window as Window & { seen?: unknown }).seen)
}

t.test('Hangul is composed, ㅎ → 하 → 한, with one `typing` and no `stop` in between', async t => {
  const { page, sent, field, hasSent } = await openTyping(t, await serve(t))
  const seen = await watchSign(page, 'jiwoo-writes')
  const devtools = await page.context().newCDPSession(page)

  for (const text of ['ㅎ', '하', '한']) {
    await devtools.send('Input.imeSetComposition', { text, selectionStart: 1, selectionEnd: 1 })
    t.equal(await field.inputValue(), text)
    await shows(page, 'jiwoo-writes', MINSU)
    await page.clock.runFor(900)
  }
  await devtools.send('Input.insertText', { text: '한' })
  t.equal(await field.inputValue(), '한')
  await page.clock.runFor(999)
  t.same(sent, ['typing'])
  await page.clock.runFor(1)
  await shows(page, 'jiwoo-writes', '')
  await hasSent(t, 'typing', 'stop')
  t.same(await seen(), [MINSU, ''], 'the sign never flickered')
  t.equal(await sign(page, 'minsu-writes').textContent(), '', 'and was not shown to who typed')
})

t.test('`stop` comes at once when the field is emptied, left or sent, and when the page is hidden', async t => {
  const { page, field, hasSent } = await openTyping(t, await serve(t))
  const ends: Record<string, () => Promise<unknown>> = {
    emptied: () => page.keyboard.press('Backspace'),
    left: () => field.blur(),
    hidden: () =>
      page.evaluate(() => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })
        document.dispatchEvent(new Event('visibilitychange'))
      }),
    sent: () => page.keyboard.press('Enter')
  }
  for (const [how, end] of Object.entries(ends)) {
    await field.fill('')
    await field.focus()
    await page.keyboard.type('x')
    await shows(page, 'jiwoo-writes', MINSU)
    await end()
    await shows(page, 'jiwoo-writes', '')
    await hasSent(t, 'typing', 'stop')
    t.pass(how)
  }
  await page.locator('.chat').nth(1).getByRole('log').getByText('x').waitFor()
})

t.test('an Enter that ends a syllable sends no message', async t => {
  const { field } = await openTyping(t, await serve(t))
  await field.fill('안녕')
  const press = (options: { isComposing?: boolean; keyCode?: number }) =>
    field.evaluate(
      (element, options) =>
        element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...options })),
      options
    )
  await press({ isComposing: true })
  await press({ keyCode: 229 })
  t.equal(await field.inputValue(), '안녕')
  await press({})
  t.equal(await field.inputValue(), '')
})

t.test('anything editable can be watched, also if it comes later than its element', async t => {
  const { page, hasSent } = await openTyping(t, await serve(t))
  await page.evaluate(() => {
    document.querySelector('#minsu-writes')?.remove()
    const later = document.createElement('div')
    later.id = 'minsu-writes'
    later.contentEditable = 'true'
    document.querySelector('main')?.append(later)
  })
  await page.locator('#minsu-writes').focus()
  await page.keyboard.type('글')
  await shows(page, 'jiwoo-writes', MINSU)
  await page.keyboard.press('Backspace')
  await shows(page, 'jiwoo-writes', '')
  await hasSent(t, 'typing', 'stop')
})

t.test('a name with markup is shown as text', async t => {
  const served = await serve(t)
  const { page } = await openTyping(t, served)
  const name = '<img src=x onerror=alert(1)> <b>Eve</b>'
  const eve = await connectTo(`${served.url}/typing?name=${encodeURIComponent(name)}`)
  t.teardown(() => eve.socket.terminate())
  await eve.request({ type: 'typing' })
  await shows(page, 'jiwoo-writes', `💬 ${name} is typing...`)
  t.equal(await sign(page, 'jiwoo-writes').locator('*').count(), 0)
  eve.socket.terminate()
  await shows(page, 'jiwoo-writes', '')
})

t.test('a person sees no sign of what they type on another device', async t => {
  const script = '<script type="module" src="/typing/element.js"></script>'
  const { url, connect } = await testApp(t, async app => {
    await app.register(typing, {
      identify({ query }) {
        const { name } = query as { name: string }
        return { id: name, name }
      }
    })
    app.get('/', (_request, reply) =>
      reply
        .type('text/html')
        .send(
          `<html lang="en">${script}<input id="field"><livelet-typing for="field" src="/typing?name=Ann"></livelet-typing>`
        )
    )
  })
  const page = await openPage(t, browser, url)
  const seen = await watchSign(page, 'field')
  const desk = await connect('/typing?name=Ann')
  const other = await connect('/typing?name=Bo')
  await desk.request({ type: 'typing' })
  await other.request({ type: 'typing' })
  await shows(page, 'field', '💬 Bo is typing...')
  await other.request({ type: 'stop' })
  await shows(page, 'field', '')
  t.same(await seen(), ['💬 Bo is typing...', ''])
})

t.test('the sign of a server that has gone silent does not stay behind', async t => {
  const served = await serve(t)
  const { page, field } = await openTyping(t, served)
  await field.focus()
  await page.keyboard.type('x')
  await shows(page, 'jiwoo-writes', MINSU)
  served.app.child.kill('SIGSTOP')
  await page.clock.runFor(7000)
  t.equal(await sign(page, 'jiwoo-writes').textContent(), MINSU, 'it is asked first')
  await page.clock.runFor(3000)
  await shows(page, 'jiwoo-writes', '')
  served.app.child.kill('SIGCONT')
})

t.test('a screen reader is told once, when the sign has stood for a second', async t => {
  const { page, field } = await openTyping(t, await serve(t))
  const told = page.locator('livelet-typing[for=jiwoo-writes]').getByRole('status')
  for (let n = 0; n < 3; n++) {
    await field.focus()
    await page.keyboard.type('x')
    await shows(page, 'jiwoo-writes', MINSU)
    await page.clock.runFor(999)
    t.equal(await told.textContent(), '', `${n}`)
    await page.keyboard.type('x')
    await page.clock.runFor(1)
    t.equal(await told.textContent(), n === 0 ? MINSU : '', `${n}`)
    await field.blur()
    await shows(page, 'jiwoo-writes', '')
  }
})

t.test('the page and the card of the front page speak both languages, and fit 320 px', async t => {
  const { url } = await serve(t)
  for (const path of ['/typing.html', '/']) {
    const page = await openPage(t, browser, `${url}${path}?lang=ko`)
    await page.setViewportSize({ width: 320, height: 700 })
    t.match(await page.locator('h1').innerText(), /[가-힣]/, path)
    const other = await connectTo(`${url}/typing`)
    t.teardown(() => other.socket.terminate())
    await other.request({ type: 'typing' })
    const shown = page.locator('livelet-typing p').last()
    await shown.getByText('💬 누군가 입력 중...').waitFor()
    t.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, path)
    await page.getByRole('button', { name: 'English' }).click()
    await shown.getByText('💬 Someone is typing...').waitFor()
    t.notMatch(await page.locator('h1').innerText(), /[가-힣]/, path)
    other.socket.terminate()
    await shown.getByText('💬').waitFor({ state: 'detached' })
  }
})

t.test('on the front page, who types sees what all others see', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, url)
  // Who goes on typing is shown until the sign has been seen, however slow the machine is.
  await Promise.all([
    page.locator('#note').pressSequentially('안녕하세요, 여러분', { delay: 200 }),
    page.locator('livelet-typing').last().getByText('💬 Someone is typing...').waitFor()
  ])
  t.equal(await page.locator('livelet-typing').first().innerText(), '')
})
