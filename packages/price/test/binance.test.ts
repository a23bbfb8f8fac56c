import t from 'tap'
import { pairOf } from '../src/pair.ts'
import { binance } from '../src/sources/binance.ts'
import { BTC, deskOf, listen, refusal } from './fixtures/desk.ts'
import { fakeExchange, type Teardown } from './fixtures/exchange.ts'

const NOW = Date.UTC(2026, 0, 1)

async function setUp(t: Teardown) {
  const exchange = await fakeExchange(t, { now: () => NOW })
  // A slash at its end is no mistake.
  return { exchange, desk: deskOf(binance({ restUrl: `${exchange.restUrl}/`, streamUrl: exchange.streamUrl })) }
}

t.test('a request gives the price as it was written, the exchange’s time and the change', async t => {
  const { exchange, desk } = await setUp(t)
  t.same(await desk.source.fetch(BTC, desk), { price: '70352.36000000', at: NOW, change24h: '1.234' })
  t.same(exchange.requests, ['/api/v3/ticker/24hr?symbol=BTCUSDT'])
})

t.test('where the ticker cannot be had, the price alone is asked for', async t => {
  const { exchange, desk } = await setUp(t)
  exchange.restOf.set('ticker/24hr', { status: 503 })
  t.same(await desk.source.fetch(BTC, desk), { price: '70352.36000000', at: NOW })
  exchange.restOf.set('ticker/24hr', { status: 200, body: '{"symbol":"BTCUSDT"' })
  t.match(await desk.source.fetch(BTC, desk), { price: '70352.36000000' })
  exchange.restOf.set('ticker/24hr', { status: 200, body: '{"symbol":"ETHUSDT","lastPrice":"1.0","closeTime":1}' })
  t.match(await desk.source.fetch(BTC, desk), { price: '70352.36000000' }, 'nor is another symbol’s price taken')
})

t.test('a symbol that the exchange does not know is not asked for twice at once', async t => {
  const { exchange, desk } = await setUp(t)
  t.match(await refusal(desk.source.fetch(pairOf('NEWUSDT'), desk)), { kind: 'unknown' })
  t.equal(exchange.requests.length, 1)
})

t.test('what is no price reaches the judge as it is, and does not become a number', async t => {
  const { exchange, desk } = await setUp(t)
  exchange.restOf.set('ticker/24hr', { status: 200, body: '{"symbol":"BTCUSDT","lastPrice":null,"closeTime":"soon"}' })
  t.same(await desk.source.fetch(BTC, desk), { price: 'null', at: Number.NaN })
})

t.test('a stream gives prices as they come', async t => {
  const { exchange, desk } = await setUp(t)
  const heard = listen(desk)
  await exchange.connected()
  exchange.sayRaw('{"result":null,"id":1}')
  exchange.say('70353.00000000', { at: NOW + 5, change: '-0.500' })
  t.same(await heard.tick(), { price: '70353.00000000', at: NOW + 5, change24h: '-0.500' })
  heard.close()
})

t.test('a ping is answered with its own payload', async t => {
  const { exchange, desk } = await setUp(t)
  const heard = listen(desk)
  await exchange.connected()
  t.equal(await exchange.ping('1767225600000'), '1767225600000')
  heard.close()
})

t.test('a stream ends with what was wrong with it', async t => {
  const { exchange, desk } = await setUp(t)
  for (const [said, kind] of [
    ['{"e":"24hrTicker","s":"BTCUSDT"', 'malformed'],
    ['{"e":"24hrTicker","s":"ETHUSDT","c":"1.0","E":1}', 'malformed'],
    ['{"e":"serverShutdown","E":1770123456789}', 'restart'],
    ['{"event":{"e":"serverShutdown","E":1770123456789}}', 'restart'],
    ['x'.repeat(70_000), 'unreachable']
  ] as const) {
    const heard = listen(desk)
    await exchange.connected()
    exchange.sayRaw(said)
    t.match(await heard.end(), { kind }, said.slice(0, 60))
    while (exchange.streams > 0) await new Promise(setImmediate)
  }
  const heard = listen(desk)
  await exchange.connected()
  exchange.disconnect()
  t.match(await heard.end(), { kind: 'unavailable', message: 'closed with 1006' })
})
