import { readFileSync } from 'node:fs'
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

t.test('no case of more than one word is among what was written for training', async t => {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} ]/gu, '')
      .trim()
  const lines = ['rated.tsv', 'facts.txt'].flatMap(name =>
    readFileSync(new URL(`../training/written/${name}`, import.meta.url), 'utf8')
      .trimEnd()
      .split('\n')
  )
  const written = new Set(lines.map(line => plain(line.split('\t').at(-1) ?? '')))
  t.same(
    cases.filter(([, text]) => plain(text).includes(' ') && written.has(plain(text))),
    []
  )
})
