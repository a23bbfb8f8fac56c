import channel, { memoryEngine } from '@livelet/channel'
import { type FakeClock, fakeClock, type TestClient, testApp } from '@livelet/channel/testing'
import t from 'tap'
import price, { binance, type PriceOptions, simulated } from '../src/index.ts'
import { type FakeExchange, fakeExchange, type Teardown } from './fixtures/exchange.ts'
import { keptLog } from './fixtures/log.ts'
import { until, whileTimeRuns } from './fixtures/time.ts'
import { trade } from './fixtures/trade.ts'

/** An app with a fake exchange before a simulated market, and a reader. */
async function setUp(t: Teardown, options: PriceOptions = {}) {
  const clock = fakeClock()
  const exchange = await fakeExchange(t, { now: clock.now })
  const log = keptLog()
  const { connect, app } = await testApp(
    t,
    async app => {
      await app.register(channel, { engine: memoryEngine({ clock }) })
      await app.register(price, {
        clock,
        random: () => 0.5,
        sources: [binance(exchange), simulated()],
        ...options
      })
    },
    { logger: log.logger }
  )
  const reader = await connect('/price')
  return { app, clock, exchange, log, reader, connect }
}

async function joined(reader: TestClient, clock: FakeClock) {
  await whileTimeRuns(clock, reader.joined('price/BTCUSDT'), 1)
}

/** The next price of which this is true. */
async function priceThat(reader: TestClient, isSo: (price: { source: string; stale: boolean }) => boolean) {
  for (;;) {
    const message = (await reader.message('price')) as unknown as Parameters<typeof isSo>[0]
    if (isSo(message)) return message
  }
}

/** Lets the exchange trade until this has come. */
async function whileItTrades<T>(clock: FakeClock, exchange: FakeExchange, coming: Promise<T>): Promise<T> {
  const stop = trade(clock, exchange)
  try {
    return await whileTimeRuns(clock, coming)
  } finally {
    stop()
  }
}

t.test('the exchange dies for a minute: stale, then the next source, then the first again, in a line each', async t => {
  const { clock, exchange, log, reader } = await setUp(t)
  await joined(reader, clock)
  await whileItTrades(
    clock,
    exchange,
    priceThat(reader, ({ source, stale }) => source === 'binance' && !stale)
  )
  await until(() => exchange.streams === 1)
  await whileItTrades(
    clock,
    exchange,
    (async () => {
      while (!log.messages().some(line => line.endsWith('binance (stream)'))) await reader.message('price')
    })()
  )
  const before = log.lines.length

  const died = clock.now()
  exchange.die()
  const stale = await whileTimeRuns(
    clock,
    priceThat(reader, ({ stale }) => stale)
  )
  t.match(stale, { source: 'binance', simulated: false, stale: true })
  t.ok(clock.now() - died <= 10_000, `stale within staleAfter: ${clock.now() - died} ms`)
  const next = await whileTimeRuns(
    clock,
    priceThat(reader, ({ stale }) => !stale)
  )
  t.match(next, { source: 'simulated', simulated: true, stale: false, text: / \(simulated\)$/ })
  t.ok(clock.now() - died <= 12_000, `then the next source: ${clock.now() - died} ms`)
  while (clock.now() < died + 60_000) await whileTimeRuns(clock, reader.message('price'))

  exchange.revive()
  const revived = clock.now()
  const again = await whileItTrades(
    clock,
    exchange,
    priceThat(reader, ({ source }) => source === 'binance')
  )
  t.match(again, { simulated: false, stale: false, text: /^\$70,353\.\d\d$/ })
  t.ok(clock.now() - revived <= 61_000, `then the first again: ${clock.now() - revived} ms`)
  await whileItTrades(
    clock,
    exchange,
    (async () => {
      while (!log.messages().at(-1)?.endsWith('binance (stream)')) await reader.message('price')
    })()
  )
  const said = log.messages().slice(before)
  t.match(said[0], /^price BTCUSDT: binance gives no price: /)
  t.equal(said[1], 'price BTCUSDT: now from simulated (stream)')
  t.match(said.slice(2).join(), /now from binance/)
  t.ok(said.length <= 4, `one line for each change of state, however often it was tried: ${said.join('\n')}`)
})

t.test('a stream that falls silent is noticed in time, and requests take its place', async t => {
  const { clock, exchange, log, reader } = await setUp(t)
  await joined(reader, clock)
  await until(() => exchange.streams === 1)
  exchange.say('70353.00')
  await whileTimeRuns(
    clock,
    (async () => {
      while (!log.messages().at(-1)?.endsWith('binance (stream)')) await until(() => log.lines.length > 0)
    })(),
    1
  )
  const requests = exchange.requests.length
  const silentSince = clock.now()
  const stale = await whileTimeRuns(
    clock,
    priceThat(reader, ({ stale }) => stale)
  )
  t.match(stale, { source: 'binance' })
  t.ok(clock.now() - silentSince <= 10_100)
  const next = await whileTimeRuns(
    clock,
    priceThat(reader, ({ stale }) => !stale)
  )
  t.match(next, { source: 'binance', stale: false })
  t.ok(exchange.requests.length > requests)
  t.match(log.messages().at(-1), 'now from binance (poll)')
})

