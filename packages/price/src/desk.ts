import type { Clock } from '@livelet/channel'
import { createBudget } from './budget.ts'
import { isOfAddress, SourceFault } from './fault.ts'
import { getText } from './http.ts'
import type { Exchange, PriceSource } from './source.ts'
import { openStream } from './stream.ts'

const REQUESTS = { amount: 60, per: 60_000 }
const CONNECTIONS = { amount: 30, per: 60_000 }
/** Spread over so much more than what an exchange asks for, ms: others were told the same time. */
const SPREAD = 1_000

/** One source as this process uses it: what is kept of its limits, whatever the symbol. */
export interface Desk extends Exchange {
  readonly source: PriceSource
  /** Nothing may be asked of it before, ms since 1970; infinite if never. */
  readonly opensAt: number
  /** Its last request has failed, or one is waited for longer than `patience`. */
  readonly isWeak: boolean
}

export interface DeskOptions {
  clock: Clock
  random: () => number
  /** ms */
  timeout: number
  /** ms */
  patience: number
}

export function createDesk(source: PriceSource, { clock, random, timeout, patience }: DeskOptions): Desk {
  const budgetOf = ({ amount, per }: { amount: number; per: number }) =>
    createBudget({ limit: amount, per, now: clock.now })
  const requests = budgetOf(source.requests ?? REQUESTS)
  const connections = budgetOf(source.connections ?? CONNECTIONS)
  let opensAt = 0
  let isWeak = false

  /** Keeps away from the exchange for as long as it says, for all symbols. */
  function heed(fault: SourceFault): SourceFault {
    if (isOfAddress(fault)) {
      opensAt = Math.max(opensAt, clock.now() + (fault.retryAfter ?? SPREAD) + random() * SPREAD)
    }
    return fault
  }

  /** What speaks against asking now. */
  function obstacle(budget: typeof requests, amount: number): SourceFault | undefined {
    if (opensAt > clock.now()) return new SourceFault('throttled', 'it asked not to be asked', opensAt - clock.now())
    const wait = budget.spend(amount)
    return wait > 0 ? new SourceFault('throttled', 'its limit is used up', wait) : undefined
  }

  return {
    source,
    clock,
    get opensAt() {
      return opensAt
    },
    get isWeak() {
      return isWeak
    },
    async get(url, weight = 1) {
      const fault = obstacle(requests, weight)
      if (fault) throw fault
      const cancel = clock.after(patience, () => {
        isWeak = true
      })
      try {
        const answer = await getText(url, { clock, timeout })
        const used = Number(answer.headers.get('x-mbx-used-weight-1m'))
        if (used > 0) requests.reported(used)
        isWeak = false
        return answer
      } catch (error) {
        isWeak = true
        throw heed(error as SourceFault)
      } finally {
        cancel()
      }
    },
    connect(url, { end, ...events }) {
      const fault = obstacle(connections, 1)
      if (!fault) return openStream(url, { ...events, end: fault => end(heed(fault)) }, clock.now)
      // Not at once: who connects has nothing yet to close it with.
      return clock.after(0, () => end(fault))
    }
  }
}
