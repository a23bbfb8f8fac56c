/** Where a hash begins; one for each kind of piece, so that equal units of different kinds differ. */
export const SEED = { spaced: 0x11, dense: 0x2b, word: 0x47, pair: 0x65, negated: 0x83, lexicon: 0xa7 } as const

/** Goes on with a hash (FNV-1a's prime, with the high bits folded back in). */
export const step = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193) ^ (hash >>> 17)

/** Spreads a hash evenly over 32 bits (the finish of MurmurHash3, shortened). */
export const finish = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)

export function hashOf(units: Uint16Array, start: number, end: number, seed: number): number {
  let hash = seed
  for (let i = start; i < end; i++) hash = step(hash, units[i] ?? 0)
  return hash
}
