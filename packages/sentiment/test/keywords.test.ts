import t from 'tap'
import { analyze } from '../src/index.ts'
import { cases } from './fixtures/cases.ts'

const longer = [
  '배우들은 좋았는데 스토리가 너무 지루해서 별로였어요... 그래도 음악은 최고!! ㅋㅋㅋㅋ',
  "I'm NOT happy with this phone, but the camera is really great 👍👍  and the battery lasts :)",
  '이 영화 진짜 awesome! 근데 ending이 so sad ㅠㅠ',
  '  \t줄이\n바뀌어도 😊 좋아요\u3000끝  '
]
const texts = [...cases.map(([, text]) => text), ...longer]

t.test('the weights of the keywords sum to the logit of the score', async t => {
  for (const text of texts) {
    const { score, confidence, keywords } = analyze(text)
    const logit = keywords.reduce((sum, { weight }) => sum + weight, 0)
    const tolerance = 1e-4 * (keywords.length + 1)
    t.ok(Math.abs(Math.tanh(logit / 2) - score) < tolerance, text)
    t.ok(Math.abs(1 / (1 + Math.exp(-Math.abs(logit))) - confidence) < tolerance, text)
  }
})

t.test('a keyword is the part of the text as given that its offsets say, and none overlaps the next', async t => {
  for (const text of texts) {
    let last = 0
    for (const { text: part, start, end } of analyze(text).keywords) {
      t.equal(part, text.slice(start, end))
      t.ok(start >= last && end > start, text)
      t.equal(part, part.trim())
      last = end
    }
  }
})

t.test('each word is coloured by its own side', async t => {
  const weightOf = (text: string, part: string) =>
    analyze(text).keywords.find(keyword => keyword.text.includes(part))?.weight ?? 0
  t.ok(weightOf('the food was great but the service was terrible', 'great') > 0)
  t.ok(weightOf('the food was great but the service was terrible', 'terrible') < 0)
  t.ok(weightOf('음식은 맛있는데 직원이 불친절해요', '맛있') > 0)
  t.ok(weightOf('음식은 맛있는데 직원이 불친절해요', '불친절') < 0)
})

t.test('what a negation turns round is one keyword with it', async t => {
  t.match(
    analyze('어제는 안 좋아요').keywords.map(({ text }) => text),
    ['어제는', '안 좋아요']
  )
  t.ok(analyze('그렇게 좋지 않아요').keywords.some(({ text, weight }) => text === '좋지 않아요' && weight < 0))
  t.ok(analyze('the room was not good').keywords.some(({ text, weight }) => text === 'not good' && weight < 0))
})

t.test('offsets count in UTF-16 units, whatever stands before', async t => {
  const text = '😀😀  ＬＯＶＥ  ㅋㅋㅋㅋㅋㅋ'
  const { keywords } = analyze(text)
  t.ok(keywords.some(({ text, start, end }) => text === 'ＬＯＶＥ' && start === 6 && end === 10))
})
