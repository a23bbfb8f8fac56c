import { gunzipSync, gzipSync } from 'node:zlib'
import type { Rated } from './lexicon.ts'
import { CHECK_BITS } from './pieces.ts'

/** What one language's verdicts are made with besides the weights. */
export interface LanguageParameters {
  /** The table of weights has 2^bits places. */
  bits: number
  /** What one step of a weight is worth. */
  scale: number
  bias: number
  /** What the lexicon's sum counts, in any text and by how short or chatty it is. */
  lexicon: readonly [always: number, gated: number]
  /** Characters besides spaces at which a known word halves what the weights count. */
  short: number
  /** How much evidence a short text needs, in logits, and how long one is that needs half of it. */
  evidence: readonly [logits: number, length: number]
  /** Multiplies the logit, so that the confidence is how often a verdict is right. */
  temperature: number
}

export type Language = 'ko' | 'en'

/**
 * An entry of a table of weights: 0 if it is free, else four bits that check the key, and four bits of weight, of
 * which this one is 0.
 */
export const WEIGHT_ZERO = 8
export const WEIGHT = 0b1111
export const CHECK = 2 ** CHECK_BITS - 1
/** The largest weight, in steps. */
export const MAX_WEIGHT = 7

export interface Model {
  languages: Record<Language, LanguageParameters>
  weights: Record<Language, Uint8Array>
  /** What raters gave English words. */
  rated: Rated
}

/** Large enough for a model in one piece, bytes. */
const CHUNK = 2 ** 21
const MAGIC = 0x314d534c // LSM1
/** A gap that says: go on by as much, nothing is here. */
const SKIP = 255

/** One gzip file: a magic number, the length of a JSON header, the header, then the arrays one after another. */
export function encodeModel({ languages, weights, rated }: Model): Buffer {
  const ko = encodeTable(weights.ko)
  const en = encodeTable(weights.en)
  const header = Buffer.from(
    JSON.stringify({ languages, rated: rated.hashes.length, gaps: { ko: ko.gaps.length, en: en.gaps.length } })
  )
  const head = Buffer.alloc(8)
  head.writeUInt32LE(MAGIC, 0)
  head.writeUInt32LE(header.length, 4)
  const hashes = Buffer.alloc(4 * rated.hashes.length)
  for (const [i, hash] of rated.hashes.entries()) hashes.writeInt32LE(hash, 4 * i)
  const { buffer, byteOffset, length } = rated.values
  const values = Buffer.from(buffer, byteOffset, length)
  return gzipSync(Buffer.concat([head, header, hashes, values, ko.gaps, ko.entries, en.gaps, en.entries]), { level: 9 })
}

/** A table as the distances between its taken places, and what is there. */
function encodeTable(table: Uint8Array): { gaps: Buffer; entries: Buffer } {
  const gaps: number[] = []
  const entries: number[] = []
  let last = -1
  for (const [place, entry] of table.entries()) {
    if (entry === 0) continue
    let gap = place - last - 1
    for (; gap >= SKIP; gap -= SKIP) gaps.push(SKIP)
    gaps.push(gap)
    entries.push(entry)
    last = place
  }
  return { gaps: Buffer.from(gaps), entries: Buffer.from(entries) }
}

interface Header {
  languages: Model['languages']
  rated: number
  gaps: Record<Language, number>
}

/** @throws TypeError if it is no model of this version. */
export function decodeModel(file: Uint8Array): Model {
  const bytes = gunzipSync(file, { chunkSize: CHUNK })
  if (bytes.length < 8 || bytes.readUInt32LE(0) !== MAGIC)
    throw new TypeError('expected a sentiment model of version 1')
  let at = 8 + bytes.readUInt32LE(4)
  const { languages, rated, gaps } = JSON.parse(bytes.toString('utf8', 8, at)) as Header
  const hashes = Int32Array.from({ length: rated }, (_, i) => bytes.readInt32LE(at + 4 * i))
  at += 4 * rated
  const values = new Int8Array(bytes.subarray(at, at + rated))
  at += rated
  const table = (language: Language) => {
    const weights = new Uint8Array(2 ** languages[language].bits)
    const taken = fillTable(weights, bytes.subarray(at, at + gaps[language]), bytes.subarray(at + gaps[language]))
    at += gaps[language] + taken
    return weights
  }
  return { languages, rated: { hashes, values }, weights: { ko: table('ko'), en: table('en') } }
}

/** The other way round of `encodeTable`; gives the number of entries. */
function fillTable(table: Uint8Array, gaps: Uint8Array, entries: Uint8Array): number {
  let taken = 0
  let place = 0
  for (let i = 0; i < gaps.length; i++) {
    const gap = gaps[i] as number
    place += gap
    if (gap !== SKIP) table[place++] = entries[taken++] as number
  }
  return taken
}
