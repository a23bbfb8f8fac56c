/** What a program says of a text: above 0 praise, below 0 blame; 0 is neither, and counts as wrong. */
export interface Figures {
  accuracy: number
  /** The mean of the F1 of praise and of blame. */
  macroF1: number
}

export function figuresOf(scores: ArrayLike<number>, praises: readonly boolean[]): Figures {
  const f1 = (side: 1 | -1) => {
    let [hits, said, are] = [0, 0, 0]
    for (const [i, praise] of praises.entries()) {
      const says = Math.sign(scores[i] ?? 0) === side
      const is = praise === (side === 1)
      if (says) said += 1
      if (is) are += 1
      if (says && is) hits += 1
    }
    return said + are === 0 ? 0 : (2 * hits) / (said + are)
  }
  const right = praises.filter((praise, i) => Math.sign(scores[i] ?? 0) === (praise ? 1 : -1)).length
  return { accuracy: right / praises.length, macroF1: (f1(1) + f1(-1)) / 2 }
}

/** The mean of the accuracies on praise and on blame, which their numbers do not sway. */
export function balancedAccuracy(scores: ArrayLike<number>, praises: readonly boolean[]): number {
  const right = [0, 0]
  const all = [0, 0]
  for (const [i, praise] of praises.entries()) {
    const side = praise ? 1 : 0
    ;(all[side] as number) += 1
    if ((scores[i] as number) > 0 === praise) (right[side] as number) += 1
  }
  return ((right[0] as number) / (all[0] as number) + (right[1] as number) / (all[1] as number)) / 2
}

/**
 * Expected calibration error (Guo et al., ICML 2017): by how much confidence and accuracy differ, in ten bins of equal
 * width, each weighed by how many verdicts are in it.
 */
export function calibrationError(confidences: readonly number[], rights: readonly boolean[], bins = 10): number {
  const sums = Array.from({ length: bins }, () => ({ confidence: 0, right: 0, count: 0 }))
  for (const [i, confidence] of confidences.entries()) {
    // confidence goes from 0.5 to 1
    const bin = sums[Math.min(bins - 1, Math.floor((confidence - 0.5) * 2 * bins))]
    if (!bin) continue
    bin.confidence += confidence
    bin.right += rights[i] ? 1 : 0
    bin.count += 1
  }
  return sums.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / confidences.length
}

/**
 * What the calibration error of verdicts would be on average if each confidence were just how likely it is right: fewer
 * verdicts show more, by chance alone. Each of `rounds` draws them anew.
 */
export function calibrationErrorByChance(confidences: readonly number[], random: () => number, rounds = 200): number {
  const draw = () => confidences.map(confidence => random() < confidence)
  const errors = Array.from({ length: rounds }, () => calibrationError(confidences, draw()))
  return errors.reduce((sum, error) => sum + error, 0) / rounds
}
