import type { Findings } from './findings.ts'
import { finish, keyNear, keyOf, SEED, step } from './hash.ts'
import { type Reader, SPACE, WORD } from './text.ts'

/** Lengths of the pieces that count, in units. */
const KOREAN = { spaced: 3, denseFrom: 3, denseTo: 5 }
const ENGLISH = { from: 3, to: 5 }

/** How many of the words behind a negation it reaches. */
const REACH = 3

/**
 * Bits of a piece's key besides those that say its place in the table. They are kept beside the weight: of the pieces
 * that the table does not know, only one in 2^4 that meets a taken place is mistaken for the one it knows.
 */
export const CHECK_BITS = 4

/** The pieces of one text: for each its key, and which units it covers. Reused from text to text. */
export class Pieces {
  keys: Int32Array = new Int32Array(1024)
  starts: Int32Array = new Int32Array(1024)
  ends: Int32Array = new Int32Array(1024)
  count = 0

  reserve(count: number): void {
    if (this.keys.length >= count) return
    const length = 2 * count
    this.keys = new Int32Array(length)
    this.starts = new Int32Array(length)
    this.ends = new Int32Array(length)
  }
}

/**
 * Korean: runs of one to three characters, spaces included, and of three to five without the spaces, because people set
 * them as they please. A run of three without a space would be both; it counts once.
 */
export function koreanPieces(reader: Reader, bits: number, pieces: Pieces): void {
  const { units, length, dense, denseFrom, denseLength } = reader
  pieces.reserve(length * 6)
  const { keys, starts, ends } = pieces
  const keyBits = bits + CHECK_BITS
  let count = 0
  for (let i = 0; i < length; i++) {
    const to = Math.min(length, i + KOREAN.spaced)
    let hash: number = SEED.spaced
    let spaces = 0
    for (let j = i; j < to; j++) {
      const unit = units[j] as number
      hash = step(hash, unit)
      if (unit === SPACE) spaces += 1
      if (j - i + 1 >= KOREAN.denseFrom && spaces === 0) break
      keys[count] = keyOf(finish(hash), keyBits)
      starts[count] = i
      ends[count++] = j + 1
    }
  }
  for (let i = 0; i < denseLength; i++) {
    const to = Math.min(denseLength, i + KOREAN.denseTo)
    const start = denseFrom[i] as number
    let hash: number = SEED.dense
    let begin = 0
    for (let j = i; j < to; j++) {
      hash = step(hash, dense[j] as number)
      const units = j - i + 1
      if (units < KOREAN.denseFrom) continue
      const finished = finish(hash)
      if (units === KOREAN.denseFrom) begin = finished
      keys[count] = keyNear(begin, finished, keyBits)
      starts[count] = start
      ends[count++] = (denseFrom[j] as number) + 1
    }
  }
  pieces.count = count
}

/**
 * English: runs of three to five characters, words, pairs of words, and words behind a negation. What stands behind the
 * last "but" counts twice.
 */
export function englishPieces(reader: Reader, bits: number, { negations, turn }: Findings, pieces: Pieces): void {
  const { units, length, tokens, kinds } = reader
  pieces.reserve(2 * (length * 3 + tokens * 3))
  const { keys, starts, ends } = pieces
  const keyBits = bits + CHECK_BITS
  let count = 0
  for (let i = 0; i < length; i++) {
    const to = Math.min(length, i + ENGLISH.to)
    let hash: number = SEED.spaced
    let begin = 0
    for (let j = i; j < to; j++) {
      hash = step(hash, units[j] as number)
      const size = j - i + 1
      if (size < ENGLISH.from) continue
      const finished = finish(hash)
      if (size === ENGLISH.from) begin = finished
      keys[count] = keyNear(begin, finished, keyBits)
      starts[count] = i
      ends[count++] = j + 1
    }
  }
  let before = 0
  let beforeStart = 0
  let reach = 0
  for (let token = 0; token < tokens; token++) {
    const start = reader.starts[token] as number
    const end = reader.ends[token] as number
    let hash: number = SEED.word
    for (let j = start; j < end; j++) hash = step(hash, units[j] as number)
    keys[count] = keyOf(finish(hash), keyBits)
    starts[count] = start
    ends[count++] = end
    if (token > 0) {
      keys[count] = keyOf(finish(Math.imul(before, 31) ^ hash ^ SEED.pair), keyBits)
      starts[count] = beforeStart
      ends[count++] = end
    }
    if (reach > 0) {
      keys[count] = keyOf(finish(hash ^ SEED.negated), keyBits)
      starts[count] = start
      ends[count++] = end
    }
    if (negations[token] === 1) reach = REACH
    else reach = kinds[token] === WORD ? reach - 1 : 0
    before = hash
    beforeStart = start
  }
  if (turn > 0) {
    for (let i = 0, once = count; i < once; i++) {
      if ((starts[i] as number) < turn) continue
      keys[count] = keys[i] as number
      starts[count] = starts[i] as number
      ends[count++] = ends[i] as number
    }
  }
  pieces.count = count
}
