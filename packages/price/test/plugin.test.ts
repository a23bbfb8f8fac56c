import channel from '@livelet/channel'
import { fakeClock, testApp } from '@livelet/channel/testing'
import Fastify from 'fastify'
import t from 'tap'
import price, { binance, type PriceDecorator, type PriceOptions, simulated } from '../src/index.ts'
import { fakeExchange, type Teardown } from './fixtures/exchange.ts'

declare module 'fastify' {
  interface FastifyInstance {
    rates: PriceDecorator
  }
}

async function setUp(t: Teardown, options: PriceOptions = {}) {
  const exchange = await fakeExchange(t, { now: options.clock?.now ?? Date.now })
  const running = await testApp(t, app =>
    app.register(price, { symbols: ['BTCUSDT', 'ETHUSDT'], sources: [binance(exchange)], ...options })
  )
  return { exchange, ...running }
}

t.test('a program asks for a price, and for that of another symbol', async t => {
  const { connect } = await setUp(t)
  const client = await connect('/price')
  t.match(await client.message('welcome'), { topic: undefined })
  t.match(await client.request({ type: 'price' }), {
    type: 'price',
    symbol: 'BTCUSDT',
    price: '70352.36000000',
    currency: 'USD',
    source: 'binance',
    simulated: false,
    stale: false,
    change24h: '1.234',
    text: '$70,352.36'
  })
  t.match(await client.request({ type: 'price', symbol: 'ETHUSDT' }), { symbol: 'ETHUSDT' })
  t.same(await client.request({ type: 'history', symbol: 'BTCUSDT' }).then(({ points }) => points.length), 1)
})

t.test('a person types a symbol or anything else, and reads one price for each', async t => {
  const { connectText, exchange } = await setUp(t)
  const client = await connectText('/price')
  client.send('가격?')
  t.equal(await client.next(), '$70,352.36')
  exchange.price = '3512.48'
  client.send(' ethusdt\n')
  t.equal(await client.next(), '$3,512.48')
  client.send('x'.repeat(1_000))
  t.equal(await client.next(), '$70,352.36')
  client.send('../../etc/passwd')
  t.equal(await client.next(), '$70,352.36')
  t.same(client.waiting, [], 'and nothing that was not asked for')
})

t.test('what is no real market’s price says so to people', async t => {
  const { connectText, connect } = await setUp(t, { sources: [simulated()] })
  const client = await connectText('/price')
  client.send('BTCUSDT')
  t.match(await client.next(), /^\$7\d,\d{3}\.\d\d \(simulated\)$/)
  t.match(await (await connect('/price')).request({ type: 'price' }), {
    source: 'simulated',
    simulated: true,
    text: / \(simulated\)$/
  })
})

t.test('a symbol that is not configured is not found, and nobody is asked for it', async t => {
  const { app, connect, exchange, url } = await setUp(t)
  const client = await connect('/price')
  for (const symbol of ['DOGEUSDT', 'btcusdt', '..', 'constructor']) {
    t.match(await client.request({ type: 'price', symbol }), { type: 'error', code: 'LIVELET_NOT_FOUND' }, symbol)
    t.match(await client.request({ type: 'history', symbol }), { type: 'error', code: 'LIVELET_NOT_FOUND' }, symbol)
    t.match(await client.joined(`price/${symbol}`), { type: 'error', code: 'LIVELET_NOT_FOUND' }, symbol)
    await t.rejects(app.price.get(symbol), { code: 'LIVELET_NOT_FOUND' })
    const response = await fetch(`${url}/price?symbol=${symbol}`)
    t.equal(response.status, 404)
    t.match(await response.json(), { code: 'LIVELET_NOT_FOUND' })
  }
  t.same(exchange.requests, [])
  t.equal(exchange.connections, 0)
})

t.test('a symbol that is none is refused before any request leaves', async t => {
  const { connect, exchange, url } = await setUp(t)
  const client = await connect('/price')
  for (const symbol of ['X'.repeat(1_000), 'BTC/USDT', 'BTCUSDT?symbol=X', 'BTC USDT', 'BTCUSDT\n', '', '%2e']) {
    t.match(
      await client.request({ type: 'price', symbol }),
      { code: 'LIVELET_VALIDATION', message: /"symbol"/ },
      symbol
    )
    const response = await fetch(`${url}/price?symbol=${encodeURIComponent(symbol)}`)
    t.equal(response.status, 400, symbol)
    t.match(await response.json(), { code: 'LIVELET_VALIDATION' })
  }
  t.equal((await fetch(`${url}/price?symbol=BTCUSDT&symbol=BTCUSDT`)).status, 400)
  const other = await connect('/price')
  for (const symbol of [5, null, {}, ['BTCUSDT']]) {
    t.match(await other.request({ type: 'price', symbol }), { code: 'LIVELET_VALIDATION' })
  }
  t.same(exchange.requests, [])
  t.equal(exchange.connections, 0)
})

