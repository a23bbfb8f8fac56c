/** Time, as an argument, so that tests can turn the hands. */
export interface Clock {
  /** A time that only rises, ms. */
  now(): number
  /** Calls `run` once after `ms`; what it returns cancels it. */
  after(ms: number, run: () => void): () => void
}

export const browserClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  }
}
