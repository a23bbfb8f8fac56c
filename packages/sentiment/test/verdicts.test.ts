import t from 'tap'
import { analyze } from '../src/index.ts'
import { cases } from './fixtures/cases.ts'

const LABELS = { '+': 'positive', '-': 'negative', '0': 'neutral' } as const

for (const [verdict, text] of cases) {
  t.test(`"${text}" is ${LABELS[verdict]}`, async t => {
    const { label, score, keywords } = analyze(text)
    t.equal(label, LABELS[verdict], `${score} ${keywords.map(({ text, weight }) => `${text} ${weight}`).join(', ')}`)
  })
}

t.test('there are at least 200 cases, of each verdict and in both languages', async t => {
  t.ok(cases.length >= 200)
  const korean = cases.filter(([, text]) => /[가-힣]/.test(text))
  t.ok(korean.length >= 90 && cases.length - korean.length >= 90)
  for (const verdict of ['+', '-', '0']) t.ok(cases.filter(([is]) => is === verdict).length >= 20)
})
