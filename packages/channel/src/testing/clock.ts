import type { Clock } from '../clock.ts'

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /** Goes on by `ms`, and runs what falls due on the way, in order. */
  advance(ms: number): void
  /** Timers that wait. */
  readonly pending: number
}

/** @param start ms since the epoch [2026-01-01T00:00:00Z] */
export function fakeClock(start: number = Date.UTC(2026, 0, 1)): FakeClock {
  let now = start
  const timers = new Set<{ due: number; run: () => void }>()
  const next = (until: number) => {
    let first: { due: number; run: () => void } | undefined
    for (const timer of timers) if (timer.due <= until && (!first || timer.due < first.due)) first = timer
    return first
  }
  return {
    now: () => now,
    after(ms, run) {
      const timer = { due: now + ms, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(ms) {
      const until = now + ms
      for (let timer = next(until); timer; timer = next(until)) {
        timers.delete(timer)
        now = timer.due
        timer.run()
      }
      now = until
    },
    get pending() {
      return timers.size
    }
  }
}
