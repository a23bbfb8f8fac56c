import t from 'tap'
import { strokesOf, strongest } from '../src/element/paint.ts'

const keyword = (text: string, word: string, weight: number) => {
  const start = text.indexOf(word)
  return { text: word, start, end: start + word.length, weight }
}

t.test('a text is drawn in strokes that make the text again, by side and strength', async t => {
  const text = 'a great but sad day'
  const strokes = strokesOf(text, text, [
    keyword(text, 'great', 2),
    keyword(text, 'but', 0.01),
    keyword(text, 'sad', -0.6),
    keyword(text, 'day', 0.3)
  ])
  t.equal(strokes.map(stroke => stroke.text).join(''), text)
  t.match(strokes, [
    { text: 'a ', strength: 0 },
    { text: 'great', side: 'praise', strength: 3 },
    { text: ' but ', strength: 0 },
    { text: 'sad', side: 'blame', strength: 2 },
    { text: ' ', strength: 0 },
    { text: 'day', side: 'praise', strength: 1 }
  ])
})

t.test('while a verdict is awaited, what did not change keeps its colour, and what changed has none', async t => {
  const before = 'good food, bad service'
  const keywords = [keyword(before, 'good', 1), keyword(before, 'food', 1), keyword(before, 'bad', -1)]
  const drawn = (text: string) =>
    strokesOf(text, before, keywords)
      .filter(({ strength }) => strength > 0)
      .map(({ text, side }) => `${side} ${text}`)
  t.same(drawn(`${before}!`), ['praise good', 'praise food', 'blame bad'])
  t.same(drawn('good and food, bad service'), ['praise good', 'praise food', 'blame bad'])
  t.same(drawn('good foot, bad service'), ['praise good', 'blame bad'])
  t.same(drawn('x'), [])
  t.same(drawn(''), [])
  for (const text of ['', 'good', 'od food, bad serv', 'good food, bad serviceservice', 'bad bad bad']) {
    t.equal(
      strokesOf(text, before, keywords)
        .map(stroke => stroke.text)
        .join(''),
      text
    )
  }
})

t.test('the heaviest keywords are listed first, and at most six', async t => {
  const weights = [0.1, -3, 2, 0.3, -0.2, 1, 0.9, -0.8]
  const listed = strongest(weights.map(weight => ({ text: '', start: 0, end: 0, weight })))
  t.same(
    listed.map(({ weight }) => weight),
    [-3, 2, 1, 0.9, -0.8, 0.3]
  )
})
