import type { Point } from '../history.ts'

const MINUTE = 60_000

/** The last price of each minute, the newest first: what a chart shows, in a form that can be read out. */
export function minutes(points: readonly Point[]): Point[] {
  const rows: Point[] = []
  for (const point of points) {
    const last = rows.at(-1)
    if (last && Math.floor(last[0] / MINUTE) === Math.floor(point[0] / MINUTE)) rows[rows.length - 1] = point
    else rows.push(point)
  }
  return rows.reverse()
}
