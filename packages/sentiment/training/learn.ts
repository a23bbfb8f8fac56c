import type { Examples } from './examples.ts'

export interface LearnOptions {
  /** Places of the table of weights. */
  size: number
  epochs: number
  rate: number
  /** Pulls weights that are used towards 0. */
  decay: number
  /** What a slot's weight begins with. */
  initial?: Float32Array
  bias?: number
  /** What the lexicon's sum counts. Learned only if `learnsLexicon`. */
  lexicon: readonly [always: number, gated: number]
  learnsLexicon: boolean
  /** Dense vectors: a text's slots weigh in addition what its words' vectors do, projected on one learned direction. */
  vectors?: Vectors
  seed: number
  onProgress?: (done: number) => void
}

/** For each text, the sum of its words' vectors. */
export interface Vectors {
  dimensions: number
  sums: Float32Array
  rate: number
  decay: number
}

export interface Learned {
  weights: Float32Array
  bias: number
  lexicon: [always: number, gated: number]
  direction: Float32Array
}

/** Numerical Recipes' linear congruential generator: the same seed, the same order, on every machine. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 0) / 2 ** 32
  }
}

/**
 * How much more often each slot comes with praise than with blame, as logarithm (Wang & Manning, ACL 2012): what the
 * weights begin with, so that rare slots are not left at 0.
 */
export function logCountRatios({ count, offsets, slots, targets, importance }: Examples, size: number): Float32Array {
  const praise = new Float32Array(size).fill(1)
  const blame = new Float32Array(size).fill(1)
  for (let i = 0; i < count; i++) {
    const weight = importance[i] as number
    const target = targets[i] as number
    for (let j = offsets[i] as number; j < (offsets[i + 1] as number); j++) {
      const slot = slots[j] as number
      ;(praise[slot] as number) += weight * target
      ;(blame[slot] as number) += weight * (1 - target)
    }
  }
  const sum = (array: Float32Array) => array.reduce((total, value) => total + value, 0)
  const even = Math.log(sum(praise) / sum(blame))
  return praise.map((value, slot) => Math.log(value / (blame[slot] as number)) - even)
}

/** Logistic regression by AdaGrad (Duchi, Hazan & Singer, JMLR 2011), one text at a time, at a rate that falls to 0. */
export function learn(examples: Examples, options: LearnOptions): Learned {
  const { size, epochs, rate, decay, vectors, learnsLexicon } = options
  const { count, offsets, slots, factors, lexicon, gated, targets, importance } = examples
  const weights = options.initial?.slice() ?? new Float32Array(size)
  const squares = new Float32Array(size).fill(1e-3)
  const dimensions = vectors?.dimensions ?? 0
  const direction = new Float32Array(dimensions)
  const directionSquares = new Float32Array(dimensions).fill(1e-4)
  let bias = options.bias ?? 0
  let [always, gatedFactor] = options.lexicon
  let [biasSquares, alwaysSquares, gatedSquares] = [1e-3, 1e-3, 1e-3]
  const random = randomOf(options.seed)
  const order = Uint32Array.from({ length: count }, (_, i) => i)

  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    for (let step = 0; step < count; step++) {
      const i = order[step] as number
      const begin = offsets[i] as number
      const end = offsets[i + 1] as number
      const factor = factors[i] as number
      let sum = 0
      for (let j = begin; j < end; j++) sum += weights[slots[j] as number] as number
      for (let d = 0; d < dimensions; d++) {
        sum += (direction[d] as number) * ((vectors as Vectors).sums[i * dimensions + d] as number)
      }
      const logit = sum * factor + bias + always * (lexicon[i] as number) + gatedFactor * (gated[i] as number)
      const error = (1 / (1 + Math.exp(-logit)) - (targets[i] as number)) * (importance[i] as number)
      const speed = rate * (1 - (epoch + step / count) / epochs) + 1e-4

      biasSquares += error * error * 0.01
      bias -= (speed * error * 0.1) / Math.sqrt(biasSquares)
      if (learnsLexicon) {
        const a = error * (lexicon[i] as number)
        const b = error * (gated[i] as number)
        alwaysSquares += a * a
        gatedSquares += b * b
        always -= (speed * a) / Math.sqrt(alwaysSquares)
        gatedFactor -= (speed * b) / Math.sqrt(gatedSquares)
      }
      const pull = error * factor
      for (let j = begin; j < end; j++) {
        const slot = slots[j] as number
        const weight = weights[slot] as number
        const gradient = pull + decay * weight
        const square = (squares[slot] as number) + gradient * gradient
        squares[slot] = square
        weights[slot] = weight - (speed * gradient) / Math.sqrt(square)
      }
      if (vectors) {
        for (let d = 0; d < dimensions; d++) {
          const gradient =
            pull * (vectors.sums[i * dimensions + d] as number) + vectors.decay * (direction[d] as number)
          const square = (directionSquares[d] as number) + gradient * gradient
          directionSquares[d] = square
          direction[d] = (direction[d] as number) - (speed * vectors.rate * gradient) / Math.sqrt(square)
        }
      }
      if (step % 1024 === 0) options.onProgress?.((epoch + step / count) / epochs)
    }
  }
  return { weights, bias, lexicon: [always, gatedFactor], direction }
}

/** Learns several times, each in another order, and gives the mean: what only one order taught fades in it. */
export function learnMean(examples: Examples, options: LearnOptions, times: number): Learned {
  const runs = Array.from({ length: times }, (_, run) =>
    learn(examples, {
      ...options,
      seed: options.seed + run,
      onProgress: done => options.onProgress?.((run + done) / times)
    })
  )
  const mean = (of: (learned: Learned) => number) => runs.reduce((sum, run) => sum + of(run), 0) / times
  const means = (of: (learned: Learned) => Float32Array) =>
    Float32Array.from({ length: of(runs[0] as Learned).length }, (_, i) => mean(run => of(run)[i] as number))
  return {
    weights: means(({ weights }) => weights),
    bias: mean(({ bias }) => bias),
    lexicon: [mean(({ lexicon }) => lexicon[0]), mean(({ lexicon }) => lexicon[1])],
    direction: means(({ direction }) => direction)
  }
}

function shuffle(order: Uint32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const other = order[j] as number
    order[j] = order[i] as number
    order[i] = other
  }
}
