const ascending = (a: number, b: number) => a - b

/** The value in the middle; the mean of the two there for an even number of values; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort(ascending)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The smallest value that at least `p` percent of the values do not exceed (nearest rank); NaN of none. */
export function percentile(sorted: ArrayLike<number>, p: number): number {
  const rank = Math.max(1, Math.ceil((p / 100) * sorted.length))
  return sorted[rank - 1] ?? Number.NaN
}

export interface Summary {
  median: number
  min: number
  max: number
}

export function summarize(values: readonly number[]): Summary {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) }
}

/** How long things took, ms. */
export interface Latency {
  p50: number
  p90: number
  p99: number
  max: number
  /** How many were timed. */
  count: number
}

/** `undefined` of nothing. */
export function latencyOf(samples: readonly number[]): Latency | undefined {
  if (samples.length === 0) return undefined
  const sorted = Float64Array.from(samples).sort()
  return {
    p50: percentile(sorted, 50),
    p90: percentile(sorted, 90),
    p99: percentile(sorted, 99),
    max: percentile(sorted, 100),
    count: sorted.length
  }
}
