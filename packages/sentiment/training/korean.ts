import { Features } from '../src/analyzer/features.ts'
import type { Lexicon } from '../src/analyzer/lexicon.ts'
import { CHECK_BITS } from '../src/analyzer/pieces.ts'
import type { Data, Labelled } from './data.ts'
import { readExamples, remap, type Source } from './examples.ts'
import { learn, logCountRatios } from './learn.ts'
import { neutralSentences } from './neutral.ts'
import { type Settling, settle } from './settle.ts'
import { quantize } from './table.ts'

export const BITS = 22
/** A piece of which there are fewer in all texts says nothing that will be true again. */
const SELDOM = 3
const SETTLING: readonly Settling[] = [
  { kept: 1_300_000, rate: 0.08, epochs: 1, times: 1 },
  { kept: 515_000, rate: 0.08, epochs: 2, times: 3 }
]
export const SHORT = 6
export const LEXICON: readonly [number, number] = [0.8, 10]
const COMMENTS_WEIGH = 6
const NEUTRAL_WEIGHS = 8

/** How likely a film's reviewer praises it, by rating: what is between NSMC's classes still leans to a side. */
const TARGETS = [0, 0, 0, 0.02, 0.06, 0.25, 0.4, 0.6, 0.8, 0.97, 1]

/** Balances praise and blame, of which there is four times less. */
function sourcesOf({ films, comments }: Data): Source[] {
  const target = ({ value }: Labelled) => TARGETS[value] ?? 0.5
  const praise = films.filter(film => target(film) > 0.5).length
  const share = (films.length - praise) / praise
  return [
    ...films.map(film => ({ text: film.text, target: target(film), importance: target(film) > 0.5 ? share : 1 })),
    ...neutralSentences().ko.map(text => ({ text, target: 0.5, importance: NEUTRAL_WEIGHS })),
    ...comments.flatMap(({ text, value }) =>
      value === 0 ? [] : [{ text, target: value > 0 ? 1 : 0, importance: COMMENTS_WEIGH * (value > 0 ? 1.5 : 1) }]
    )
  ]
}

export interface LanguageModel {
  table: Uint8Array
  scale: number
  bias: number
  lexicon: readonly [number, number]
}

/** @param tell called with what is being done, and how much of it is done, 0 … 1 */
export function trainKorean(
  data: Data,
  lexicon: Lexicon,
  seed: number,
  tell: (what: string, done: number) => void
): LanguageModel {
  const features = new Features(lexicon, { ko: BITS, en: BITS })
  const all = readExamples(sourcesOf(data), features, SHORT, done => tell('reading Korean', done))
  const counts = new Uint32Array(2 ** (BITS + CHECK_BITS))
  for (const key of all.slots) (counts[key] as number) += 1

  // the frequent ones first, so that they lie near each other in memory
  const frequent = counts.reduce((sum, count) => sum + (count >= SELDOM ? 1 : 0), 0)
  const keys = new Uint32Array(frequent)
  let id = 0
  for (const [key, count] of counts.entries()) if (count >= SELDOM) keys[id++] = key
  keys.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
  const ids = new Int32Array(counts.length).fill(-1)
  for (const [i, key] of keys.entries()) ids[key] = i
  const wide = remap(all, key => ids[key] as number)

  const learned = learn(wide, {
    decay: 0,
    lexicon: LEXICON,
    learnsLexicon: false,
    seed,
    rate: 0.15,
    size: keys.length,
    epochs: 2,
    initial: logCountRatios(wide, keys.length).map(ratio => 0.4 * ratio),
    onProgress: done => tell('learning Korean', done)
  })
  const state = settle(
    { ...learned, examples: wide, keys, counts: Float32Array.from(keys, key => counts[key] as number) },
    SETTLING,
    { learnsLexicon: false, seed, onProgress: done => tell('settling Korean', done) }
  )
  return { ...quantize(state.keys, state.weights, BITS), bias: state.bias, lexicon: LEXICON }
}
