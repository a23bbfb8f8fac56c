/** Numbers by the hash of a word. At most half of the places are taken, so that a miss is found soon. */
export class HashTable {
  readonly #mask: number
  readonly keys: Int32Array
  readonly values: Float32Array

  /** @param keys as many as are in `values`, a power of two; 0 where a place is free */
  constructor(keys: Int32Array, values: Float32Array) {
    this.#mask = keys.length - 1
    this.keys = keys
    this.values = values
  }

  static empty(most: number): HashTable {
    const size = 2 ** Math.ceil(Math.log2(2 * most + 2))
    return new HashTable(new Int32Array(size), new Float32Array(size))
  }

  set(hash: number, value: number): void {
    const place = this.#place(hash)
    this.keys[place] = hash
    this.values[place] = value
  }

  /** NaN if it is not there. */
  get(hash: number): number {
    const place = this.#place(hash)
    return this.keys[place] === 0 ? Number.NaN : (this.values[place] as number)
  }

  #place(hash: number): number {
    const keys = this.keys
    const mask = this.#mask
    let place = (hash >>> 7) & mask
    while (keys[place] !== 0 && keys[place] !== hash) place = (place + 1) & mask
    return place
  }
}

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
  so: 16,
  /**
   * A negative polarity item: it makes a negation stronger, `전혀 좋지 않다`, and turns round what is good and has none,
   * `별로 좋은 줄 모르겠다`.
   */
  polarity: 32
} as const

/** What is known of words before any text was read: how much praise or blame they carry, and what they do to others. */
export interface Lexicon {
  /** How much praise or blame a word, a stem or a sign carries, −4 … 4. */
  values: HashTable
  /** By its first unit, how long the longest stem, sign or phrase is; 0: none begins so. */
  longest: Uint8Array
  /** By the hash of its first two units, 1 if one of them may begin so, for a quick no. */
  begins: Uint8Array
  roles: HashTable
  /** Ends such as `지 않` that turn round what stands before them. */
  tails: HashTable
  longestTail: number
  /** How much more or less the next word counts, as a share of what a degree word is worth. */
  degrees: HashTable
}

/** Where in `begins` a hash of two units is. */
export const BEGINS = 2 ** 13 - 1