t.test('a stream that is cut, as after 24 hours, comes back, and nobody is shown another market', async t => {
  const { clock, exchange, log, reader } = await setUp(t)
  await joined(reader, clock)
  await until(() => exchange.streams === 1)
  exchange.say('70353.00')
  await reader.message('price')
  const { connections } = exchange
  exchange.disconnect()
  await whileTimeRuns(
    clock,
    until(() => exchange.connections > connections && exchange.streams === 1)
  )
  exchange.say('70354.00')
  const shown = await whileTimeRuns(
    clock,
    priceThat(reader, message => (message as unknown as { price: string }).price === '70354.00')
  )
  t.match(shown, { source: 'binance', stale: false })
  t.notMatch(log.messages().join(), 'simulated')
})

t.test('an exchange that is about to shut down is connected to again at once', async t => {
  const { clock, exchange, reader } = await setUp(t)
  await joined(reader, clock)
  await until(() => exchange.streams === 1)
  exchange.say('70353.00')
  await reader.message('price')
  exchange.sayRaw('{"e":"serverShutdown","E":1}')
  // Not one millisecond goes by.
  await until(() => exchange.connections === 2)
  t.pass()
})

t.test('where an exchange does not serve, the next source is there at once, and it is never asked again', async t => {
  const clock = fakeClock()
  const exchange = await fakeExchange(t, { now: clock.now })
  exchange.rest = { status: 451 }
  exchange.stream = { status: 451 }
  const { connect } = await testApp(t, async app => {
    await app.register(price, { clock, sources: [binance(exchange), simulated()] })
  })
  const reader = await connect('/price')
  await whileTimeRuns(clock, reader.joined('price/BTCUSDT'), 1)
  const began = clock.now()
  t.match(await whileTimeRuns(clock, reader.message('price'), 1), { source: 'simulated' })
  t.ok(clock.now() - began < 1_500, 'before its patience with the first would have ended')
  const { length } = exchange.requests
  exchange.rest = undefined
  exchange.stream = undefined
  const wait = clock.now() + 3_600_000
  while (clock.now() < wait) await whileTimeRuns(clock, reader.message('price'), 1_000)
  t.equal(exchange.requests.length, length)
  t.equal(exchange.connections, 0)
})

t.test('an exchange that is slow is not waited for longer than patience', async t => {
  const clock = fakeClock()
  const exchange = await fakeExchange(t, { now: clock.now })
  exchange.rest = 'silent'
  const { app } = await testApp(t, async app => {
    await app.register(price, { clock, sources: [binance(exchange), simulated()] })
  })
  const began = clock.now()
  t.match(await whileTimeRuns(clock, app.price.get(), 10), { source: 'simulated' })
  t.ok(clock.now() - began <= 1_600, `${clock.now() - began} ms`)

  clock.advance(2_000)
  const again = clock.now()
  t.match(await whileTimeRuns(clock, app.price.get(), 10), { source: 'simulated' })
  t.ok(clock.now() - again <= 100, `and not at all the next time: ${clock.now() - again} ms`)
  exchange.rest = undefined
  const { length } = exchange.requests
  clock.advance(2_000)
  t.match(await app.price.get(), { source: 'simulated' })
  // It was asked all the same.
  await until(() => exchange.requests.length > length)
  for (;;) {
    clock.advance(1_001)
    if ((await whileTimeRuns(clock, app.price.get(), 10)).source === 'binance') break
  }
  t.pass('and is preferred again as soon as it answers')
})

t.test('while nothing answers, attempts become rare', async t => {
  const clock = fakeClock()
  const exchange = await fakeExchange(t, { now: clock.now })
  const log = keptLog()
  const { connect } = await testApp(
    t,
    app => app.register(price, { clock, random: () => 0.5, sources: [binance(exchange)] }),
    { logger: log.logger }
  )
  const reader = await connect('/price')
  exchange.rest = { status: 500 }
  exchange.stream = { status: 500 }
  await whileTimeRuns(clock, reader.joined('price/BTCUSDT'))
  const hour = clock.now() + 3_600_000
  await whileTimeRuns(
    clock,
    until(() => clock.now() >= hour),
    500
  )
  // Two for each time that it is polled: the ticker, and the price alone.
  t.ok(exchange.requests.length < 300, `${exchange.requests.length} requests in an hour`)
  t.equal(log.lines.length, 1, log.messages().join('\n'))
})
