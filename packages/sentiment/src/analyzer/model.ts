import { HashTable, type Lexicon } from './lexicon.ts'
import type { Opinions } from './opinion.ts'
import { marksOf, type Weights, weightsOf } from './weights.ts'

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
  /** What each of `trustInputs` counts in the trust in a logit. */
  trust: readonly number[]
  /** How it is told whether a text is an opinion at all. */
  opinion: OpinionParameters
}

/** An opinion is a text whose evidence for one is at least 0. */
export interface OpinionParameters {
  /** What one step of a piece's evidence is worth. */
  scale: number
  bias: number
  /** What the lexicon's sum counts, whatever its side. */
  lexicon: number
  /** What the logarithm of the length counts. */
  length: number
  /** What the logit counts, whatever its side. */
  logit: number
}

export type Language = 'ko' | 'en'
const LANGUAGES: readonly Language[] = ['ko', 'en']

export interface Model {
  languages: Record<Language, LanguageParameters>
  weights: Record<Language, Weights>
  opinions: Record<Language, Opinions>
  lexicon: Lexicon
}

const MAGIC = 0x324d534c // LSM2

interface Header {
  languages: Model['languages']
  longestTail: number
  /** Bytes of each array, in their order. */
  lengths: number[]
}

/**
 * A magic number, the length of a JSON header, the header, then the arrays one after another, little-endian, each
 * beginning at a multiple of four bytes: they are used as they lie in the file, which is why it is not compressed.
 */
export function encodeModel({ languages, weights, opinions, lexicon }: Model): Buffer {
  const { values, roles, tails, degrees, longest, begins, longestTail } = lexicon
  const arrays = [
    ...LANGUAGES.flatMap(language => [marksOf(weights[language]), weights[language].entries, opinions[language]]),
    ...[values, roles, tails, degrees].flatMap(({ keys, values }) => [keys, values]),
    longest,
    begins
  ].map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))
  const header: Header = { languages, longestTail, lengths: arrays.map(({ length }) => length) }
  const json = padded(Buffer.from(JSON.stringify(header)), ' ')
  const head = Buffer.alloc(8)
  head.writeUInt32LE(MAGIC, 0)
  head.writeUInt32LE(json.length, 4)
  return Buffer.concat([head, json, ...arrays.map(array => padded(array, '\0'))])
}

function padded(bytes: Buffer, filling: string): Buffer {
  return Buffer.concat([bytes, Buffer.from(filling.repeat(-bytes.length & 3))])
}

/** @throws TypeError if it is no model of this version. */
export function decodeModel(file: Uint8Array): Model {
  // arrays of larger numbers must begin at a multiple of their size
  const bytes = file.byteOffset % 4 === 0 ? file : new Uint8Array(file)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < 8 || view.getUint32(0, true) !== MAGIC)
    throw new TypeError('expected a sentiment model of version 2')
  let at = 8 + view.getUint32(4, true)
  const { languages, longestTail, lengths } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, at))) as Header
  let next = 0
  /** The next array, of numbers of `size` bytes. */
  const take = <T>(Type: new (buffer: ArrayBufferLike, from: number, length: number) => T, size: number): T => {
    const length = lengths[next++] ?? 0
    const array = new Type(bytes.buffer, bytes.byteOffset + at, length / size)
    at += length + (-length & 3)
    return array
  }
  const ofLanguage = () => ({
    weights: weightsOf(take(Int32Array, 4), take(Uint8Array, 1)),
    opinions: take(Int8Array, 1)
  })
  const table = () => new HashTable(take(Int32Array, 4), take(Float32Array, 4))
  const ko = ofLanguage()
  const en = ofLanguage()
  return {
    languages,
    weights: { ko: ko.weights, en: en.weights },
    opinions: { ko: ko.opinions, en: en.opinions },
    lexicon: {
      values: table(),
      roles: table(),
      tails: table(),
      degrees: table(),
      longest: take(Uint8Array, 1),
      begins: take(Uint8Array, 1),
      longestTail
    }
  }
}
