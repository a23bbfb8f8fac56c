import { Features } from '../src/analyzer/features.ts'
import type { Lexicon } from '../src/analyzer/lexicon.ts'
import { CHECK_BITS } from '../src/analyzer/pieces.ts'
import type { Data, Labelled } from './data.ts'
import { type Examples, readExamples, remap, type Source } from './examples.ts'
import { learn, learnMean, logCountRatios } from './learn.ts'
import { neutralSentences } from './neutral.ts'
import { choose, quantize } from './table.ts'

export const BITS = 22
/** A piece of which there are fewer in all texts says nothing that will be true again. */
const SELDOM = 3
/** How many pieces are kept, in steps: after each the rest learn to do without those that went. */
const SETTLING = [
  { kept: 1_300_000, rate: 0.08, epochs: 1, times: 1 },
  { kept: 515_000, rate: 0.08, epochs: 2, times: 3 }
] as const
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

  const options = { decay: 0, lexicon: LEXICON, learnsLexicon: false, seed } as const
  let state: State = {
    examples: wide,
    keys,
    ...learn(wide, {
      ...options,
      rate: 0.15,
      size: keys.length,
      epochs: 2,
      initial: logCountRatios(wide, keys.length).map(ratio => 0.4 * ratio),
      onProgress: done => tell('learning Korean', done)
    })
  }
  for (const { kept, rate, epochs, times } of SETTLING) {
    const { examples, keys, weights } = pruned(state, counts, kept)
    const learned = learnMean(
      examples,
      {
        ...options,
        rate,
        size: keys.length,
        epochs,
        initial: weights,
        bias: state.bias,
        onProgress: done => tell(`settling Korean, ${keys.length}`, done)
      },
      times
    )
    state = { examples, keys, weights: learned.weights, bias: learned.bias }
  }
  return { ...quantize(state.keys, state.weights, BITS), bias: state.bias, lexicon: LEXICON }
}

interface State {
  examples: Examples
  /** The key of each slot. */
  keys: Uint32Array
  weights: Float32Array
  bias: number
}

/**
 * Only the slots that are worth most: what the loss would grow by without one goes with its weight and with how often
 * it occurs (LeCun, Denker & Solla, NIPS 1989).
 */
function pruned({ examples, keys, weights, bias }: State, counts: Uint32Array, most: number): State {
  const worth = weights.map((weight, i) => Math.abs(weight) * Math.sqrt(counts[keys[i] as number] as number))
  const chosen = choose(keys, worth, most)
  const places = new Int32Array(keys.length).fill(-1)
  const kept: number[] = []
  for (const [i, is] of chosen.entries()) if (is === 1) places[i] = kept.push(i) - 1
  return {
    examples: remap(examples, i => places[i] as number),
    keys: Uint32Array.from(kept, i => keys[i] as number),
    weights: Float32Array.from(kept, i => weights[i] as number),
    bias
  }
}
