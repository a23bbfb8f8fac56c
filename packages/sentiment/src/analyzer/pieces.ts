import { finish, SEED, step } from './hash.ts'
import { type Reader, WORD } from './text.ts'

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
  keys: Uint32Array = new Uint32Array(1024)
  starts: Uint32Array = new Uint32Array(1024)
  ends: Uint32Array = new Uint32Array(1024)
  count = 0

  reserve(count: number): void {
    if (this.keys.length >= count) return
    const length = 2 * count
    this.keys = new Uint32Array(length)
    this.starts = new Uint32Array(length)
    this.ends = new Uint32Array(length)
  }
}

/**
 * Korean: runs of one to three characters, spaces included, and of three to five without the spaces, because people set
 * them as they please.
 */
export function koreanPieces(reader: Reader, bits: number, pieces: Pieces): void {
  const { units, length, dense, denseFrom, denseLength } = reader
  pieces.reserve(length * 6)
  const { keys, starts, ends } = pieces
  const shift = 32 - bits - CHECK_BITS
  let count = 0
  for (let i = 0; i < length; i++) {
    const to = Math.min(length, i + KOREAN.spaced)
    let hash: number = SEED.spaced
    for (let j = i; j < to; j++) {
      hash = step(hash, units[j] ?? 0)
      keys[count] = finish(hash) >>> shift
      starts[count] = i
      ends[count++] = j + 1
    }
  }
  for (let i = 0; i < denseLength; i++) {
    const to = Math.min(denseLength, i + KOREAN.denseTo)
    const start = denseFrom[i] ?? 0
    let hash: number = SEED.dense
    for (let j = i; j < to; j++) {
      hash = step(hash, dense[j] ?? 0)
      if (j - i + 1 < KOREAN.denseFrom) continue
      keys[count] = finish(hash) >>> shift
      starts[count] = start
      ends[count++] = (denseFrom[j] ?? 0) + 1
    }
  }
  pieces.count = count
}

/** English: runs of three to five characters, words, pairs of words, and words behind a negation. */
export function englishPieces(reader: Reader, bits: number, isNegation: Uint8Array, pieces: Pieces): void {
  const { units, length, tokens, kinds } = reader
  pieces.reserve(length * 3 + tokens * 3)
  const { keys, starts, ends } = pieces
  const shift = 32 - bits - CHECK_BITS
  let count = 0
  for (let i = 0; i < length; i++) {
    const to = Math.min(length, i + ENGLISH.to)
    let hash: number = SEED.spaced
    for (let j = i; j < to; j++) {
      hash = step(hash, units[j] ?? 0)
      if (j - i + 1 < ENGLISH.from) continue
      keys[count] = finish(hash) >>> shift
      starts[count] = i
      ends[count++] = j + 1
    }
  }
  let before = 0
  let beforeStart = 0
  let reach = 0
  for (let token = 0; token < tokens; token++) {
    const start = reader.starts[token] ?? 0
    const end = reader.ends[token] ?? 0
    let hash: number = SEED.word
    for (let j = start; j < end; j++) hash = step(hash, units[j] ?? 0)
    keys[count] = finish(hash) >>> shift
    starts[count] = start
    ends[count++] = end
    if (token > 0) {
      keys[count] = finish(Math.imul(before, 31) ^ hash ^ SEED.pair) >>> shift
      starts[count] = beforeStart
      ends[count++] = end
    }
    if (reach > 0) {
      keys[count] = finish(hash ^ SEED.negated) >>> shift
      starts[count] = start
      ends[count++] = end
    }
    if (isNegation[token] === 1) reach = REACH
    else reach = kinds[token] === WORD ? reach - 1 : 0
    before = hash
    beforeStart = start
  }
  pieces.count = count
}
