/** The longest first wait, and the longest of all, ms. */
const BASE = 1_000
const CAP = 60_000

/**
 * How long to wait after so many failures in a row, ms: "full jitter", a random time up to a bound that doubles, so that
 * many who failed together do not come back together (Brooker, "Exponential Backoff And Jitter", AWS, 2015).
 *
 * @param random a number from 0 up to 1
 */
export function fullJitter(failures: number, random: number): number {
  return random * Math.min(CAP, BASE * 2 ** Math.max(0, failures - 1))
}
