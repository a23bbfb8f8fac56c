import type { Clock, SharedOptions } from '@livelet/channel'
import { type TProperties, Type } from 'typebox'
import type { PriceSource } from './source.ts'

export interface PriceOptions extends SharedOptions {
  /** The pairs that can be asked for, the first of which is the default, as `BTCUSDT` or `BTC-USDT` [`['BTCUSDT']`]. */
  symbols?: readonly string[]
  /** Where prices come from, in the order of failover [Binance, Coinbase, Kraken, Upbit]. */
  sources?: readonly PriceSource[]
  /** Without news for so long a price is `stale`, ms [10,000]. */
  staleAfter?: number
  /** The upstream of a symbol stays open for so long after its last reader, ms [10,000]. */
  linger?: number
  /** Prices of a symbol published a second, at most [10]. */
  maxRate?: number
  /** The part of the last price that the next may differ by without being confirmed [0.2]. */
  maxJump?: number
  /** How long a request to an exchange may take, ms [5,000]. */
  timeout?: number
  /** How long a source is waited for before the next is tried too, ms [1,500]. */
  patience?: number
  /** Time, for tests. */
  clock?: Clock
  /** A number from 0 up to 1, for tests [`Math.random`]. */
  random?: () => number
}

const ms = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })
const source = Type.Unsafe({ typeof: 'object', required: ['name', 'has', 'fetch'] })

export const optionSchemas = {
  symbols: Type.Optional(Type.Array(Type.String(), { minItems: 1, uniqueItems: true })),
  sources: Type.Optional(Type.Array(source, { minItems: 1 })),
  staleAfter: Type.Optional(Type.Integer({ minimum: 100, maximum: 3_600_000 })),
  linger: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })),
  maxRate: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1_000 })),
  maxJump: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1_000 })),
  timeout: Type.Optional(ms),
  patience: Type.Optional(ms),
  clock: Type.Optional(Type.Unsafe({ typeof: 'object', required: ['now', 'after'] })),
  random: Type.Optional(Type.Unsafe({ typeof: 'function' }))
} satisfies TProperties
