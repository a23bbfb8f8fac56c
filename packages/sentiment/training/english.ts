import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { gunzipSync } from 'node:zlib'
import { Features } from '../src/analyzer/features.ts'
import { finish, keyOf, SEED, step } from '../src/analyzer/hash.ts'
import { CHECK_BITS } from '../src/analyzer/pieces.ts'
import type { EnglishSet, EnglishText } from './data.ts'
import { readExamples, type Source } from './examples.ts'
import type { LanguageModel } from './korean.ts'
import { learnMean, logCountRatios, type Vectors } from './learn.ts'
import { createLexicon } from './lexicon.ts'
import { neutralSentences } from './neutral.ts'
import { choose, quantize } from './table.ts'

export const BITS = 20
export const SHORT = 20
const KEPT = 130_000
const DIMENSIONS = 100
const BYTES = DIMENSIONS / 2

/** How sure a reader is whose rating is 1: the slope of the logistic function that makes a target of a rating. */
const SLOPE = 1.5

/** What a text of each set weighs: more where one has more to learn, or where fewer texts are. */
const SET_WEIGHS: Record<EnglishSet, number> = {
  tweets: 2.5,
  movieReviewSnippets: 2.5,
  amazonReviewSnippets: 2,
  nytEditorialSnippets: 1.3
}
const NEUTRAL_WEIGHS = 5
const RATED_WORD_WEIGHS = 0.2
const NEGATED_WORD_WEIGHS = 0.1
const NEGATIONS = ['not', "isn't", 'never', 'no', "don't", "wasn't", 'not so', "can't"]
/** As in VADER. */
const NEGATED = -0.74

/**
 * How much the vector of a frequent word counts: a / (a + p), where p is the word's probability (Arora, Liang & Ma, ICLR
 * 2017), by Zipf's law 0.1 by its rank.
 */
const frequencyWeight = (rank: number) => 1e-3 / (1e-3 + 0.1 / rank)

/** How often it is learned, each time in another order. */
const TIMES = 5

export interface WordVectors {
  /** The most frequent first. */
  words: string[]
  /** One row of `DIMENSIONS` numbers a word. */
  rows: Float32Array
}

/** Reads `training/en-vectors.bin.gz`. */
export async function readVectors(): Promise<WordVectors> {
  const bytes = gunzipSync(await readFile(new URL('../en-vectors.bin.gz', import.meta.url)))
  const head = bytes.indexOf(0x0a)
  const words = bytes.toString('utf8', 0, head).split(' ')
  const rows = new Float32Array(words.length * DIMENSIONS)
  for (let i = 0; i < words.length * BYTES; i++) {
    const byte = bytes[head + 1 + i] as number
    const weight = frequencyWeight(Math.floor(i / BYTES) + 1) / 3
    rows[2 * i] = ((byte & 15) - 8) * weight
    rows[2 * i + 1] = ((byte >> 4) - 8) * weight
  }
  return { words, rows }
}

/** VADER's word ratings (MIT, Hutto & Gilbert): what a word of letters is worth, −4 … 4. */
export async function readRatings(): Promise<Map<string, number>> {
  const folder = createRequire(import.meta.url).resolve('vader-sentiment/package.json')
  const lines = (await readFile(new URL('vader_lexicon.txt', `file://${folder}`), 'utf8')).split('\n')
  const ratings = new Map<string, number>()
  for (const line of lines) {
    const [word = '', mean = ''] = line.split('\t')
    if (/^[a-z][a-z'-]*$/.test(word)) ratings.set(word, Number(mean))
  }
  return ratings
}

/** The key of a word's own piece, and of the word behind a negation. */
function keysOf(word: string): [plain: number, negated: number] {
  let hash: number = SEED.word
  for (let i = 0; i < word.length; i++) hash = step(hash, word.charCodeAt(i))
  return [keyOf(finish(hash), BITS + CHECK_BITS), keyOf(finish(hash ^ SEED.negated), BITS + CHECK_BITS)]
}

export function trainEnglish(
  texts: readonly EnglishText[],
  ratings: ReadonlyMap<string, number>,
  { words, rows }: WordVectors,
  seed: number,
  tell: (what: string, done: number) => void
): LanguageModel {
  const features = new Features(createLexicon(ratings), { ko: BITS, en: BITS })
  const sources: Source[] = texts.map(({ text, value, set }) => ({
    text,
    target: 1 / (1 + Math.exp(-SLOPE * value)),
    importance: Math.sqrt(Math.abs(value) + 0.1) * SET_WEIGHS[set]
  }))
  for (const text of neutralSentences().en) sources.push({ text, target: 0.5, importance: NEUTRAL_WEIGHS })
  const before = sources.length
  // the rated words as texts of one word, plain and negated: the vectors learn from them about words that no text has
  let turn = 0
  for (const [word, value] of ratings) {
    const say = (text: string, rating: number, importance: number) =>
      sources.push({ text, target: 1 / (1 + Math.exp(-rating)), importance })
    say(word, value, RATED_WORD_WEIGHS)
    say(`${NEGATIONS[turn++ % NEGATIONS.length]} ${word}`, NEGATED * value, NEGATED_WORD_WEIGHS)
  }
  const all = readExamples(sources, features, SHORT)
  for (let i = before; i < all.count; i++) {
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
  const vectors: Vectors = { dimensions: 2 * DIMENSIONS, sums, rate: 0.4, decay: 1e-4 }
  const learned = learnMean(
    all,
    {
      size: keys.length,
      epochs: 12,
      rate: 0.1,
      decay: 2e-3,
      initial: logCountRatios(all, keys.length).map(ratio => 0.2 * ratio),
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
  const every = Uint32Array.from(keys)
  const worth = Float32Array.from(weights, (weight, i) => Math.abs(weight) * Math.sqrt(counts[i] as number))
  const chosen = choose(every, worth, KEPT)
  const kept = [...chosen.keys()].filter(i => chosen[i] === 1)
  const table = quantize(
    Uint32Array.from(kept, i => every[i] as number),
    Float32Array.from(kept, i => weights[i] as number),
    BITS
  )
  return { ...table, bias: learned.bias, lexicon: learned.lexicon }
}
