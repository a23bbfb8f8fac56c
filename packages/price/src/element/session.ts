import type { Client } from '@livelet/client'
import type { PriceMessages } from '../contract.ts'
import { createHistory, type Point } from '../history.ts'

export type Shown = PriceMessages['send']['price']

export interface Session {
  /** What to show; `undefined` until the server has said it. */
  readonly price: Shown | undefined
  /** It is watched, and there is nothing to see yet. */
  readonly isWaiting: boolean
  /** When it was news for the last time, ms since 1970 by this machine's clock. */
  readonly heardAt: number
  /** The last hour, one point a second. */
  points(): Point[]
  stop(): void
}

export interface SessionEvents {
  change(): void
  /** Watching the price was refused. */
  refused(code: string): void
}

/** One price over a connection: what it is now, and what it was in the last hour. */
export function openSession(client: Client<PriceMessages>, symbol: string, events: SessionEvents): Session {
  const history = createHistory()
  let price: Shown | undefined
  let heardAt = 0
  let isJoined = false
  let isOver = false

  const leave = client.subscribe(
    `price/${symbol}`,
    message => {
      if (message.type !== 'price') return
      const isOtherMarket = price !== undefined && price.simulated !== message.simulated
      price = message
      // A stale price was news before we heard of it: its own time is the best that is known.
      if (!price.stale) heardAt = Date.now()
      else if (heardAt === 0) heardAt = Math.min(Date.now(), price.at)
      if (isOtherMarket) history.clear()
      if (!price.stale) history.add(price.at, price.price)
      events.change()
    },
    {
      onJoined() {
        isJoined = true
        void loadPast()
      },
      onError: error => events.refused(error.code)
    }
  )

  /** What was before the join: at the first one, and after a time without connection. */
  async function loadPast(): Promise<void> {
    try {
      const { points } = await client.request('history', { symbol })
      if (isOver) return
      const later = history.points()
      history.clear()
      for (const [at, was] of [...points, ...later]) history.add(at, was)
      events.change()
    } catch {
      // Then the chart begins now.
    }
  }

  return {
    get price() {
      return price
    },
    get isWaiting() {
      return isJoined && price === undefined
    },
    get heardAt() {
      return heardAt
    },
    points: history.points,
    stop() {
      isOver = true
      leave()
    }
  }
}
