import { CHECK_BITS } from '../src/analyzer/pieces.ts'
import { CHECK, MAX_WEIGHT, WEIGHT_ZERO } from '../src/analyzer/weights.ts'

/** Root mean squares at which weights are cut off. */
const CLIP = 4

/**
 * The keys that get a place in a table of 2^bits: those that are worth most, each in the place that its key says, until
 * `most` have one. Of two that want the same place the one that is worth more gets it.
 */
export function choose(keys: Uint32Array, worth: Float32Array, most: number): Uint8Array {
  const order = Uint32Array.from(keys.keys()).sort((a, b) => (worth[b] as number) - (worth[a] as number) || a - b)
  const taken = new Set<number>()
  const chosen = new Uint8Array(keys.length)
  for (const id of order) {
    if (taken.size >= most || worth[id] === 0) break
    const place = (keys[id] as number) >>> CHECK_BITS
    if (taken.has(place)) continue
    taken.add(place)
    chosen[id] = 1
  }
  return chosen
}

/** Weights in 15 steps, in a table; `scale` is what a step is worth. */
export function quantize(keys: Uint32Array, weights: Float32Array, bits: number): { table: Uint8Array; scale: number } {
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0)
  const scale = (CLIP * Math.sqrt(squares / Math.max(1, weights.length))) / MAX_WEIGHT
  const table = new Uint8Array(2 ** bits)
  for (const [id, key] of keys.entries()) {
    const steps = Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, Math.round((weights[id] as number) / scale)))
    if (steps !== 0) table[key >>> CHECK_BITS] = ((key & CHECK) << CHECK_BITS) | (steps + WEIGHT_ZERO)
  }
  return { table, scale }
}
