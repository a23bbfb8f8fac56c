import type { Clock } from '@livelet/channel'
import { decimalOf } from './decimal.ts'
import type { SourceFault } from './fault.ts'
import { timeOf } from './json.ts'
import type { Pair } from './pair.ts'
import type { Tick } from './vet.ts'

/** The way to an exchange, within its limits. */
export interface Exchange {
  readonly clock: Clock
  /**
   * GETs a text.
   *
   * @param weight what it costs of the source's limit [1]
   * @throws SourceFault
   */
  get(url: URL, weight?: number): Promise<{ body: string; headers: Headers }>
  /** Opens a WebSocket, and gives back what closes it. */
  connect(url: URL, events: { hello?: string; message(text: string): void; end(fault: SourceFault): void }): () => void
}

export interface TickSink {
  tick(tick: Tick): void
  /** There will be no more. Called at most once, and not after the stream was closed. */
  end(fault: SourceFault): void
}

/** A limit that an exchange documents. */
export interface Limit {
  amount: number
  /** ms */
  per: number
}

/** Where prices come from. It says how an exchange is asked and what it answers; when is not its business. */
export interface PriceSource {
  /** What clients see as `source`, as `binance`. */
  readonly name: string
  /** Whether its prices are no real market's [false]. */
  readonly simulated?: boolean
  /** Requests, by their weight, within a time [60 a minute]. */
  readonly requests?: Limit
  /** Connections begun within a time [30 a minute]. */
  readonly connections?: Limit
  /** Whether it may have this pair. */
  has(pair: Pair): boolean
  /** Asks once. @throws SourceFault */
  fetch(pair: Pair, exchange: Exchange): Promise<Tick>
  /** Prices as they come, until what is given back is called. Without it `fetch` is called again and again. */
  stream?(pair: Pair, sink: TickSink, exchange: Exchange): () => void
}

/** A price out of fields that may hold anything: what is wrong with it is seen when it is judged. */
export function tickOf(price: unknown, at: unknown, change24h?: unknown): Tick {
  return {
    price: decimalOf(price) ?? String(price),
    at: timeOf(at) ?? Number.NaN,
    ...(decimalOf(change24h) !== undefined && { change24h: decimalOf(change24h) })
  }
}
