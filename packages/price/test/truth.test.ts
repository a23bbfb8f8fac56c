import { fakeClock, testApp } from '@livelet/channel/testing'
import t from 'tap'
import price, { binance, type PriceOptions } from '../src/index.ts'
import { fakeExchange, type Teardown } from './fixtures/exchange.ts'
import { keptLog } from './fixtures/log.ts'
import { until, whileTimeRuns } from './fixtures/time.ts'

/** A reader of one exchange, at a time that stands still, that has read a first price of 70352.36. */
async function setUp(t: Teardown, options: PriceOptions = {}) {
  const clock = fakeClock()
  const exchange = await fakeExchange(t, { now: clock.now })
  const log = keptLog()
  const { connect } = await testApp(
    t,
    app => app.register(price, { clock, random: () => 0.5, sources: [binance(exchange)], ...options }),
    { logger: log.logger }
  )
  const reader = await connect('/price')
  await reader.joined('price/BTCUSDT')
  await until(() => exchange.streams === 1)
  clock.advance(1_000)
  exchange.say('70352.36000000')
  while (log.messages().at(-1) !== 'price BTCUSDT: now from binance (stream)') await reader.message('price')
  return { clock, exchange, log, reader }
}

t.test('a price travels as the exchange wrote it, with its time', async t => {
  const { clock, exchange, reader } = await setUp(t)
  clock.advance(1_000)
  exchange.say('70352.35999999999999999', { change: '-1.500' })
  const message = await reader.message('price')
  const { type, topic, offset, ...fields } = message
  t.same(fields, {
    symbol: 'BTCUSDT',
    price: '70352.35999999999999999',
    currency: 'USD',
    source: 'binance',
    simulated: false,
    at: clock.now(),
    stale: false,
    change24h: '-1.500',
    text: '$70,352.36'
  })
})

t.test('what is older than what was shown is not shown', async t => {
  const { clock, exchange, reader } = await setUp(t)
  clock.advance(1_000)
  exchange.say('70351.00', { at: clock.now() - 1_500 })
  exchange.say('70353.00')
  t.match(await reader.message('price'), { price: '70353.00' })
  t.same(reader.waiting, [])
})

t.test('an absurd price is held back, and said in the log once', async t => {
  const { clock, exchange, log, reader } = await setUp(t)
  const before = log.lines.length
  for (const lie of ['0.00000000', '-70000', 'NaN', '7.03', '703523.6']) {
    clock.advance(100)
    exchange.say(lie)
  }
  clock.advance(1_000)
  exchange.say('70354.00')
  t.match(await reader.message('price'), { price: '70354.00' })
  const said = log.messages().slice(before)
  t.same(said, ['price BTCUSDT: held back what binance says: 0.00000000 is no positive number'])
})

t.test('a real crash is shown as soon as it is confirmed', async t => {
  const { clock, exchange, reader } = await setUp(t)
  clock.advance(1_000)
  exchange.say('50000.00')
  clock.advance(1_000)
  exchange.say('49900.00')
  t.match(await reader.message('price'), { price: '49900.00' })
})

t.test('how far a price may jump can be set', async t => {
  const { clock, exchange, reader } = await setUp(t, { maxJump: 0.01 })
  clock.advance(500)
  exchange.say('71500.00')
  clock.advance(500)
  exchange.say('70400.00')
  t.match(await reader.message('price'), { price: '70400.00' })
})

t.test('an exchange that speaks nonsense is not believed, and another way to it is tried', async t => {
  for (const nonsense of ['{"e":"24hrTicker",', '{"e":"24hrTicker","s":"ETHUSDT","c":"3000.00","E":1}']) {
    const { clock, exchange, reader } = await setUp(t)
    exchange.price = '70355.00'
    exchange.sayRaw(nonsense)
    clock.advance(1)
    t.match(await whileTimeRuns(clock, reader.message('price')), { price: '70355.00', source: 'binance' })
  }
})

t.test('an exchange that only lies is lost, like one that is silent', async t => {
  const { clock, exchange, reader } = await setUp(t)
  exchange.rest = { status: 500 }
  let isOver = false
  clock.after(500, function lie() {
    if (isOver) return
    exchange.say(String(1 + (clock.now() % 7) ** 9))
    clock.after(500, lie)
  })
  t.match(await whileTimeRuns(clock, reader.message('price')), { price: '70352.36000000', stale: true })
  isOver = true
})

t.test('of many prices a second ten are published, the last of them for sure', async t => {
  const { clock, exchange, reader } = await setUp(t)
  for (let i = 1; i <= 200; i++) {
    clock.advance(10)
    exchange.say(`70352.${String(i).padStart(3, '0')}`)
    await new Promise(setImmediate)
  }
  await whileTimeRuns(
    clock,
    (async () => {
      let count = 1
      while ((await reader.message('price')).price !== '70352.200') count++
      t.ok(count <= 22, `${count} in two seconds`)
    })(),
    10
  )
})

t.test('the last hour is there to be asked for, a point a second', async t => {
  const { clock, exchange, reader } = await setUp(t)
  for (let i = 1; i <= 5; i++) {
    clock.advance(500)
    exchange.say(`70360.${i}`)
    await reader.message('price')
  }
  const history = await reader.request({ type: 'history' })
  t.match(history, { type: 'history', symbol: 'BTCUSDT' })
  const start = Date.UTC(2026, 0, 1) + 1_000
  t.same(history.points.slice(-3), [
    [start + 500, '70360.1'],
    [start + 1_500, '70360.3'],
    [start + 2_500, '70360.5']
  ])
})
