import { SourceFault } from '../fault.ts'
import { fieldsOf } from '../json.ts'
import { type PriceSource, tickOf } from '../source.ts'
import { checkSymbol, parseBody, streamJson } from './read.ts'

export interface KrakenOptions {
  /** Base of the REST addresses [`https://api.kraken.com`]. */
  restUrl?: string
  /** Address of the stream [`wss://ws.kraken.com/v2`]. */
  streamUrl?: string
}

/** Kraken's REST addresses have names of their own for a few. */
const REST_NAMES: Record<string, string> = { BTC: 'XBT', DOGE: 'XDG' }

/**
 * Kraken, by its public endpoints: the channel `ticker` of WebSocket v2, and `/0/public/Ticker`. Its REST answers have no
 * time but that of the response, and no change over 24 hours.
 */
export function kraken(options: KrakenOptions = {}): PriceSource {
  const { restUrl = 'https://api.kraken.com', streamUrl = 'wss://ws.kraken.com/v2' } = options
  return {
    name: 'kraken',
    // Public requests: about one a second.
    requests: { amount: 40, per: 60_000 },
    has: ({ quote }) => quote !== 'KRW',
    async fetch({ base, quote }, exchange) {
      const url = new URL(`${restUrl.replace(/\/$/, '')}/0/public/Ticker`)
      url.searchParams.set('pair', (REST_NAMES[base] ?? base) + quote)
      const { body, headers } = await exchange.get(url)
      const { error, result } = parseBody(body)
      if (Array.isArray(error) && error.length > 0) {
        const said = String(error[0])
        throw new SourceFault(said.includes('Unknown asset pair') ? 'unknown' : 'unavailable', said)
      }
      // The one entry has a name that only Kraken knows: XXBTZUSD.
      const [ticker] = Object.values(fieldsOf(result))
      const [last] = Object.values(fieldsOf(fieldsOf(ticker).c))
      return tickOf(last, headers.get('date'))
    },
    stream({ base, quote }, sink, exchange) {
      const symbol = `${base}/${quote}`
      const hello = JSON.stringify({ method: 'subscribe', params: { channel: 'ticker', symbol: [symbol] } })
      return streamJson(
        exchange,
        new URL(streamUrl),
        sink,
        message => {
          if (message.success === false) throw new SourceFault('unknown', String(message.error))
          if (message.channel !== 'ticker' || !Array.isArray(message.data)) return undefined
          const ticker = fieldsOf(message.data[0])
          checkSymbol(ticker.symbol, symbol)
          // Older servers send no time with it.
          return tickOf(ticker.last, ticker.timestamp ?? String(exchange.clock.now()), ticker.change_pct)
        },
        hello
      )
    }
  }
}
