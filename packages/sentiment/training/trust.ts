import { TRUST_INPUTS } from '../src/analyzer/trust.ts'

/** A logit of a text that the weights did not learn from, and what was right. */
export interface Judged {
  logit: number
  praises: boolean
  /** The evidence that it is an opinion, below 0 too little. */
  opinion: number
  inputs: readonly number[]
  /** What it counts. */
  importance: number
}

const ROUNDS = 400
/** Pulls what is fitted towards the same trust everywhere. */
const DECAY = 1e-3

/** The trust under which the confidences fit best: the least log loss, by gradient descent. */
export function fitTrust(texts: readonly Judged[]): number[] {
  const total = texts.reduce((sum, { importance }) => sum + importance, 0)
  const loss = (trust: readonly number[], gradient: number[]) => {
    let sum = 0
    gradient.fill(0)
    for (const { logit, praises, inputs, importance } of texts) {
      let power = 0
      for (let i = 0; i < TRUST_INPUTS; i++) power += (trust[i] as number) * (inputs[i] as number)
      const margin = logit * Math.exp(power) * (praises ? 1 : -1)
      const weight = importance / total
      sum += weight * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin)
      const pull = (-weight * margin) / (1 + Math.exp(margin))
      for (let i = 0; i < TRUST_INPUTS; i++) (gradient[i] as number) += pull * (inputs[i] as number)
    }
    for (let i = 1; i < TRUST_INPUTS; i++) {
      sum += DECAY * (trust[i] as number) ** 2
      ;(gradient[i] as number) += 2 * DECAY * (trust[i] as number)
    }
    return sum
  }
  let trust = new Array<number>(TRUST_INPUTS).fill(0)
  let gradient = new Array<number>(TRUST_INPUTS).fill(0)
  let least = loss(trust, gradient)
  let rate = 1
  for (let round = 0; round < ROUNDS && rate > 1e-9; round++) {
    const next = trust.map((value, i) => value - rate * (gradient[i] as number))
    const nextGradient = new Array<number>(TRUST_INPUTS).fill(0)
    const now = loss(next, nextGradient)
    if (now < least) {
      ;[trust, gradient, least] = [next, nextGradient, now]
      rate *= 1.5
    } else rate /= 2
  }
  return trust
}
