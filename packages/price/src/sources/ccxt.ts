import { faultOf, SourceFault } from '../fault.ts'
import { type PriceSource, tickOf } from '../source.ts'

/** The part of a ccxt exchange that is used. */
export interface CcxtExchange {
  id: string
  /** What ccxt makes its numbers with. */
  number: unknown
  fetchTicker(symbol: string): Promise<{ last?: unknown; timestamp?: unknown; percentage?: unknown }>
}

/**
 * Any of the hundred exchanges that ccxt knows: `ccxt(new exchanges.bybit())`. It is asked again and again, by ccxt's own
 * requests. Its numbers are made strings, `exchange.number = String`, as ccxt offers it: as numbers they would be rounded.
 */
export function ccxt(exchange: CcxtExchange): PriceSource {
  exchange.number = String
  return {
    name: exchange.id,
    has: () => true,
    async fetch({ base, quote }, { clock }) {
      const ticker = await exchange.fetchTicker(`${base}/${quote}`).catch(error => {
        throw faultOfCcxt(error)
      })
      if (typeof ticker.last === 'number') throw new SourceFault('malformed', 'a price that is a rounded number')
      return tickOf(ticker.last, String(ticker.timestamp ?? clock.now()), ticker.percentage)
    }
  }
}

/** ccxt's errors have the names of its documentation's "Error Hierarchy". */
function faultOfCcxt(error: unknown): SourceFault {
  const { name: said, message } = error as Error
  switch (said) {
    case 'BadSymbol':
      return new SourceFault('unknown', message)
    case 'RateLimitExceeded':
    case 'DDoSProtection':
      return new SourceFault('throttled', message, 60_000)
    default:
      return faultOf(error)
  }
}
