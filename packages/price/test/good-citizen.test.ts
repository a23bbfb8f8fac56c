import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { binance } from '../src/sources/binance.ts'
import { BTC, deskOf, listen, refusal } from './fixtures/desk.ts'
import { fakeExchange, type Teardown } from './fixtures/exchange.ts'

async function setUp(t: Teardown) {
  const exchange = await fakeExchange(t)
  return { exchange, desk: deskOf(binance(exchange)) }
}

t.test('after 429 and 418 nothing is asked before the time that they say', async t => {
  for (const [status, kind] of [
    [429, 'throttled'],
    [418, 'banned']
  ] as const) {
    const { exchange, desk } = await setUp(t)
    const { clock } = desk
    exchange.rest = { status, retryAfter: 30 }
    t.match(await refusal(desk.source.fetch(BTC, desk)), { kind })
    exchange.rest = undefined
    t.ok(desk.opensAt > clock.now() + 30_000 && desk.opensAt <= clock.now() + 31_000, 'spread over a second after it')
    clock.advance(30_000)
    t.match(await refusal(desk.source.fetch(BTC, desk)), { kind: 'throttled', message: 'it asked not to be asked' })
    const refused = listen(desk)
    clock.advance(0)
    t.match(await refused.end(), { kind: 'throttled' })
    t.equal(exchange.requests.length, 1)
    t.equal(exchange.connections, 0, 'nor is a stream begun')
    clock.advance(1_000)
    t.match(await desk.source.fetch(BTC, desk), { price: '70352.36000000' })
  }
})

t.test('a refused stream counts as well', async t => {
  const { exchange, desk } = await setUp(t)
  exchange.stream = { status: 429, retryAfter: 10 }
  t.match(await listen(desk).end(), { kind: 'throttled', retryAfter: 10_000 })
  t.match(await refusal(desk.source.fetch(BTC, desk)), { kind: 'throttled' })
  t.equal(exchange.requests.length, 0)
})

t.test('without a time it keeps away for as long as the exchange’s shortest ban', async t => {
  for (const [status, ms] of [
    [429, 60_000],
    [418, 120_000],
    [403, 300_000]
  ] as const) {
    const { exchange, desk } = await setUp(t)
    exchange.rest = { status }
    t.match(await refusal(desk.source.fetch(BTC, desk)), { retryAfter: ms })
    t.ok(desk.opensAt > desk.clock.now() + ms)
  }
})

t.test('Retry-After may be a date', async t => {
  const { exchange, desk } = await setUp(t)
  const { clock } = desk
  const server = createServer((_request, response) => {
    response.writeHead(429, { 'retry-after': new Date(clock.now() + 45_000).toUTCString() }).end()
  }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const other = deskOf(binance({ restUrl: `http://127.0.0.1:${port}`, streamUrl: exchange.streamUrl }), clock)
  t.match(await refusal(other.source.fetch(BTC, other)), { kind: 'throttled', retryAfter: 45_000 })
})

t.test('a place that is not served is never asked again', async t => {
  const { exchange, desk } = await setUp(t)
  exchange.rest = { status: 451, body: '{"code":0,"msg":"Service unavailable from a restricted location"}' }
  t.match(await refusal(desk.source.fetch(BTC, desk)), { kind: 'blocked' })
  t.equal(desk.opensAt, Number.POSITIVE_INFINITY)
  desk.clock.advance(86_400_000)
  t.match(await refusal(desk.source.fetch(BTC, desk)), { kind: 'throttled' })
  t.equal(exchange.requests.length, 1)
})

t.test('a fault of the server is one of this request alone', async t => {
  const { exchange, desk } = await setUp(t)
  exchange.rest = { status: 500 }
  t.match(await refusal(desk.source.fetch(BTC, desk)), { kind: 'unavailable', message: 'HTTP 500' })
  exchange.rest = undefined
  t.match(await desk.source.fetch(BTC, desk), { price: '70352.36000000' })
})

t.test('a request that is not answered is given up in time', async t => {
  const { exchange, desk } = await setUp(t)
  exchange.rest = 'silent'
  const asked = desk.source.fetch(BTC, desk).catch(error => error)
  while (exchange.requests.length === 0) await new Promise(setImmediate)
  desk.clock.advance(5_000)
  while (exchange.requests.length === 1) await new Promise(setImmediate)
  desk.clock.advance(5_000)
  t.match(await asked, { kind: 'unavailable', message: 'no answer within 5000 ms' })
})

t.test('an answer that does not end is not read to its end, and one from elsewhere not at all', async t => {
  const server = createServer((request, response) => {
    if (request.url?.includes('ETH')) response.writeHead(302, { location: '/elsewhere' }).end()
    else if (request.url === '/elsewhere') response.end('{"symbol":"ETHUSDT","lastPrice":"1.0","closeTime":1}')
    else response.end(`{"symbol":"BTCUSDT","lastPrice":"${'1'.repeat(300_000)}"}`)
  }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const desk = deskOf(binance({ restUrl: `http://127.0.0.1:${port}` }))
  t.match(await refusal(desk.source.fetch(BTC, desk)), { kind: 'malformed', message: /262144 bytes/ })
  t.match(await refusal(desk.source.fetch({ symbol: 'ETHUSDT', base: 'ETH', quote: 'USDT' }, desk)), {
    kind: 'unreachable'
  })
})

t.test('the weight of requests stays below the limit, whoever else has spent of it', async t => {
  const { exchange, desk } = await setUp(t)
  const source = { ...desk.source, requests: { amount: 10, per: 60_000 } }
  const own = deskOf(source)
  for (let i = 0; i < 5; i++) await source.fetch(BTC, own)
  t.match(await refusal(source.fetch(BTC, own)), {
    kind: 'throttled',
    message: 'its limit is used up',
    retryAfter: 60_000
  })
  t.equal(exchange.requests.length, 5)
  const late = deskOf(source)
  await source.fetch(BTC, late)
  t.match(await refusal(source.fetch(BTC, late)), { kind: 'throttled' }, 'the exchange has said how much is used')
})

t.test('connections are not begun without end', async t => {
  const { exchange, desk } = await setUp(t)
  const own = deskOf({ ...desk.source, connections: { amount: 3, per: 300_000 } })
  for (let i = 0; i < 3; i++) {
    const heard = listen(own)
    await exchange.connected()
    heard.close()
    while (exchange.streams > 0) await new Promise(setImmediate)
  }
  const refused = listen(own)
  own.clock.advance(0)
  t.match(await refused.end(), { kind: 'throttled', retryAfter: 300_000 })
  t.equal(exchange.connections, 3)
})
