import { faultOf, SourceFault } from '../fault.ts'
import { fieldsOf } from '../json.ts'
import { type PriceSource, tickOf } from '../source.ts'
import { checkSymbol, parseBody, streamJson } from './read.ts'

export interface BinanceOptions {
  /** Base of the REST addresses [`https://data-api.binance.vision`, which has public data only]. */
  restUrl?: string
  /** Base of the stream addresses [`wss://data-stream.binance.vision`]. */
  streamUrl?: string
}

/** What a ticker of one symbol costs (Binance Spot API, "24hr ticker price change statistics"). */
const WEIGHT = 2

/**
 * Binance's spot market, by its public endpoints: the stream `<symbol>@ticker`, once a second, and `/api/v3/ticker/…` where
 * that cannot be had. Formats and limits as its "Spot API" documentation of 2026 says.
 */
export function binance(options: BinanceOptions = {}): PriceSource {
  const { restUrl = 'https://data-api.binance.vision', streamUrl = 'wss://data-stream.binance.vision' } = options
  const rest = (path: string, symbol: string) => {
    const url = new URL(`${restUrl.replace(/\/$/, '')}/api/v3/${path}`)
    url.searchParams.set('symbol', symbol)
    return url
  }

  return {
    name: 'binance',
    // Half of what is documented (6,000 a minute; 300 in 5 minutes): other programs may share the address.
    requests: { amount: 3_000, per: 60_000 },
    connections: { amount: 150, per: 300_000 },
    has: ({ quote }) => quote !== 'KRW',
    async fetch({ base, quote }, exchange) {
      const symbol = base + quote
      try {
        const { body } = await exchange.get(rest('ticker/24hr', symbol), WEIGHT)
        const ticker = parseBody(body)
        checkSymbol(ticker.symbol, symbol)
        return tickOf(ticker.lastPrice, ticker.closeTime, ticker.priceChangePercent)
      } catch (error) {
        const { kind } = faultOf(error)
        if (kind !== 'unavailable' && kind !== 'malformed') throw error
        // The small one may still be answered. It has no time of its own.
        const { body, headers } = await exchange.get(rest('ticker/price', symbol), WEIGHT)
        const ticker = parseBody(body)
        checkSymbol(ticker.symbol, symbol)
        return tickOf(ticker.price, headers.get('date'))
      }
    },
    stream({ base, quote }, sink, exchange) {
      const symbol = base + quote
      const url = new URL(`${streamUrl.replace(/\/$/, '')}/ws/${encodeURIComponent(symbol.toLowerCase())}@ticker`)
      return streamJson(exchange, url, sink, message => {
        const event = fieldsOf(message.event ?? message)
        if (event.e === 'serverShutdown') throw new SourceFault('restart', 'the server is about to shut down')
        if (event.e !== '24hrTicker') return undefined
        checkSymbol(event.s, symbol)
        return tickOf(event.c, event.E, event.P)
      })
    }
  }
}
