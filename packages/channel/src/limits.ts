import type { Rate } from '@livelet/protocol'

/** What becomes of a message: it is handled, it is refused, or it ends the connection. */
export type Verdict = 'pass' | 'refuse' | 'close'

/**
 * A token bucket. A refused message costs a token too, so that who does not slow down falls a whole burst into debt, and
 * is closed there; deeper the debt does not become.
 */
export class RateLimit {
  readonly #rate: Rate
  /** When the bucket will be full again, ms. */
  #fullAt = Number.NEGATIVE_INFINITY

  constructor(rate: Rate) {
    this.#rate = rate
  }

  take(now: number): Verdict {
    const { perSecond, burst } = this.#rate
    const debt = (1000 * (2 * burst + 1)) / perSecond
    this.#fullAt = Math.min(Math.max(this.#fullAt, now) + 1000 / perSecond, now + debt)
    const tokens = burst - ((this.#fullAt - now) * perSecond) / 1000
    if (tokens >= -ROUNDING) return 'pass'
    return tokens >= -burst - ROUNDING ? 'refuse' : 'close'
  }
}

/** Of a token: times are added and subtracted, and must not cost a whole one. */
const ROUNDING = 1e-6

const BAD_MESSAGES = 10
const WINDOW = 60_000

/** Counts bad messages: ten a minute are borne. `times` holds when the last ones came, ms. */
export function isOneTooMany(times: number[], now: number): boolean {
  times.push(now)
  if (times.length <= BAD_MESSAGES) return false
  const first = times.shift() as number
  return now - first < WINDOW
}

/** Counts connections, in all and per address. */
export class Caps {
  readonly #max: number
  readonly #maxPerAddress: number | undefined
  readonly #perAddress = new Map<string, number>()
  #total = 0

  constructor(max: number, maxPerAddress?: number) {
    this.#max = max
    this.#maxPerAddress = maxPerAddress
  }

  get total(): number {
    return this.#total
  }

  /** Which cap is reached, if one is; else the place is taken. */
  take(address: string): 'all' | 'address' | undefined {
    if (this.#total >= this.#max) return 'all'
    if (this.#maxPerAddress !== undefined) {
      const count = this.#perAddress.get(address) ?? 0
      if (count >= this.#maxPerAddress) return 'address'
      this.#perAddress.set(address, count + 1)
    }
    this.#total++
  }

  release(address: string): void {
    this.#total--
    const count = this.#perAddress.get(address)
    if (count === undefined) return
    if (count > 1) this.#perAddress.set(address, count - 1)
    else this.#perAddress.delete(address)
  }
}

/** Senders whose pace is remembered. Who is forgotten begins with a whole burst again. */
const MAX_SENDERS = 10_000

/** How fast each of many may send, who have no connection of their own to count on. */
export class SenderLimits {
  readonly #rate: Rate
  readonly #limits = new Map<string, RateLimit>()

  constructor(rate: Rate) {
    this.#rate = rate
  }

  take(sender: string, now: number): Verdict {
    const limit = this.#limits.get(sender) ?? new RateLimit(this.#rate)
    this.#limits.delete(sender)
    this.#limits.set(sender, limit)
    const [oldest] = this.#limits.keys()
    if (this.#limits.size > MAX_SENDERS && oldest !== undefined) this.#limits.delete(oldest)
    return limit.take(now)
  }
}
