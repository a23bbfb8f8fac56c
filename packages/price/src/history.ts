/** One point of a chart: when, ms since 1970, and the price. */
export type Point = [at: number, price: string]

/** How far back it goes, and how far apart its points are, ms. */
const SPAN = 3_600_000
const STEP = 1_000

/** The last hour of a price, one point a second: the last price of each. */
export interface History {
  add(at: number, price: string): void
  /** In order of time. */
  points(): Point[]
  clear(): void
}

export function createHistory(): History {
  let points: Point[] = []
  let first = 0
  return {
    add(at, price) {
      const last = points.at(-1)
      if (last && at < last[0]) return
      if (last && Math.floor(last[0] / STEP) === Math.floor(at / STEP)) points[points.length - 1] = [at, price]
      else points.push([at, price])
      while ((points[first]?.[0] ?? at) <= at - SPAN) first++
      // Moving the array with each point that leaves it would cost its length.
      if (first > SPAN / STEP) {
        points = points.slice(first)
        first = 0
      }
    },
    points: () => points.slice(first),
    clear() {
      points = []
      first = 0
    }
  }
}
