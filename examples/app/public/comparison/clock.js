/** Exchanges that are remembered. */
const REMEMBERED = 20

/** This browser's time, ms since 1970, finer than `Date.now`. */
export const now = () => performance.timeOrigin + performance.now()

/**
 * Compares this clock with the server's. Of an exchange it is known that the server looked at its clock at some time
 * between asking and the answer: the middle is wrong by half of what it took at most, so the fastest exchange counts.
 */
export function compareClocks() {
  let exchanges = []
  let best = { ahead: 0, error: Number.POSITIVE_INFINITY }
  return {
    /** @param at the server's time, ms, like the two others */
    add(asked, at, answered) {
      exchanges.push({ ahead: at - (asked + answered) / 2, error: (answered - asked) / 2 })
      exchanges = exchanges.slice(-REMEMBERED)
      best = exchanges.reduce((one, other) => (other.error < one.error ? other : one))
    },
    /** How far the server's clock is ahead of this one, ms. */
    get ahead() {
      return best.ahead
    },
    /** By how much that may be wrong, ms. */
    get error() {
      return best.error
    }
  }
}
