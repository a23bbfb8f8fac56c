import { mkdir, writeFile } from 'node:fs/promises'
import { Scorer } from '../src/analyzer/analyzer.ts'
import { Features } from '../src/analyzer/features.ts'
import { encodeModel, type Language, type Model, type OpinionParameters } from '../src/analyzer/model.ts'
import { trustInputs } from '../src/analyzer/trust.ts'
import { pack } from '../src/analyzer/weights.ts'
import { argumentsOf } from './arguments.ts'
import { type EnglishText, type Labelled, leans, readData } from './data.ts'
import * as english from './english.ts'
import * as korean from './korean.ts'
import { createLexicon } from './lexicon.ts'
import { balancedAccuracy } from './metrics.ts'
import { englishOpinions, koreanOpinions, MISSED, type OpinionModel, opinionBias, trainOpinion } from './opinion.ts'
import { progressBar } from './progress.ts'
import { fitTrust, type Judged } from './trust.ts'

/** The fifths of the English sets that are trained on; each is judged once by a model that does not know it. */
const FIFTHS = [0, 1, 2, 3]

const { data: folder, seed, out } = argumentsOf(process.argv.slice(2))
const tell = progressBar()
const data = await readData(folder)
const ratings = await english.readRatings()
const vectors = await english.readVectors()
const lexicon = createLexicon(ratings)
const bits = { ko: korean.BITS, en: english.BITS }
const features = new Features(lexicon, bits)

const ko = korean.trainKorean(data, lexicon, seed, tell)
const en = english.trainEnglish(data.english, ratings, vectors, seed, tell)
const koOpinion = trainOpinion(koreanOpinions(data), features, seed, done => tell('Korean opinions', done))
const trainEnglishOpinion = (texts: EnglishText[], done: (share: number) => void) =>
  trainOpinion(englishOpinions(texts, ratings, vectors.words), features, seed, done)
const enOpinion = trainEnglishOpinion(data.english, done => tell('English opinions', done))

const untrusted: Model = {
  languages: {
    ko: {
      trust: [0],
      opinion: koOpinion.parameters,
      bits: bits.ko,
      short: korean.SHORT,
      scale: ko.scale,
      bias: ko.bias,
      lexicon: ko.lexicon
    },
    en: {
      trust: [0],
      opinion: enOpinion.parameters,
      bits: bits.en,
      short: english.SHORT,
      scale: en.scale,
      bias: en.bias,
      lexicon: en.lexicon
    }
  },
  lexicon,
  weights: { ko: pack(ko.table), en: pack(en.table) },
  opinions: { ko: koOpinion.table, en: enOpinion.table }
}

const isPraise = ({ value }: Labelled) => value > 5
const koreanBias = balance(rawLogits(untrusted, data.filmsInner), data.filmsInner.map(isPraise))
untrusted.languages.ko = { ...untrusted.languages.ko, bias: ko.bias + koreanBias }

const blames = data.filmsInner.filter(film => !isPraise(film)).length
const even = blames / (data.filmsInner.length - blames)
// blame, praise and comments count alike, however many of them there are
const commentCounts = blames / data.commentsInner.length
const ofKorean = [
  ...judged(untrusted, data.filmsInner, isPraise, film => (isPraise(film) ? even : 1)),
  ...judged(
    untrusted,
    data.commentsInner,
    ({ value }) => value > 0,
    () => commentCounts
  )
]

