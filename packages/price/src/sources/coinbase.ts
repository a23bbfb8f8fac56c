import { percentChange } from '../decimal.ts'
import { SourceFault } from '../fault.ts'
import { type PriceSource, tickOf } from '../source.ts'
import { checkSymbol, parseBody, streamJson } from './read.ts'

export interface CoinbaseOptions {
  /** Base of the REST addresses [`https://api.exchange.coinbase.com`]. */
  restUrl?: string
  /** Address of the stream [`wss://ws-feed.exchange.coinbase.com`]. */
  streamUrl?: string
}

/** Coinbase Exchange, by its public endpoints: the channel `ticker`, and `/products/<pair>/ticker`. */
export function coinbase(options: CoinbaseOptions = {}): PriceSource {
  const { restUrl = 'https://api.exchange.coinbase.com', streamUrl = 'wss://ws-feed.exchange.coinbase.com' } = options
  return {
    name: 'coinbase',
    // A third of the 10 a second that are documented.
    requests: { amount: 200, per: 60_000 },
    has: ({ quote }) => quote !== 'KRW',
    async fetch({ base, quote }, exchange) {
      const url = new URL(`${restUrl.replace(/\/$/, '')}/products/${encodeURIComponent(`${base}-${quote}`)}/ticker`)
      const ticker = parseBody((await exchange.get(url)).body)
      return tickOf(ticker.price, ticker.time)
    },
    stream({ base, quote }, sink, exchange) {
      const product = `${base}-${quote}`
      const hello = JSON.stringify({ type: 'subscribe', product_ids: [product], channels: ['ticker'] })
      return streamJson(
        exchange,
        new URL(streamUrl),
        sink,
        message => {
          if (message.type === 'error') throw new SourceFault('unknown', String(message.message))
          if (message.type !== 'ticker') return undefined
          checkSymbol(message.product_id, product)
          const tick = tickOf(message.price, message.time)
          const opened = tickOf(message.open_24h, message.time).price
          return { ...tick, change24h: changeOf(opened, tick.price) }
        },
        hello
      )
    }
  }
}

function changeOf(from: string, to: string): string | undefined {
  const isNumber = (text: string) => /^\d+(\.\d+)?$/.test(text)
  return isNumber(from) && isNumber(to) ? percentChange(from, to) : undefined
}
