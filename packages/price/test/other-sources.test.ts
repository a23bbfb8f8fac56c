import t from 'tap'
import { pairOf } from '../src/pair.ts'
import { ccxt } from '../src/sources/ccxt.ts'
import { coinbase } from '../src/sources/coinbase.ts'
import { kraken } from '../src/sources/kraken.ts'
import { upbit } from '../src/sources/upbit.ts'
import { deskOf, listen, refusal } from './fixtures/desk.ts'
import { serverThatSays } from './fixtures/server.ts'

const NOW = Date.UTC(2026, 0, 1)
const USD = pairOf('BTC-USD')
const KRW = pairOf('BTCKRW')

t.test('Coinbase: a request, and a stream with the change from its opening price', async t => {
  const server = await serverThatSays(
    t,
    '{"trade_id":1,"price":"70352.36","size":"0.1","time":"2026-01-01T00:00:00.123456Z","bid":"1","ask":"2","volume":"3"}'
  )
  const desk = deskOf(coinbase(server))
  t.same(await desk.source.fetch(USD, desk), { price: '70352.36', at: NOW + 123 })
  t.same(server.paths, ['/products/BTC-USD/ticker'])

  const [heard, { said, stream }] = [listen(desk, USD), await server.hello()]
  t.same(said, { type: 'subscribe', product_ids: ['BTC-USD'], channels: ['ticker'] })
  stream.send('{"type":"subscriptions","channels":[{"name":"ticker","product_ids":["BTC-USD"]}]}')
  stream.send(
    '{"type":"ticker","sequence":7,"product_id":"BTC-USD","price":"101","open_24h":"100","time":"2026-01-01T00:00:01.000000Z"}'
  )
  t.same(await heard.tick(), { price: '101', at: NOW + 1_000, change24h: '1.000' })
  stream.send('{"type":"error","message":"Failed to subscribe","reason":"BTC-XXX is not a valid product"}')
  t.match(await heard.end(), { kind: 'unknown' })
})

t.test('Kraken: its prices are numbers, and arrive digit for digit', async t => {
  const server = await serverThatSays(
    t,
    '{"error":[],"result":{"XXBTZUSD":{"a":["70352.4","1","1.0"],"c":["70352.30000","0.1"],"o":"69000.0"}}}'
  )
  const desk = deskOf(kraken(server))
  t.same(await desk.source.fetch(USD, desk), { price: '70352.30000', at: NOW })
  t.same(server.paths, ['/0/public/Ticker?pair=XBTUSD'])

  const [heard, { said, stream }] = [listen(desk, USD), await server.hello()]
  t.same(said, { method: 'subscribe', params: { channel: 'ticker', symbol: ['BTC/USD'] } })
  stream.send('{"channel":"status","type":"update","data":[{"system":"online"}]}')
  stream.send('{"channel":"heartbeat"}')
  stream.send(
    '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","last":70352.10000000000001,"change_pct":-0.17,"timestamp":"2026-01-01T00:00:02.5Z"}]}'
  )
  t.same(await heard.tick(), { price: '70352.10000000000001', at: NOW + 2_500, change24h: '-0.17' })
  stream.send('{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","last":70353.0,"change_pct":0}]}')
  t.same(await heard.tick(), { price: '70353.0', at: desk.clock.now(), change24h: '0' }, 'without a time, ours')
  stream.send('{"method":"subscribe","success":false,"error":"Currency pair not supported BTC/USD"}')
  t.match(await heard.end(), { kind: 'unknown' })
})

t.test('Kraken says in its body what it does not know', async t => {
  const server = await serverThatSays(t, '{"error":["EQuery:Unknown asset pair"]}')
  const desk = deskOf(kraken(server))
  t.match(await refusal(desk.source.fetch(USD, desk)), { kind: 'unknown' })
})

t.test('Upbit: prices in won, without a change that is not one over 24 hours', async t => {
  const server = await serverThatSays(
    t,
    `[{"market":"KRW-BTC","trade_price":103450000.00000000,"signed_change_rate":0.02,"trade_timestamp":${NOW - 9},"timestamp":${NOW}}]`
  )
  const desk = deskOf(upbit(server))
  t.same(await desk.source.fetch(KRW, desk), { price: '103450000.00000000', at: NOW })
  t.same(server.paths, ['/v1/ticker?markets=KRW-BTC'])
  t.ok(desk.source.has(KRW))
  t.notOk(desk.source.has(USD))

  const [heard, { said, path, stream }] = [listen(desk, KRW), await server.hello()]
  t.equal(path, '/websocket/v1')
  t.match(said, [{ ticket: /^[\w-]{36}$/ }, { type: 'ticker', codes: ['KRW-BTC'] }])
  // It sends binary messages.
  stream.send(Buffer.from(`{"type":"ticker","code":"KRW-BTC","trade_price":1.03451E8,"timestamp":${NOW + 1}}`))
  t.same(await heard.tick(), { price: '103451000', at: NOW + 1 })
  stream.send('{"error":{"name":"WRONG_FORMAT","message":"..."}}')
  t.match(await heard.end(), { kind: 'unavailable', message: 'WRONG_FORMAT' })
})

t.test('an answer about another market ends in a fault', async t => {
  const server = await serverThatSays(t, `[{"market":"KRW-ETH","trade_price":1,"timestamp":${NOW}}]`)
  const desk = deskOf(upbit(server))
  t.match(await refusal(desk.source.fetch(KRW, desk)), { kind: 'malformed' })
})

t.test('an exchange of ccxt gives strings, or nothing', async t => {
  class BadSymbol extends Error {
    override name = 'BadSymbol'
  }
  class RateLimitExceeded extends Error {
    override name = 'RateLimitExceeded'
  }
  const answers: Record<string, () => object> = {
    'BTC/USD': () => ({ last: '70352.36000000', timestamp: NOW, percentage: '-95.960' }),
    'BTC/KRW': () => ({ last: 103450000.5, timestamp: NOW }),
    'ETH/USD': () => {
      throw new RateLimitExceeded('slower')
    }
  }
  const exchange = {
    id: 'bybit',
    number: Number as unknown,
    async fetchTicker(symbol: string) {
      const answer = answers[symbol]
      if (!answer) throw new BadSymbol(symbol)
      return answer()
    }
  }
  const desk = deskOf(ccxt(exchange))
  t.equal(exchange.number, String, 'ccxt makes its numbers with this')
  t.same(await desk.source.fetch(USD, desk), { price: '70352.36000000', at: NOW, change24h: '-95.960' })
  t.match(await refusal(desk.source.fetch(KRW, desk)), { kind: 'malformed', message: /rounded/ })
  t.match(await refusal(desk.source.fetch(pairOf('XRP-USD'), desk)), { kind: 'unknown' })
  t.match(await refusal(desk.source.fetch(pairOf('ETH-USD'), desk)), { kind: 'throttled', retryAfter: 60_000 })
})
