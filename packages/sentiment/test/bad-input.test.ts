import t from 'tap'
import { analyze } from '../src/index.ts'

t.test('nothing, and only spaces, are neutral without keywords', async t => {
  for (const text of ['', ' ', '\n\t \u3000', '\u200b\u200d', '\u0000']) {
    t.match(analyze(text), { label: 'neutral', score: 0, confidence: 0.5, keywords: [] })
    t.same(analyze(text).keywords, [])
  }
})

t.test('only emoji are read', async t => {
  t.equal(analyze('😍😍😍').label, 'positive')
  t.equal(analyze('👨‍👩‍👧‍👦').label, 'neutral')
  t.equal(analyze('🏳️‍🌈🇰🇷').keywords.length > -1, true)
})

t.test('lone surrogates and other broken text get a verdict with sound offsets', async t => {
  for (const text of ['\ud83d', '\ude0a좋아요\ud83d', '\ud83d\ud83d\ude0a', '\uffff\ufffe', '좋아요\u0000슬퍼', '̀́̂a̐']) {
    const { score, keywords } = analyze(text)
    t.ok(Number.isFinite(score), JSON.stringify(text))
    for (const { text: part, start, end } of keywords) t.equal(part, text.slice(start, end))
  }
})

t.test('decomposed Hangul reads as composed Hangul does', async t => {
  const text = '정말 재미있어요'
  const decomposed = text.normalize('NFD')
  const { score, keywords } = analyze(decomposed)
  t.equal(score, analyze(text).score)
  for (const { text: part, start, end } of keywords) t.equal(part, decomposed.slice(start, end))
})

t.test('a text longer than maxLength is refused, one as long is not', async t => {
  t.doesNotThrow(() => analyze('가'.repeat(10_000)))
  for (const text of ['가'.repeat(10_001), 'a'.repeat(65_536), 'ㅋ'.repeat(1_000_000)]) {
    t.throws(() => analyze(text), { code: 'LIVELET_TOO_BIG', message: /at most 10000/ })
  }
})

t.test('a million ㅋ, and 64 KiB of anything, are analyzed if they may be', async t => {
  const maxLength = 1_000_000
  t.same(analyze('ㅋ'.repeat(maxLength), { maxLength }).keywords.length, 1)
  for (const text of [
    '안 '.repeat(32_768),
    'not '.repeat(16_384),
    ':('.repeat(32_768),
    '재미없'.repeat(21_845),
    '\ud83d'.repeat(65_536)
  ]) {
    const { score, keywords } = analyze(text, { maxLength })
    t.ok(Number.isFinite(score))
    t.ok(keywords.length <= text.length)
  }
})
