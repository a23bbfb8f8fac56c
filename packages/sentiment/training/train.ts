import { mkdir, writeFile } from 'node:fs/promises'
import { Scorer } from '../src/analyzer/analyzer.ts'
import { Features } from '../src/analyzer/features.ts'
import { encodeModel, type Language, type Model, type OpinionParameters } from '../src/analyzer/model.ts'
import { pack } from '../src/analyzer/weights.ts'
import { argumentsOf } from './arguments.ts'
import { type Labelled, leans, readData } from './data.ts'
import * as english from './english.ts'
import { crossValidate, judge } from './judge.ts'
import { readKnown } from './known.ts'
import * as korean from './korean.ts'
import { createLexicon } from './lexicon.ts'
import { balancedAccuracy } from './metrics.ts'
import { englishOpinions, koreanOpinions, MISSED, type OpinionModel, opinionBias, trainOpinion } from './opinion.ts'
import { progressBar } from './progress.ts'
import { fitTrust, type Judged } from './trust.ts'

const { data: folder, seed, out } = argumentsOf(process.argv.slice(2))
const tell = progressBar()
const data = await readData(folder)
const known = await readKnown()
const lexicon = createLexicon(known.ratings)
const bits = { ko: korean.BITS, en: english.BITS }
const features = new Features(lexicon, bits)

const ko = korean.trainKorean(data, lexicon, seed, tell)
const en = english.trainEnglish(data.english, known, seed, tell)
const koOpinion = trainOpinion(koreanOpinions(data), features, seed, done => tell('Korean opinions', done))
const enOpinion = trainOpinion(englishOpinions(data.english, known), features, seed, done =>
  tell('English opinions', done)
)

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
  ...judge(untrusted, data.filmsInner, isPraise, film => (isPraise(film) ? even : 1)),
  ...judge(
    untrusted,
    data.commentsInner,
    ({ value }) => value > 0,
    () => commentCounts
  )
]

const ofEnglish = crossValidate(data.english, { base: untrusted, known, seed, tell })
tell('done', 1)

const model: Model = {
  ...untrusted,
  languages: {
    ko: { ...untrusted.languages.ko, trust: fitTrust(ofKorean), opinion: withBias(koOpinion, ofKorean) },
    en: {
      ...untrusted.languages.en,
      trust: fitTrust(ofEnglish),
      opinion: withBias(enOpinion, ofEnglish)
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
for (const language of ['ko', 'en'] as const satisfies Language[]) {
  console.log(`trust, ${language}: ${model.languages[language].trust.map(value => value.toFixed(3)).join(', ')}`)
}
console.log(`${file.length} bytes written to ${out.pathname}`)

function rawLogits(model: Model, texts: readonly Labelled[]): number[] {
  const scorer = new Scorer(model)
  return texts.map(({ text }) => scorer.parts(text).logit)
}

function withBias({ parameters }: OpinionModel, judged: readonly Judged[]): OpinionParameters {
  return { ...parameters, bias: opinionBias(judged, MISSED) }
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
