/** Where a hash begins; one for each kind of piece, so that equal units of different kinds differ. */
export const SEED = { spaced: 0x11, dense: 0x2b, word: 0x47, pair: 0x65, negated: 0x83, lexicon: 0xa7 } as const

/** Goes on with a hash (FNV-1a's prime, with the high bits folded back in). */
export const step = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193) ^ (hash >>> 17)

/** Spreads a hash evenly over 32 bits (the finish of MurmurHash3, shortened). */
export const finish = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)

/** Bits of a key by which pieces lie near each other: a line of a processor's cache has 2^8 places, each with its check. */
const NEAR_BITS = 12
const NEAR = 2 ** NEAR_BITS - 1

/** The key of a piece, of `bits` bits, from its finished hash. */
export const keyOf = (finished: number, bits: number): number => finished >>> (32 - bits)

/**
 * The key of a piece that lies near others: those with the same begin. They are looked up one after another, and then
 * the memory has to be asked but once.
 *
 * @param begin the finished hash of what they have in common
 */
export const keyNear = (begin: number, finished: number, bits: number): number =>
  ((begin >>> (32 - bits)) & ~NEAR) | ((finished >>> 6) & NEAR)
