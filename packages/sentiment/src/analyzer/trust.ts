import type { Features } from './features.ts'

/** What the trust in a logit goes by: how much the lexicon knows of the text, how short or chatty it is, its length. */
export function trustInputs({ found, gate, reader }: Features): [one: 1, known: number, gate: number, length: number] {
  return [1, Math.abs(found.sum), gate, Math.log1p(reader.denseLength)]
}

/** How many numbers `trustInputs` gives. */
export const TRUST_INPUTS = 4

/** What a logit is multiplied with, so that the confidence is how often a verdict is right. */
export function trustOf(inputs: readonly number[], trust: readonly number[]): number {
  let power = 0
  for (let i = 0; i < TRUST_INPUTS; i++) power += (inputs[i] as number) * (trust[i] ?? 0)
  return Math.exp(power)
}
