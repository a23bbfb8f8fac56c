/** How long delays are remembered, and shown, ms. */
export const WINDOW = 30_000

/**
 * The value that this part of all do not exceed (nearest rank).
 *
 * @param sorted from the lowest
 * @param part 0.5 for the median
 */
export function percentile(sorted, part) {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]
}

/** Remembers when updates came, and how long they had been on the way. All times in ms. */
export function rememberDelays() {
  let points = []
  return {
    add: (at, delay) => points.push({ at, delay }),
    /** Those of the last `WINDOW` before `now`, the oldest first. */
    since(now) {
      const first = points.findIndex(({ at }) => at > now - WINDOW)
      points = first === -1 ? [] : points.slice(first)
      return points
    }
  }
}

/** Half of them, and 95 of 100, were not longer than this, ms; `undefined` if there are none. */
export function summary(points) {
  const sorted = points.map(({ delay }) => delay).sort((a, b) => a - b)
  return { median: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) }
}
