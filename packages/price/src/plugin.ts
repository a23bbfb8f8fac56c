import { type Live, openChannel, systemClock } from '@livelet/channel'
import { isLiveletError, UnavailableError, ValidationError } from '@livelet/channel/errors'
import { TOPIC_NAME } from '@livelet/protocol'
import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { contract, type PriceMessages } from './contract.ts'
import { decimalOf } from './decimal.ts'
import { words } from './locale.ts'
import { createMarket } from './market.ts'
import { optionSchemas, type PriceOptions } from './options.ts'
import type { Price } from './quote.ts'
import { binance } from './sources/binance.ts'
import { coinbase } from './sources/coinbase.ts'
import { kraken } from './sources/kraken.ts'
import { upbit } from './sources/upbit.ts'

/** A reader is not kept waiting for the first price for longer than this, ms: it comes when it is there. */
const FIRST_WITHIN = 2_000

/** Prices as the app's own code asks for them. */
export interface PriceDecorator {
  /**
   * The price now. All who ask at the same time share one request.
   *
   * @param symbol one of `symbols` [the first]
   * @throws LIVELET_NOT_FOUND, LIVELET_UNAVAILABLE if no source gives any
   */
  get(symbol?: string): Promise<Price>
}

declare module 'fastify' {
  interface FastifyInstance {
    price: PriceDecorator
  }
}

const plugin: FastifyPluginAsync<PriceOptions> = async (fastify, options) => {
  const {
    symbols = ['BTCUSDT'],
    sources = [binance(), coinbase(), kraken(), upbit()],
    staleAfter = 10_000,
    linger = 10_000,
    maxRate = 10,
    maxJump = 0.2,
    timeout = 5_000,
    patience = 1_500,
    clock = systemClock,
    random = Math.random,
    as = 'price'
  } = options
  const live: Live<typeof contract> = await openChannel(
    fastify,
    contract,
    {
      element: new URL('../dist/element.js', import.meta.url),
      options: optionSchemas,
      topics: {
        price: {
          allow: () => true,
          has: name => market.has(name),
          open: name => market.open(name),
          async load(name) {
            const fields = await market.soon(name, FIRST_WITHIN)
            return fields && { type: 'price', fields }
          }
        }
      },
      topicOf({ symbol = market.defaultSymbol }) {
        if (typeof symbol === 'string' && TOPIC_NAME.test(symbol)) return `price/${symbol}`
        throw new ValidationError(`"symbol" must match ${TOPIC_NAME}`)
      },
      receive: {
        price: ({ symbol = market.defaultSymbol }, { connection }) =>
          market.get(symbol).catch(error => {
            throw connection.dialect === 'text' ? inWords(error, symbol) : error
          }),
        history: ({ symbol = market.defaultSymbol }) => ({ symbol, points: market.history(symbol) })
      },
      text: {
        parse: text => ({ type: 'price', fields: { symbol: market.find(text) ?? market.defaultSymbol } }),
        render: { price: ({ text }: PriceMessages['send']['price']) => text }
      }
    },
    options
  )

  function inWords(error: unknown, symbol: string) {
    const isAway = isLiveletError(error) && error.code === 'LIVELET_UNAVAILABLE'
    return isAway ? new UnavailableError(words[live.locale].unavailable(symbol)) : error
  }

  const market = createMarket({
    symbols,
    sources,
    as,
    engine: live.engine,
    clock,
    random,
    timeout,
    staleAfter,
    linger,
    patience,
    maxRate,
    maxJump: decimalOf(String(maxJump)) ?? '0.2',
    log: fastify.log,
    publish: price => live.topic('price', price.symbol).publish('price', price)
  })
  fastify.addHook('onClose', () => market.close())
  const decorator: PriceDecorator = { get: (symbol = market.defaultSymbol) => market.get(symbol) }
  fastify.decorate(as, decorator)
}

/** Serves live prices at `/price`, and decorates the app with `fastify.price`. */
const price: FastifyPluginAsync<PriceOptions> = fp(plugin, { fastify: '5.x', name: '@livelet/price' })
export default price
