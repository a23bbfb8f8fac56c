import { finish, SEED, step } from './hash.ts'
import { signs } from './signs.ts'
import { englishBut, englishChat, englishCould, englishDegrees, englishNegations, englishWords } from './words-en.ts'
import { koreanBut, koreanDegrees, koreanNegations, koreanTails, koreanWords } from './words-ko.ts'

/** Numbers by the hash of a word. At most half of the places are taken, so that a miss is found soon. */
export class HashTable {
  readonly #mask: number
  readonly #keys: Int32Array
  readonly #values: Float32Array

  /** @param most how many entries there will be */
  constructor(most: number) {
    const size = 2 ** Math.ceil(Math.log2(2 * most + 2))
    this.#mask = size - 1
    this.#keys = new Int32Array(size)
    this.#values = new Float32Array(size)
  }

  set(hash: number, value: number): void {
    const place = this.#place(hash)
    this.#keys[place] = hash
    this.#values[place] = value
  }

  /** NaN if it is not there. */
  get(hash: number): number {
    const place = this.#place(hash)
    return this.#keys[place] === 0 ? Number.NaN : (this.#values[place] ?? 0)
  }

  #place(hash: number): number {
    const keys = this.#keys
    const mask = this.#mask
    let place = (hash >>> 7) & mask
    while (keys[place] !== 0 && keys[place] !== hash) place = (place + 1) & mask
    return place
  }
}

/** The hash by which a word is kept. It must be in lower case, without anything that a reader would fold. */
export function wordHash(word: string): number {
  let hash: number = SEED.lexicon
  for (let i = 0; i < word.length; i++) hash = step(hash, word.charCodeAt(i))
  return finish(hash)
}

const isLatinWord = (word: string) => /^[a-z][a-z'-]*$/.test(word)

/** What a word does to its neighbours; the bits of a role. */
export const ROLE = {
  /** Turns round what comes next. */
  negation: 1,
  /** What comes behind it counts for more than what stood before. */
  but: 2,
  /** Shows that people chat. */
  chat: 4,
  /** With a comparative it does not turn round: `could not be happier`. */
  could: 8,
  /** Behind a negation it keeps the next word as it is: `never so happy`. */
  so: 16
} as const

/** What is known of words before any text was read: how much praise or blame they carry, and what they do to others. */
export interface Lexicon {
  /** How much praise or blame a word, a stem or a sign carries, −4 … 4. */
  values: HashTable
  /** By its first unit, how long the longest stem or sign is; 0: none begins so. */
  longest: Uint8Array
  roles: HashTable
  /** Ends such as `지 않` that turn round what stands before them. */
  tails: HashTable
  longestTail: number
  /** How much more or less the next word counts, as a share of what a degree word is worth. */
  degrees: HashTable
}

/** What raters gave words: each word's hash, and its value in steps of 1 / `RATING_STEPS`. */
export interface Rated {
  hashes: Int32Array
  values: Int8Array
}

export const RATING_STEPS = 20

export const NOTHING_RATED: Rated = { hashes: new Int32Array(0), values: new Int8Array(0) }

/** The written lists, and what raters gave words: where they said something, it counts. */
export function createLexicon({ hashes, values: ratings }: Rated): Lexicon {
  const written = Object.entries({ ...englishWords, ...koreanWords, ...signs })
  const values = new HashTable(hashes.length + written.length)
  const longest = new Uint8Array(65_536)
  for (let i = 0; i < hashes.length; i++) values.set(hashes[i] ?? 0, (ratings[i] ?? 0) / RATING_STEPS)
  for (const [word, value] of written) {
    const hash = wordHash(word)
    if (Number.isNaN(values.get(hash))) values.set(hash, value)
    if (isLatinWord(word)) continue
    const first = word.charCodeAt(0)
    longest[first] = Math.max(longest[first] ?? 0, word.length)
  }
  const roles = new Map<number, number>()
  const give = (words: readonly string[], role: number) => {
    for (const word of words) roles.set(wordHash(word), (roles.get(wordHash(word)) ?? 0) | role)
  }
  give([...englishNegations, ...koreanNegations], ROLE.negation)
  give([...englishBut, ...koreanBut], ROLE.but)
  give(englishChat, ROLE.chat)
  give(englishCould, ROLE.could)
  give(['so', 'this'], ROLE.so)
  const degrees = Object.entries({ ...englishDegrees, ...koreanDegrees })
  return {
    values,
    longest,
    roles: tableOf([...roles]),
    tails: tableOf(koreanTails.map(tail => [wordHash(tail), 1])),
    longestTail: Math.max(...koreanTails.map(({ length }) => length)),
    degrees: tableOf(degrees.map(([word, value]) => [wordHash(word), value]))
  }
}

function tableOf(entries: readonly (readonly [hash: number, value: number])[]): HashTable {
  const table = new HashTable(entries.length)
  for (const [hash, value] of entries) table.set(hash, value)
  return table
}
