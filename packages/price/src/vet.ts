import { decimalOf, isEqual, isPositive, jumps } from './decimal.ts'

/** One price as a source gave it. */
export interface Tick {
  /** A decimal, as the exchange wrote it. */
  price: string
  /** The exchange's time, ms since 1970. */
  at: number
  /** The change over the last 24 hours, percent, a decimal; left out by sources that do not give it. */
  change24h?: string | undefined
}

/** A price that was shown, as far as the next one is compared with it. */
export interface Shown extends Tick {
  simulated: boolean
}

export type Verdict =
  | { is: 'news' }
  /** What is shown, confirmed. */
  | { is: 'same' }
  /** Older than what is shown, by so much, ms. */
  | { is: 'older'; by: number }
  /** Not to be shown, at least not yet. */
  | { is: 'held'; why: string }

export interface VetOptions {
  /** The part of the last price that the next one may differ by without being confirmed, a decimal. */
  maxJump: string
  now: () => number
}

/** How far an exchange's clock may be ahead of ours, ms. A price from tomorrow would make every later one "older". */
const AHEAD = 60_000
/** How much later a second price must be to confirm a jump, ms: the same message twice confirms nothing. */
const CONFIRM_AFTER = 1_000

/** Judges each price before it is shown, by the last one that was. */
export interface Vet {
  judge(tick: Tick, source: { name: string; simulated: boolean }): Verdict
  /** Goes on from a price that was shown elsewhere. */
  adopt(shown: Shown): void
}

export function createVet({ maxJump, now }: VetOptions): Vet {
  let last: Shown | undefined
  let held: (Tick & { source: string }) | undefined

  const hold = (why: string): Verdict => ({ is: 'held', why })

  function show(tick: Tick, simulated: boolean): Verdict {
    last = { ...tick, simulated }
    held = undefined
    return { is: 'news' }
  }

  return {
    judge(tick, { name, simulated }) {
      const price = decimalOf(tick.price)
      if (price === undefined || !isPositive(price)) return hold('is no positive number')
      if (!Number.isSafeInteger(tick.at) || tick.at <= 0) return hold('has no time')
      if (tick.at > now() + AHEAD) return hold('has a time that is still to come')
      // A simulated market and a real one say nothing about each other.
      if (!last || last.simulated !== simulated) return show(tick, simulated)
      if (tick.at < last.at) return { is: 'older', by: last.at - tick.at }
      if (isEqual(price, last.price)) {
        held = undefined
        if (tick.at === last.at) return { is: 'same' }
        return show(tick, simulated)
      }
      if (!jumps(last.price, price, maxJump)) return show(tick, simulated)
      const isLater = held && (tick.at >= held.at + CONFIRM_AFTER || name !== held.source)
      if (held && isLater && !jumps(held.price, price, maxJump)) return show(tick, simulated)
      // The first of several like it stays, or one that comes every 100 ms would never be confirmed.
      if (!held || jumps(held.price, price, maxJump)) held = { ...tick, source: name }
      return hold(`is far from ${last.price}`)
    },
    adopt(shown) {
      if (!last || last.simulated !== shown.simulated || shown.at > last.at) {
        last = shown
        held = undefined
      }
    }
  }
}
