import { CHECK_BITS } from './pieces.ts'

/** An entry: four bits that check the key, and four bits of weight, of which this one is 0. */
export const WEIGHT_ZERO = 8
export const WEIGHT = 0b1111
export const CHECK = 2 ** CHECK_BITS - 1
/** The largest weight, in steps. */
export const MAX_WEIGHT = 7

/** Places whose marks share one number. */
const MARKED = 32

/**
 * A table of weights with 2^bits places, of which few are taken. A mark says of each place whether it is; the entries
 * lie close together in the order of their places.
 */
export interface Weights {
  /** For every 32 places their marks, one bit each, and how many places before them are taken: in one line of a cache. */
  index: Int32Array
  entries: Uint8Array
}

/** @param marks one bit for each place */
export function weightsOf(marks: Int32Array, entries: Uint8Array): Weights {
  const index = new Int32Array(2 * marks.length)
  let rank = 0
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i] as number
    index[2 * i] = mark
    index[2 * i + 1] = rank
    rank += bitsIn(mark)
  }
  return { index, entries }
}

export const marksOf = ({ index }: Weights): Int32Array => index.filter((_, i) => i % 2 === 0)

/** @param table for each place its entry, 0 if it is free */
export function pack(table: Uint8Array): Weights {
  const marks = new Int32Array(table.length / MARKED)
  const taken: number[] = []
  for (const [place, entry] of table.entries()) {
    if (entry === 0) continue
    taken.push(entry)
    ;(marks[place >>> 5] as number) |= 1 << (place & 31)
  }
  return weightsOf(marks, Uint8Array.from(taken))
}

/** How many bits are 1 (Hacker's Delight, figure 5-2). */
export function bitsIn(number: number): number {
  let bits = number - ((number >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** What was found of many keys: which ones, by their number, and what each weighs, in steps. */
export class Hits {
  which: Int32Array = new Int32Array(1024)
  steps: Int8Array = new Int8Array(1024)
  /** Where their entries are. */
  places: Int32Array = new Int32Array(1024)
  count = 0

  reserve(count: number): void {
    if (this.which.length >= count) return
    this.which = new Int32Array(2 * count)
    this.steps = new Int8Array(2 * count)
    this.places = new Int32Array(2 * count)
  }
}

/**
 * Finds the keys that the table knows. The time goes into waiting for memory, so each loop asks for many places of it
 * that do not depend on each other. Whether a key is known is a matter of chance, which a processor cannot foresee: so
 * nothing here branches on it, and what is not known is written over by what comes next.
 */
export function lookUp({ index, entries }: Weights, keys: Int32Array, count: number, hits: Hits): void {
  hits.reserve(count + 1)
  const { which, steps, places } = hits
  let marked = 0
  for (let i = 0; i < count; i++) {
    const place = (keys[i] as number) >>> CHECK_BITS
    which[marked] = i
    marked += ((index[2 * (place >>> 5)] as number) >>> (place & 31)) & 1
  }
  for (let i = 0; i < marked; i++) {
    const place = (keys[which[i] as number] as number) >>> CHECK_BITS
    const at = 2 * (place >>> 5)
    places[i] = (index[at + 1] as number) + bitsIn((index[at] as number) & ((1 << (place & 31)) - 1))
  }
  let found = 0
  for (let i = 0; i < marked; i++) {
    const entry = entries[places[i] as number] as number
    const piece = which[i] as number
    which[found] = piece
    steps[found] = (entry & WEIGHT) - WEIGHT_ZERO
    // one more if the checks are equal
    found += (((entry >>> CHECK_BITS) ^ ((keys[piece] as number) & CHECK)) - 1) >>> 31
  }
  hits.count = found
}