/** By set, what share of the texts that a fifth's model did not know it had right. */
const crossValidated = new Map<string, { right: number; count: number }>()
const ofEnglish = FIFTHS.flatMap(aside => {
  const known = data.english.filter(({ fifth }) => fifth !== aside)
  const { table, scale, bias, lexicon } = english.trainEnglish(known, ratings, vectors, seed, (_, done) =>
    tell(`English, ${aside + 1} of ${FIFTHS.length}`, done)
  )
  const opinion = trainEnglishOpinion(known, () => {})
  const model: Model = {
    ...untrusted,
    languages: {
      ...untrusted.languages,
      en: { ...untrusted.languages.en, scale, bias, lexicon, opinion: opinion.parameters }
    },
    weights: { ...untrusted.weights, en: pack(table) },
    opinions: { ...untrusted.opinions, en: opinion.table }
  }
  const unknown = data.english.filter(text => text.fifth === aside && leans(text))
  const sizes = countOf(unknown)
  const verdicts = judged(
    model,
    unknown,
    ({ value }) => value > 0,
    ({ set }) => 1 / (sizes.get(set) ?? 1)
  )
  for (const [i, { set }] of unknown.entries()) {
    const { right, count } = crossValidated.get(set) ?? { right: 0, count: 0 }
    const verdict = verdicts[i]
    const isRight = verdict !== undefined && verdict.logit > 0 === verdict.praises
    crossValidated.set(set, { right: right + Number(isRight), count: count + 1 })
  }
  return verdicts
})
tell('done', 1)

const model: Model = {
  ...untrusted,
  languages: {
    ko: { ...untrusted.languages.ko, trust: fitTrust(ofKorean), opinion: withBias(koOpinion, ofKorean, MISSED.ko) },
    en: {
      ...untrusted.languages.en,
      trust: fitTrust(ofEnglish),
      opinion: withBias(enOpinion, ofEnglish, MISSED.en)
    }
  }
}
const file = encodeModel(model)
await mkdir(new URL('.', out), { recursive: true })
await writeFile(out, file)

const scorer = new Scorer(model)
const report = (name: string, texts: readonly Labelled[], praises: (text: Labelled) => boolean) => {
  const scores = texts.map(({ text }) => scorer.logit(text))
  console.log(`  ${name.padEnd(16)} ${(100 * balancedAccuracy(scores, texts.map(praises))).toFixed(2)} %`)
}
console.log('balanced accuracy by the sign of the score, on texts that training never saw:')
report('Korean films', data.filmsDev, isPraise)
report('Korean comments', data.commentsDev, ({ value }) => value > 0)
report('English', data.englishDev.filter(leans), ({ value }) => value > 0)
console.log('accuracy by the sign of the score, cross-validated: each fifth by a model of the three others')
for (const [set, { right, count }] of crossValidated) {
  console.log(`  ${set.padEnd(20)} ${((100 * right) / count).toFixed(2)} % of ${count}`)
}
for (const language of ['ko', 'en'] as const satisfies Language[]) {
  console.log(`trust, ${language}: ${model.languages[language].trust.map(value => value.toFixed(3)).join(', ')}`)
}
console.log(`${file.length} bytes written to ${out.pathname}`)

function rawLogits(model: Model, texts: readonly Labelled[]): number[] {
  const scorer = new Scorer(model)
  return texts.map(({ text }) => scorer.parts(text).logit)
}

/** What a model that does not know these texts says of them. */
function judged<T extends Labelled>(
  model: Model,
  texts: readonly T[],
  praises: (text: T) => boolean,
  importance: (text: T) => number
): (Judged & { opinion: number })[] {
  const scorer = new Scorer(model)
  return texts.map(text => {
    features.read(text.text)
    return {
      ...scorer.parts(text.text),
      praises: praises(text),
      inputs: trustInputs(features),
      importance: importance(text)
    }
  })
}

function withBias(
  { parameters }: OpinionModel,
  judged: readonly (Judged & { opinion: number })[],
  missed: number
): OpinionParameters {
  return { ...parameters, bias: opinionBias(judged, missed) }
}

function countOf(texts: readonly EnglishText[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { set } of texts) counts.set(set, (counts.get(set) ?? 0) + 1)
  return counts
}

/** What has to be added to the logits for the same share of mistakes about praise as about blame. */
function balance(values: readonly number[], praises: readonly boolean[]): number {
  const of = (side: boolean) => values.filter((_, i) => praises[i] === side)
  const [praise, blame] = [of(true), of(false)]
  let [low, high] = [-1, 1]
  for (let i = 0; i < 40; i++) {
    const shift = (low + high) / 2
    const missed = praise.filter(value => value + shift <= 0).length / praise.length
    const praised = blame.filter(value => value + shift > 0).length / blame.length
    if (praised < missed) low = shift
    else high = shift
  }
  return (low + high) / 2
}
