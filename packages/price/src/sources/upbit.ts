import { randomUUID } from 'node:crypto'
import { SourceFault } from '../fault.ts'
import { fieldsOf } from '../json.ts'
import { type PriceSource, tickOf } from '../source.ts'
import { checkSymbol, parseBody, streamJson } from './read.ts'

export interface UpbitOptions {
  /** Base of the REST addresses [`https://api.upbit.com`]. */
  restUrl?: string
  /** Base of the stream addresses [`wss://api.upbit.com`]. */
  streamUrl?: string
}

const QUOTES = ['KRW', 'BTC', 'USDT']

/**
 * Upbit, by its public endpoints: the type `ticker` of WebSocket v1, and `/v1/ticker`. Prices in won. Its "change" is that
 * since 9 o'clock in Seoul and not over 24 hours, so that it is left out.
 */
export function upbit(options: UpbitOptions = {}): PriceSource {
  const { restUrl = 'https://api.upbit.com', streamUrl = 'wss://api.upbit.com' } = options
  return {
    name: 'upbit',
    // A fifth of the 10 requests a second that are documented, and half of the 100 connections a minute.
    requests: { amount: 120, per: 60_000 },
    connections: { amount: 50, per: 60_000 },
    has: ({ quote }) => QUOTES.includes(quote),
    async fetch({ base, quote }, exchange) {
      const market = `${quote}-${base}`
      const url = new URL(`${restUrl.replace(/\/$/, '')}/v1/ticker`)
      url.searchParams.set('markets', market)
      const ticker = fieldsOf(parseBody((await exchange.get(url)).body)[0])
      checkSymbol(ticker.market, market)
      return tickOf(ticker.trade_price, ticker.timestamp)
    },
    stream({ base, quote }, sink, exchange) {
      const market = `${quote}-${base}`
      const url = new URL(`${streamUrl.replace(/\/$/, '')}/websocket/v1`)
      const hello = JSON.stringify([{ ticket: randomUUID() }, { type: 'ticker', codes: [market] }])
      return streamJson(
        exchange,
        url,
        sink,
        message => {
          if (message.error) throw new SourceFault('unavailable', String(fieldsOf(message.error).name))
          if (message.type !== 'ticker') return undefined
          checkSymbol(message.code, market)
          return tickOf(message.trade_price, message.timestamp)
        },
        hello
      )
    }
  }
}
