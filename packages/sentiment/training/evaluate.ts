import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { NEUTRAL_BELOW, Scorer } from '../src/analyzer/analyzer.ts'
import { decodeModel } from '../src/analyzer/model.ts'
import { argumentsOf } from './arguments.ts'
import { ENGLISH_SETS, type EnglishSet, type Labelled, leans, readData } from './data.ts'
import { randomOf } from './learn.ts'
import { calibrationError, calibrationErrorByChance, figuresOf } from './metrics.ts'
import { programs } from './peers.ts'
import { progressBar } from './progress.ts'
import { SHORT_TEXT, shortTexts } from './speed.ts'

/** Labelled texts that training never saw, and which of them praise. */
interface TestSet {
  name: string
  texts: string[]
  praises: boolean[]
}

const { data: folder, seed, out } = argumentsOf(process.argv.slice(2))
/** In how many processes the model is loaded; the median counts. */
const LOADS = 15

const file = await readFile(out)
const scorer = new Scorer(decodeModel(file))
const data = await readData(folder)
const sets: TestSet[] = [
  testSet('Korean films', data.filmsDev, value => value > 5),
  testSet('Korean comments', data.commentsDev, value => value > 0),
  ...(Object.keys(ENGLISH_SETS) as EnglishSet[]).map(set =>
    testSet(
      ENGLISH_SETS[set],
      data.englishDev.filter(text => text.set === set && leans(text)),
      value => value > 0
    )
  )
]
const timed = shortTexts(
  data.filmsDev.map(({ text }) => text),
  data.englishDev.map(({ text }) => text),
  4000
)

const tell = progressBar()
const all = programs(decodeModel(file))
const rows = all.map(({ name, score }, i) => {
  const figures = sets.map(({ name: set, texts, praises }, j) => {
    tell(`${name}: ${set}`, (i + j / sets.length) / all.length)
    const { accuracy, macroF1 } = figuresOf(texts.map(score), praises)
    return `${percent(accuracy)} / ${percent(macroF1)}`
  })
  return [name, ...figures, Math.round(rate(name)).toLocaleString('en')]
})
tell('done', 1)

console.log(
  `Accuracy / macro-F1 in %, by the sign of the score; 0 is wrong. Texts a second: of ${SHORT_TEXT} characters, on one core.\n`
)
console.log(table(['', ...sets.map(({ name, texts }) => `${name} (${texts.length})`), 'texts/s'], rows))
console.log('\nOurs, by confidence:\n')
console.log(
  table(
    ['', 'expected calibration error', 'of it by chance', 'called neutral, %', 'accuracy if neutral is wrong, %'],
    sets.map(({ name, texts, praises }) => {
      const verdicts = texts.map(text => scorer.verdict(text))
      const rights = verdicts.map(({ score }, i) => score > 0 === praises[i])
      const confidences = verdicts.map(({ confidence }) => confidence)
      const labels = verdicts.map(({ label }, i) => label === (praises[i] ? 'positive' : 'negative'))
      return [
        name,
        calibrationError(confidences, rights).toFixed(3),
        calibrationErrorByChance(confidences, randomOf(seed)).toFixed(3),
        percent(share(verdicts.map(({ label }) => label === 'neutral'))),
        percent(share(labels))
      ]
    })
  )
)
console.log(`\nNeutral is a confidence of less than ${NEUTRAL_BELOW}.`)
console.log(
  `The model is ${gzipSync(file).length.toLocaleString('en')} bytes gzipped, and was loaded in ${loading().toFixed(0)} ms (the median of ${LOADS} processes).`
)

/** Texts a second, in a process of its own. */
function rate(name: string): number {
  return Number(run('rate.js', [out.href, name], JSON.stringify(timed)))
}

/** How long a process that has just begun takes for the model, ms. */
function loading(): number {
  const times = Array.from({ length: LOADS }, () => Number(run('load.js', [out.href])))
  return times.sort((a, b) => a - b)[LOADS >> 1] ?? Number.NaN
}

/** What one of the scripts beside this one prints. */
function run(script: string, args: readonly string[], input = ''): string {
  return execFileSync(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], {
    input
  }).toString()
}

function testSet(name: string, texts: readonly Labelled[], praises: (value: number) => boolean): TestSet {
  return { name, texts: texts.map(({ text }) => text), praises: texts.map(({ value }) => praises(value)) }
}

function share(values: readonly boolean[]): number {
  return values.filter(Boolean).length / values.length
}

function percent(value: number): string {
  return (100 * value).toFixed(1)
}

/** A Markdown table. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map(row => row[i]?.length ?? 0), 3))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
