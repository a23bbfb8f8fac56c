import type { Clock } from './clock.ts'

/** How long words must stand before they are read out, ms. */
const SETTLE = 1000
/** Time between two that are read out, ms. */
const QUIET = 10_000
/** Time in which the same words are not read out again, ms. */
const AGAIN = 30_000

/** Chooses what a live region says of a sign that comes and goes, so that it can be listened to. */
export function createAnnouncer(clock: Clock, say: (words: string) => void): { show(words: string): void } {
  let shown = ''
  let said = ''
  let saidAt = Number.NEGATIVE_INFINITY
  let forget = () => {}

  function announce() {
    if (shown === said && clock.now() - saidAt < AGAIN) return
    said = shown
    saidAt = clock.now()
    say(shown)
  }

  return {
    show(words) {
      if (words === shown) return
      shown = words
      forget()
      // That it is over needs no words.
      if (words === '') say('')
      else forget = clock.after(Math.max(SETTLE, saidAt + QUIET - clock.now()), announce)
    }
  }
}
