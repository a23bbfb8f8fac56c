import { fakeClock, testApp } from '@livelet/channel/testing'
import t from 'tap'
import price, { binance, type PriceOptions } from '../src/index.ts'
import { fakeExchange, type Teardown } from './fixtures/exchange.ts'
import { pass, until, whileTimeRuns } from './fixtures/time.ts'
import { trade } from './fixtures/trade.ts'

async function setUp(t: Teardown, options: PriceOptions = {}) {
  const clock = fakeClock()
  const exchange = await fakeExchange(t, { now: clock.now })
  const running = await testApp(t, app =>
    app.register(price, { clock, symbols: ['BTCUSDT', 'ETHUSDT'], sources: [binance(exchange)], ...options })
  )
  return { clock, exchange, ...running }
}

t.test('however many read a price, there is one stream, and all see the same', async t => {
  const { clock, connect, exchange } = await setUp(t)
  const readers = await Promise.all(Array.from({ length: 100 }, () => connect('/price')))
  await Promise.all(readers.map(reader => reader.joined('price/BTCUSDT')))
  await until(() => exchange.streams === 1)
  clock.advance(1_000)
  exchange.say('70353.00000000')
  await Promise.all(
    readers.map(async reader => {
      while ((await reader.message('price')).price !== '70353.00000000');
    })
  )
  t.equal(exchange.connections, 1)
  t.ok(exchange.requests.length <= 1, 'and at most one request, for the first')

  await readers[0]?.joined('price/ETHUSDT')
  await until(() => exchange.streams === 2)
  t.equal(exchange.connections, 2, 'another symbol has its own')
})

t.test('a late joiner gets the latest at once', async t => {
  const { clock, connect, exchange } = await setUp(t)
  const reader = await connect('/price')
  await reader.joined('price/BTCUSDT')
  await until(() => exchange.streams === 1)
  clock.advance(1_000)
  exchange.say('70353.00000000')
  while ((await reader.message('price')).price !== '70353.00000000');
  const late = await connect('/price')
  await late.joined('price/BTCUSDT')
  t.match(await late.message('price'), { price: '70353.00000000', source: 'binance' })
  t.match(await late.request({ type: 'price' }), { price: '70353.00000000' })
  t.equal(exchange.requests.length, 1)
})

t.test('the stream stays for a while after the last reader, and goes then', async t => {
  const { clock, connect, exchange } = await setUp(t, { linger: 30_000 })
  const reader = await connect('/price')
  await reader.joined('price/BTCUSDT')
  await until(() => exchange.streams === 1)
  const stop = trade(clock, exchange)
  await reader.request({ type: 'leave', topic: 'price/BTCUSDT' })
  await new Promise(setImmediate)
  await pass(clock, 20_000)
  await reader.joined('price/BTCUSDT')
  t.equal(exchange.connections, 1, 'who comes back in time finds it open')
  await whileTimeRuns(clock, reader.message('price'))
  await reader.close()
  const left = clock.now()
  await whileTimeRuns(
    clock,
    until(() => exchange.streams === 0)
  )
  stop()
  t.ok(clock.now() - left >= 30_000, 'not before its time')
  t.equal(exchange.connections, 1)
})

t.test('nothing is opened for nobody, and nothing is left when the app closes', async t => {
  const { app, connect, exchange } = await setUp(t)
  await connect('/price')
  await new Promise(setImmediate)
  t.same([exchange.connections, exchange.requests.length], [0, 0])
  const reader = await connect('/price')
  await reader.joined('price/BTCUSDT')
  await until(() => exchange.streams === 1)
  await app.close()
  await until(() => exchange.streams === 0)
  t.pass()
})

t.test('all who ask at the same time share one request', async t => {
  const { app, clock, connect, exchange } = await setUp(t)
  const clients = await Promise.all(Array.from({ length: 20 }, () => connect('/price')))
  const answers = await Promise.all([
    ...clients.map(client => client.request({ type: 'price' })),
    ...Array.from({ length: 20 }, () => app.price.get())
  ])
  for (const { price } of answers) t.equal(price, '70352.36000000')
  t.equal(exchange.requests.length, 1)
  t.equal(exchange.connections, 0, 'and nobody who only asks needs a stream')
  await app.price.get()
  t.equal(exchange.requests.length, 1, 'within a second it is the same')
  clock.advance(1_001)
  await app.price.get()
  t.equal(exchange.requests.length, 2)
})
