import { mkdir, writeFile } from 'node:fs/promises'
import { Scorer } from '../src/analyzer/analyzer.ts'
import { encodeModel, type LanguageParameters, type Model } from '../src/analyzer/model.ts'
import { argumentsOf } from './arguments.ts'
import { type EnglishText, type Labelled, readData, UNDECIDED } from './data.ts'
import * as english from './english.ts'
import * as korean from './korean.ts'
import { balancedAccuracy, temperatureOf } from './metrics.ts'
import { progressBar } from './progress.ts'

const EVIDENCE = { ko: [6, 6], en: [8, 10] } as const

const { data: folder, seed, out } = argumentsOf(process.argv.slice(2))
const tell = progressBar()
const data = await readData(folder)
const ratings = await english.readRatings()
const vectors = await english.readVectors()
const rated = english.ratedOf(ratings)

const ko = korean.trainKorean(data, seed, tell)
const en = english.trainEnglish(data.english, ratings, vectors, seed, tell)
// the temperature has to come from texts that the weights did not learn from: another model, without one of the fifths
const inner = data.english.filter(({ fifth }) => fifth === 0)
const enInner = english.trainEnglish(
  data.english.filter(({ fifth }) => fifth !== 0),
  ratings,
  vectors,
  seed,
  tell
)
tell('done', 1)

const plain = { temperature: 1, evidence: [0, 1] as const }
const parameters = {
  ko: { ...plain, bits: korean.BITS, short: korean.SHORT, scale: ko.scale, bias: ko.bias, lexicon: ko.lexicon },
  en: { ...plain, bits: english.BITS, short: english.SHORT, scale: en.scale, bias: en.bias, lexicon: en.lexicon }
} satisfies Record<string, LanguageParameters>
const weights = { ko: ko.table, en: en.table }
const modelOf = (languages: Model['languages'], englishTable = en.table): Model => ({
  languages,
  rated,
  weights: { ...weights, en: englishTable }
})
const logits = (scorer: Scorer, texts: readonly Labelled[]) => texts.map(({ text }) => scorer.logit(text).logit)
const isDecided = ({ value }: EnglishText) => Math.abs(value) > UNDECIDED

const koreanBias = balance(logits(new Scorer(modelOf(parameters)), data.filmsInner), data.filmsInner.map(isPraise))
const languages = {
  ko: { ...parameters.ko, bias: parameters.ko.bias + koreanBias, evidence: EVIDENCE.ko },
  en: { ...parameters.en, evidence: EVIDENCE.en }
}
const koreanLogits = logits(new Scorer(modelOf(languages)), data.filmsInner)
const blames = data.filmsInner.filter(film => !isPraise(film)).length
const even = blames / (data.filmsInner.length - blames)
const innerDecided = inner.filter(isDecided)
const innerModel = modelOf(
  {
    ...languages,
    en: { ...languages.en, scale: enInner.scale, bias: enInner.bias, lexicon: enInner.lexicon }
  },
  enInner.table
)
const model = modelOf({
  ko: {
    ...languages.ko,
    temperature: temperatureOf(
      koreanLogits,
      data.filmsInner.map(isPraise),
      data.filmsInner.map(film => (isPraise(film) ? even : 1))
    )
  },
  en: {
    ...languages.en,
    temperature: temperatureOf(
      logits(new Scorer(innerModel), innerDecided),
      innerDecided.map(({ value }) => value > 0),
      innerDecided.map(() => 1)
    )
  }
})

const file = encodeModel(model)
await mkdir(new URL('.', out), { recursive: true })
await writeFile(out, file)

const scorer = new Scorer(model)
const accuracy = (texts: readonly Labelled[], praises: readonly boolean[]) =>
  `${(100 * balancedAccuracy(logits(scorer, texts), praises)).toFixed(2)} %`
console.log('balanced accuracy by the sign of the score, on texts that training never saw:')
console.log(`  Korean films     ${accuracy(data.filmsDev, data.filmsDev.map(isPraise))}`)
console.log(
  `  Korean comments  ${accuracy(
    data.commentsDev,
    data.commentsDev.map(({ value }) => value > 0)
  )}`
)
const englishDev = data.englishDev.filter(isDecided)
console.log(
  `  English          ${accuracy(
    englishDev,
    englishDev.map(({ value }) => value > 0)
  )}`
)
console.log(
  `temperature: Korean ${model.languages.ko.temperature.toFixed(3)}, English ${model.languages.en.temperature.toFixed(3)}`
)
console.log(`${file.length} bytes written to ${out.pathname}`)

function isPraise({ value }: Labelled): boolean {
  return value > 5
}

/** What has to be added to the logits for as many mistakes about praise as about blame. */
function balance(values: readonly number[], praises: readonly boolean[]): number {
  let best = { accuracy: 0, shift: 0 }
  for (let shift = -0.6; shift <= 0.6; shift += 0.02) {
    const accuracy = balancedAccuracy(values, praises, -shift)
    if (accuracy > best.accuracy) best = { accuracy, shift }
  }
  return best.shift
}
