import type { Clock } from './types.ts'

/** How long an answer to our own beat may take, ms. */
const GRACE = 5000

export interface Liveness {
  /** Something came. */
  heard(): void
  /** Asks for a sign of life now, for example after the machine has slept. */
  ask(): void
  /** @param heartbeat the time after which the server beats if it has nothing else to send, ms. */
  start(heartbeat: number): void
  stop(): void
}

/**
 * Notices a half-open connection: if two beats were missed, the client sends its own, which a server answers at once, and
 * if nothing at all comes within the grace, `dead` is called. Asking first keeps a page that was frozen, and finds its
 * timers due before its messages, from dropping a sound connection. One timer, not one for each message.
 */
export function openLiveness(clock: Clock, beat: () => void, dead: () => void): Liveness {
  let limit = 0
  let last = 0
  /** Our beat has not been followed by anything yet. */
  let asked = false
  let timer: unknown

  const arm = (callback: () => void, ms: number) => {
    clock.clearTimeout(timer)
    timer = clock.setTimeout(callback, ms)
  }
  const check = () => {
    const left = last + limit - clock.now()
    if (left > 0) arm(check, left)
    else ask()
  }
  const ask = () => {
    if (asked) return
    asked = true
    beat()
    arm(() => (asked ? dead() : check()), GRACE)
  }
  const heard = () => {
    asked = false
    last = clock.now()
  }

  return {
    heard,
    ask,
    start(heartbeat) {
      // Past 2³¹ - 1, `setTimeout` would fire at once.
      limit = Math.min(2 * heartbeat, 2 ** 31 - 1)
      heard()
      check()
    },
    stop() {
      clock.clearTimeout(timer)
    }
  }
}
