import type { Clock } from '@livelet/channel'

/** Passes values on, at most one in a time: of those that come too soon, only the last, when the time is up. */
export interface Throttle<T> {
  /** @param urgent is passed on at once, whatever was before */
  push(value: T, urgent?: boolean): void
  /** Forgets what waits. */
  stop(): void
}

/** @param every ms */
export function createThrottle<T>(every: number, clock: Clock, pass: (value: T) => void): Throttle<T> {
  let waiting: { value: T } | undefined
  let cancel: (() => void) | undefined

  function send(value: T): void {
    cancel?.()
    waiting = undefined
    cancel = clock.after(every, () => {
      cancel = undefined
      if (waiting) send(waiting.value)
    })
    pass(value)
  }

  return {
    push(value, urgent = false) {
      if (cancel && !urgent) waiting = { value }
      else send(value)
    },
    stop() {
      cancel?.()
      cancel = undefined
      waiting = undefined
    }
  }
}
