import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { launchChromium } from './fixtures/chromium.ts'
import { openPage, serve } from './fixtures/page.ts'

let browser: Browser
t.before(async () => {
  browser = await launchChromium()
})
t.teardown(() => browser?.close())

const element = (page: Page) => page.locator('livelet-sentiment')
const field = (page: Page) => element(page).locator('textarea')
const verdict = (page: Page, label: string) => element(page).locator(`.verdict[data-label=${label}]`).waitFor()
/** The words that are drawn, each with its side. */
const drawn = (page: Page) =>
  element(page)
    .locator('.mirror mark')
    .evaluateAll(marks => marks.map(mark => `${mark.classList[0]} ${mark.textContent}`))

t.test('what is typed is judged with each letter, and its words are drawn where they stand', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, `${url}/sentiment.html`)
  await field(page).pressSequentially('I love this')
  await verdict(page, 'positive')
  t.ok((await drawn(page)).includes('praise love'))
  await field(page).fill("I'm not happy")
  await verdict(page, 'negative')
  t.ok((await drawn(page)).includes('blame not happy'))
  t.equal(await element(page).locator('.mirror').textContent(), "I'm not happy\u200b")
  await field(page).fill('the meeting is at 3')
  await verdict(page, 'neutral')
  await field(page).fill('')
  await verdict(page, 'none')
})

t.test('the field’s text and its mirror lie on each other, in several lines too', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, `${url}/sentiment.html`)
  await page.setViewportSize({ width: 320, height: 700 })
  await field(page).fill(`${'정말 좋은 영화, not bad at all. '.repeat(8)}\n\nthe end\n`)
  await verdict(page, 'positive')
  const [mirror, area] = await Promise.all([
    element(page).locator('.mirror').boundingBox(),
    field(page).evaluate(({ clientWidth, scrollHeight }) => ({ width: clientWidth, height: scrollHeight }))
  ])
  t.equal(mirror?.width, area.width)
  t.ok(Math.abs((mirror?.height ?? 0) - area.height) <= 1, `${mirror?.height} px and ${area.height} px`)
})

t.test('a press on an example judges it, in both languages', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, `${url}/sentiment.html`)
  for (const [text, label] of [
    ['love', 'positive'],
    ['sad', 'negative'],
    ['안 좋아요', 'negative'],
    ['최고예요 ㅠㅠ', 'positive'],
    ['회의는 세 시입니다', 'neutral']
  ] as const) {
    await page.getByRole('button', { name: text, exact: true }).click()
    t.equal(await field(page).inputValue(), text)
    await verdict(page, label)
  }
})

t.test('a syllable that is being composed is judged, and left alone', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, `${url}/sentiment.html`)
  await field(page).focus()
  const ime = await page.context().newCDPSession(page)
  for (const text of ['ㅈ', '조', '좋', '좋ㅇ', '좋아']) {
    await ime.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    t.equal(await field(page).inputValue(), text, 'what is composed stays as it is')
  }
  await verdict(page, 'positive')
  t.equal(await field(page).inputValue(), '좋아')
  await ime.send('Input.insertText', { text: '좋아요' })
  await verdict(page, 'positive')
  t.equal(await field(page).inputValue(), '좋아요')
  t.same(await drawn(page), ['praise 좋아요'])
})

t.test('it can be read without colour, and tells a screen reader the verdict', async t => {
  const { url } = await serve(t)
  const page = await openPage(t, browser, `${url}/sentiment.html`)
  await field(page).fill('great music, terrible story')
  const style = (side: string) =>
    element(page)
      .locator(`mark.${side}`)
      .first()
      .evaluate(mark => getComputedStyle(mark).textDecorationStyle)
  await element(page).locator('mark.blame').first().waitFor()
  t.equal(await style('praise'), 'solid')
  t.equal(await style('blame'), 'wavy')
  t.match(await element(page).locator('.keywords').innerText(), /terrible\s+−[\d.]+/)
  await element(page)
    .getByRole('status')
    .filter({ hasText: /^(Positive|Negative), \d+ % sure$/ })
    .waitFor({ state: 'attached' })
  const meter = element(page).getByRole('meter')
  t.match(await meter.getAttribute('aria-valuenow'), /^-?[01]\.\d\d$/)
  await page.getByRole('button', { name: '한국어' }).click()
  await element(page).getByText('글의 감정', { exact: true }).waitFor()
})

t.test('what was typed while the server was away is judged when it is back', async t => {
  const { app, environment, url } = await serve(t)
  const page = await openPage(t, browser, `${url}/sentiment.html`)
  await field(page).fill('love')
  await verdict(page, 'positive')
  await app.stop()
  await element(page).locator('[data-status=waiting]').waitFor()
  await field(page).fill('sad')
  await serve(t, environment)
  await verdict(page, 'negative')
  t.equal(await field(page).inputValue(), 'sad')
})
