import { type Examples, remap } from './examples.ts'
import { type LearnOptions, learnMean } from './learn.ts'
import { choose } from './table.ts'

/** A model under way. */
export interface State {
  examples: Examples
  /** Of each slot its key, how often it occurs, and its weight. */
  keys: Uint32Array
  counts: Float32Array
  weights: Float32Array
  bias: number
  lexicon: readonly [always: number, gated: number]
}

/** How many slots are kept, and how the rest learn to do without those that went. */
export interface Settling {
  kept: number
  rate: number
  epochs: number
  times: number
}

/** Lets go of most slots, in steps. */
export function settle(
  state: State,
  steps: readonly Settling[],
  { onProgress, ...options }: Pick<LearnOptions, 'learnsLexicon' | 'seed' | 'onProgress'>
): State {
  return steps.reduce((before, { kept, rate, epochs, times }, i) => {
    const { examples, keys, counts, weights, bias, lexicon } = pruned(before, kept)
    const learned = learnMean(
      examples,
      {
        ...options,
        size: keys.length,
        decay: 0,
        rate,
        epochs,
        initial: weights,
        bias,
        lexicon,
        onProgress: done => onProgress?.((i + done) / steps.length)
      },
      times
    )
    return { examples, keys, counts, weights: learned.weights, bias: learned.bias, lexicon: learned.lexicon }
  }, state)
}

/**
 * Only the slots that are worth most: what the loss would grow by without one goes with its weight and with how often
 * it occurs (LeCun, Denker & Solla, NIPS 1989).
 */
function pruned({ examples, keys, counts, weights, ...rest }: State, most: number): State {
  const worth = weights.map((weight, i) => Math.abs(weight) * Math.sqrt(counts[i] as number))
  const chosen = choose(keys, worth, most)
  const places = new Int32Array(keys.length).fill(-1)
  const kept: number[] = []
  for (const [i, is] of chosen.entries()) if (is === 1) places[i] = kept.push(i) - 1
  return {
    ...rest,
    examples: remap(examples, i => places[i] as number),
    keys: Uint32Array.from(kept, i => keys[i] as number),
    counts: Float32Array.from(kept, i => counts[i] as number),
    weights: Float32Array.from(kept, i => weights[i] as number)
  }
}
