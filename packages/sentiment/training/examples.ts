import type { Features } from '../src/analyzer/features.ts'

/** Texts as rows of slots, ready to learn from. */
export interface Examples {
  count: number
  /** Row i has the slots (at first, keys) from `offsets[i]` up to `offsets[i + 1]`. */
  offsets: Uint32Array
  slots: Uint32Array
  /** What a weight of row i counts. */
  factors: Float32Array
  /** The lexicon's sum, and the same times the text's gate. */
  lexicon: Float32Array
  gated: Float32Array
  /** How likely a reader calls it praise, 0 … 1. */
  targets: Float32Array
  importance: Float32Array
}

export interface Source {
  text: string
  target: number
  importance: number
}

/** Reads texts with the analyzer's own eyes. */
export function readExamples(
  sources: readonly Source[],
  features: Features,
  short: number,
  onRead: (done: number) => void = () => {}
): Examples {
  const count = sources.length
  const offsets = new Uint32Array(count + 1)
  const row = () => new Float32Array(count)
  const [factors, lexicon, gated, targets, importance] = [row(), row(), row(), row(), row()]
  let slots = new Uint32Array(1 << 20)
  let end = 0
  for (const [i, { text, target, importance: weight }] of sources.entries()) {
    features.read(text)
    const { pieces, found } = features
    if (end + pieces.count > slots.length) {
      const larger = new Uint32Array(2 * (end + pieces.count))
      larger.set(slots.subarray(0, end))
      slots = larger
    }
    slots.set(pieces.keys.subarray(0, pieces.count), end)
    end += pieces.count
    offsets[i + 1] = end
    factors[i] = features.weightFactor({ short })
    lexicon[i] = found.sum
    gated[i] = found.sum * features.gate
    targets[i] = target
    importance[i] = weight
    if (i % 1024 === 0) onRead(i / count)
  }
  return { count, offsets, slots: slots.subarray(0, end), factors, lexicon, gated, targets, importance }
}

/** The same texts with only the slots that `keep` maps somewhere. */
export function remap({ offsets, slots, ...rest }: Examples, keep: (slot: number) => number): Examples {
  const kept = new Uint32Array(slots.length)
  const starts = new Uint32Array(offsets.length)
  let end = 0
  for (let i = 0; i < rest.count; i++) {
    for (let j = offsets[i] as number; j < (offsets[i + 1] as number); j++) {
      const slot = keep(slots[j] as number)
      if (slot >= 0) kept[end++] = slot
    }
    starts[i + 1] = end
  }
  return { ...rest, offsets: starts, slots: kept.slice(0, end) }
}