t.test('GET gives a price, and that of the default symbol without one', async t => {
  const { exchange, url } = await setUp(t)
  const response = await fetch(`${url}/price?symbol=ETHUSDT`)
  t.equal(response.status, 200)
  t.match(response.headers.get('content-type'), 'application/json')
  t.match(await response.json(), { symbol: 'ETHUSDT', price: '70352.36000000', text: '$70,352.36' })
  t.match(await (await fetch(`${url}/price`)).json(), { symbol: 'BTCUSDT' })
  t.equal(exchange.requests.length, 2)
})

t.test('the app’s own code asks too', async t => {
  const { app } = await setUp(t)
  t.match(await app.price.get('BTCUSDT'), { price: '70352.36000000', source: 'binance' })
  t.match(await app.price.get(), { symbol: 'BTCUSDT' })
})

t.test('whom the app does not allow gets no price over any way', async t => {
  const { connect, url } = await setUp(t, { allow: { price: () => false } })
  const client = await connect('/price')
  t.match(await client.joined('price/BTCUSDT'), { code: 'LIVELET_FORBIDDEN' })
  t.equal((await fetch(`${url}/price`)).status, 403)
})

t.test('while no source gives anything it is unavailable, in the language of who asks', async t => {
  const exchange = await fakeExchange(t)
  exchange.die()
  const { connect, connectText, url } = await testApp(t, async app => {
    await app.register(channel)
    await app.register(price, { sources: [binance(exchange)] })
    await app.register(price, { sources: [binance(exchange)], as: 'rates', path: '/rates', locale: 'en' })
  })
  const client = await connect('/price')
  t.match(await client.request({ type: 'price' }), { type: 'error', code: 'LIVELET_UNAVAILABLE' })
  t.match(await client.joined('price/BTCUSDT'), { type: 'joined' }, 'a reader is let in, and waits')
  const response = await fetch(`${url}/price`)
  t.equal(response.status, 503)
  t.match(await response.json(), { code: 'LIVELET_UNAVAILABLE' })
  const text = await connectText('/price')
  text.send('BTCUSDT')
  t.match(await text.next(), /^error: .*BTCUSDT 시세/)
  const english = await connectText('/rates')
  english.send('?')
  t.match(await english.next(), /^error: no market gives a price of BTCUSDT/)
})

t.test('what was shown last is given as stale when nobody answers any more', async t => {
  const clock = fakeClock()
  const { app, exchange } = await setUp(t, { clock })
  t.match(await app.price.get(), { stale: false })
  exchange.die()
  clock.advance(2_000)
  t.match(await app.price.get(), { price: '70352.36000000', stale: true })
})

t.test('a wrong option is refused with its name', async t => {
  const sources = [simulated()]
  for (const [options, words] of [
    [{ symbols: [] }, /"symbols"/],
    [{ symbols: ['BTC/USDT'] }, /"symbols" must be pairs like BTCUSDT/],
    [{ symbols: ['BTCUSDT', 'BTCUSDT'] }, /"symbols"/],
    [{ symbols: ['BTCKRW'], sources: [binance()] }, /"symbols": none of "sources" has BTCKRW/],
    [{ sources: [] }, /"sources"/],
    [{ sources: [{ name: 'x' }] }, /"sources.0.has" is missing/],
    [{ sources, staleAfter: 1 }, /"staleAfter" must be >= 100/],
    [{ sources, maxRate: 0 }, /"maxRate" must be > 0/],
    [{ sources, maxJump: '20%' }, /"maxJump" must be number/],
    [{ sources, linger: -1 }, /"linger"/],
    [{ sources, interval: 5 }, /"interval" is not known/]
  ] as const) {
    const app = Fastify()
    t.teardown(() => app.close())
    await t.rejects(async () => app.register(price, options as object), words, JSON.stringify(options))
  }
})
t.test('the element is served beside the feature', async t => {
  const { url } = await testApp(t, app => app.register(price, { prefix: '/v1', sources: [simulated()] }))
  const response = await fetch(`${url}/v1/price/element.js`)
  t.equal(response.status, 200)
  t.match(await response.text(), 'livelet-price')
})
