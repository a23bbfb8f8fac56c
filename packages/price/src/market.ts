import type { Clock, Engine } from '@livelet/channel'
import { isLiveletError, NotFoundError } from '@livelet/channel/errors'
import type { FastifyBaseLogger } from 'fastify'
import { createBoard } from './board.ts'
import { createDesk } from './desk.ts'
import type { Point } from './history.ts'
import { type Pair, pairOf } from './pair.ts'
import { type Price, priceOf } from './quote.ts'
import type { PriceSource } from './source.ts'
import { createUpstream, type Timing, type Upstream } from './upstream.ts'

export interface MarketOptions extends Timing {
  symbols: readonly string[]
  sources: readonly PriceSource[]
  /** What keys, locks and lines in the log begin with. */
  as: string
  engine: Engine
  clock: Clock
  random: () => number
  /** How long a request may take, ms. */
  timeout: number
  log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>
  publish(price: Price): void | Promise<void>
}

/** All prices of one app. */
export interface Market {
  /** The first symbol. */
  readonly defaultSymbol: string
  has(symbol: string): boolean
  /** The symbol that a person means by these words, if it is one. */
  find(words: string): string | undefined
  /** @throws LIVELET_NOT_FOUND, LIVELET_UNAVAILABLE */
  get(symbol: string): Promise<Price>
  /** The price if there is one within so many ms, else `undefined`. @throws LIVELET_NOT_FOUND */
  soon(symbol: string, ms: number): Promise<Price | undefined>
  /** The last hour, one point a second. @throws LIVELET_NOT_FOUND */
  history(symbol: string): Point[]
  /** Somebody reads, until what is given back is called. @throws LIVELET_NOT_FOUND */
  open(symbol: string): () => void
  close(): Promise<void>
}

/** @throws TypeError if a symbol cannot be read, or no source has it */
export function createMarket(options: MarketOptions): Market {
  const { symbols, sources, as, engine, clock, publish } = options
  const desks = sources.map(source => createDesk(source, options))
  const entries = new Map<string, { pair: Pair; upstream: Upstream }>()
  for (const pair of symbols.map(pairOf)) {
    const { symbol } = pair
    const having = desks.filter(({ source }) => source.has(pair))
    if (having.length === 0) throw new TypeError(`"symbols": none of "sources" has ${symbol}`)
    const upstream = createUpstream({
      ...options,
      pair,
      name: `${as} ${symbol}`,
      desks: having,
      board: createBoard(engine, `${as}.quote:${symbol}`),
      publish: quote => publish(priceOf(pair, quote))
    })
    entries.set(symbol, { pair, upstream })
  }

  function entryOf(symbol: string) {
    const entry = entries.get(symbol)
    if (!entry) throw new NotFoundError(`there is no price of ${JSON.stringify(symbol.slice(0, 64))} here`)
    return entry
  }

  async function get(symbol: string): Promise<Price> {
    const { pair, upstream } = entryOf(symbol)
    return priceOf(pair, await upstream.get())
  }

  return {
    defaultSymbol: symbols[0] ?? '',
    has: symbol => entries.has(symbol),
    find(words) {
      const symbol = words.trim().toUpperCase()
      return entries.has(symbol) ? symbol : undefined
    },
    get,
    async soon(symbol, ms) {
      let cancel = () => {}
      const late = new Promise<undefined>(resolve => {
        cancel = clock.after(ms, () => resolve(undefined))
      })
      try {
        return await Promise.race([get(symbol), late])
      } catch (error) {
        if (isLiveletError(error) && error.code === 'LIVELET_UNAVAILABLE') return undefined
        throw error
      } finally {
        cancel()
      }
    },
    history: symbol => entryOf(symbol).upstream.history(),
    open: symbol => entryOf(symbol).upstream.open(),
    async close() {
      await Promise.all([...entries.values()].map(({ upstream }) => upstream.close()))
    }
  }
}
