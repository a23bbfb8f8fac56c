import { Features } from '../src/analyzer/features.ts'
import { finish, keyOf, SEED, step } from '../src/analyzer/hash.ts'
import { CHECK_BITS } from '../src/analyzer/pieces.ts'
import type { EnglishText } from './data.ts'
import { readExamples } from './examples.ts'
import { DIMENSIONS, type Known } from './known.ts'
import type { LanguageModel } from './korean.ts'
import { learnMean, logCountRatios, type Vectors } from './learn.ts'
import { createLexicon } from './lexicon.ts'
import { type Settling, settle } from './settle.ts'
import { englishSources, ratedWords } from './sources-en.ts'
import { quantize } from './table.ts'

export const BITS = 20
export const SHORT = 20
const SETTLING: readonly Settling[] = [{ kept: 140_000, rate: 0.05, epochs: 3, times: 6 }]

/** How often it is learned, each time in another order. */
const TIMES = 10

/** The key of a word's own piece, and of the word behind a negation. */
function keysOf(word: string): [plain: number, negated: number] {
  let hash: number = SEED.word
  for (let i = 0; i < word.length; i++) hash = step(hash, word.charCodeAt(i))
  return [keyOf(finish(hash), BITS + CHECK_BITS), keyOf(finish(hash ^ SEED.negated), BITS + CHECK_BITS)]
}

export function trainEnglish(
  texts: readonly EnglishText[],
  { ratings, vectors: { words, rows }, written }: Known,
  seed: number,
  tell: (what: string, done: number) => void
): LanguageModel {
  const features = new Features(createLexicon(ratings), { ko: BITS, en: BITS })
  const inContext = englishSources(texts, written)
  const sources = [...inContext, ...ratedWords(ratings)]
  const all = readExamples(sources, features, SHORT)
  // what the lexicon is worth is not learned from its own words
  for (let i = inContext.length; i < all.count; i++) {
    all.lexicon[i] = 0
    all.gated[i] = 0
  }

  const rowOf = new Map<number, number>()
  for (const [i, word] of words.entries()) {
    const [plain, negated] = keysOf(word)
    if (!rowOf.has(plain)) rowOf.set(plain, i)
    if (!rowOf.has(negated)) rowOf.set(negated, i + words.length)
  }
  // a piece's number: those of the texts, and one for every word that has a vector
  const ids = new Map<number, number>()
  const keys: number[] = []
  const counts: number[] = []
  for (let i = 0; i < all.slots.length; i++) {
    const key = all.slots[i] as number
    let id = ids.get(key)
    if (id === undefined) {
      id = keys.push(key) - 1
      counts.push(0)
      ids.set(key, id)
    }
    ;(counts[id] as number) += 1
    all.slots[i] = id
  }
  const sums = new Float32Array(all.count * 2 * DIMENSIONS)
  for (let i = 0; i < all.count; i++) {
    for (let j = all.offsets[i] as number; j < (all.offsets[i + 1] as number); j++) {
      const row = rowOf.get(keys[all.slots[j] as number] as number)
      if (row === undefined) continue
      const side = row >= words.length ? 1 : 0
      const from = (row - side * words.length) * DIMENSIONS
      const to = (2 * i + side) * DIMENSIONS
      for (let d = 0; d < DIMENSIONS; d++) (sums[to + d] as number) += rows[from + d] as number
    }
  }
  const vectors: Vectors = { dimensions: 2 * DIMENSIONS, sums, rate: 0.1, decay: 1e-4 }
  const learned = learnMean(
    all,
    {
      size: keys.length,
      epochs: 12,
      rate: 0.1,
      decay: 2e-3,
      initial: logCountRatios(all, keys.length).map(ratio => 0.4 * ratio),
      lexicon: [0.5, 0.5],
      learnsLexicon: true,
      vectors,
      seed,
      onProgress: done => tell('learning English', done)
    },
    TIMES
  )

  // what a word's vector says becomes part of the word's own weight, also of words that no text had
  const total = Float32Array.from(learned.weights)
  const weights = Array.from(total)
  for (const [key, row] of rowOf) {
    const side = row >= words.length ? 1 : 0
    let sum = 0
    for (let d = 0; d < DIMENSIONS; d++) {
      sum +=
        (rows[(row - side * words.length) * DIMENSIONS + d] as number) *
        (learned.direction[side * DIMENSIONS + d] as number)
    }
    const id = ids.get(key)
    if (id !== undefined) weights[id] = (weights[id] as number) + sum
    else {
      keys.push(key)
      counts.push(side === 0 ? 0.5 : 0.05)
      weights.push(sum)
    }
  }
  const settled = settle(
    {
      examples: all,
      keys: Uint32Array.from(keys),
      counts: Float32Array.from(counts),
      weights: Float32Array.from(weights),
      bias: learned.bias,
      lexicon: learned.lexicon
    },
    SETTLING,
    { learnsLexicon: true, seed, onProgress: done => tell('settling English', done) }
  )
  const { bias, lexicon } = settled
  return { ...quantize(settled.keys, settled.weights, BITS), bias, lexicon }
}
