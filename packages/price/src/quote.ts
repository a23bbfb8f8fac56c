import { formatPrice } from './format.ts'
import { currencyOf, type Pair } from './pair.ts'

/** A price as it is shown: where it is from, and whether it still is news. */
export interface Quote {
  /** A decimal. */
  price: string
  /** The exchange's time, ms since 1970. */
  at: number
  /** Percent, a decimal. */
  change24h?: string | undefined
  source: string
  simulated: boolean
  /** Its source is lost, or has said nothing for `staleAfter`. */
  stale: boolean
}

/** A price as clients get it. */
export interface Price extends Quote {
  symbol: string
  /** What it is shown in: ISO 4217 where there is such a code, `USD` for coins that stand for a dollar. */
  currency: string
  /** As people read it: `$70,352.36`, with ` (simulated)` behind it if it is not a real market's. */
  text: string
}

export function priceOf(pair: Pair, quote: Quote): Price {
  const currency = currencyOf(pair)
  const text = formatPrice(quote.price, currency) + (quote.simulated ? ' (simulated)' : '')
  return { symbol: pair.symbol, currency, ...quote, text }
}
