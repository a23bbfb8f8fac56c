import channel, { memoryEngine } from '@livelet/channel'
import { fakeClock, testApp } from '@livelet/channel/testing'
import t from 'tap'
import price, { binance } from '../src/index.ts'
import { fakeExchange, type Teardown } from './fixtures/exchange.ts'
import { until, whileTimeRuns } from './fixtures/time.ts'

/** Two apps that share an engine, as two nodes do, each with a reader. */
async function setUp(t: Teardown) {
  const clock = fakeClock()
  const exchange = await fakeExchange(t, { now: clock.now })
  const engine = memoryEngine({ clock })
  const nodeOf = () =>
    testApp(t, async app => {
      await app.register(channel, { engine, drain: 100 })
      await app.register(price, { clock, random: () => 0.5, sources: [binance(exchange)] })
    })
  const nodes = [await nodeOf(), await nodeOf()] as const
  const readers = [await nodes[0].connect('/price'), await nodes[1].connect('/price')] as const
  for (const reader of readers) await reader.joined('price/BTCUSDT')
  await until(() => exchange.streams === 1)
  return { clock, engine, exchange, nodes, readers }
}

t.test('one node holds the upstream, and the readers of both see its prices', async t => {
  const { clock, exchange, readers } = await setUp(t)
  clock.advance(1_000)
  exchange.say('70353.00000000')
  for (const reader of readers) while ((await reader.message('price')).price !== '70353.00000000');
  await whileTimeRuns(
    clock,
    (async () => {
      for (let i = 0; i < 20; i++) {
        exchange.say(`70354.${i}`)
        while ((await readers[1].message('price')).price !== `70354.${i}`);
      }
    })()
  )
  t.equal(exchange.connections, 1)
  const { points } = await readers[1].request({ type: 'history' })
  t.equal(points.at(-1)[1], '70354.19', 'and the other node keeps their history too')
})

t.test('when the node that holds it goes, the other takes over within 10 s', async t => {
  const { clock, exchange, nodes, readers } = await setUp(t)
  clock.advance(1_000)
  exchange.say('70353.00000000')
  while ((await readers[1].message('price')).price !== '70353.00000000');
  const gone = clock.now()
  await nodes[0].app.close()
  await whileTimeRuns(
    clock,
    until(() => exchange.connections === 2 && exchange.streams === 1)
  )
  t.ok(clock.now() - gone <= 10_000, `${clock.now() - gone} ms`)
  exchange.say('70300.00000000', { at: Date.UTC(2026, 0, 1) + 500 })
  exchange.say('70354.00000000')
  let shown = await whileTimeRuns(clock, readers[1].message('price'))
  while (shown.price === '70353.00000000') shown = await whileTimeRuns(clock, readers[1].message('price'))
  t.equal(shown.price, '70354.00000000', 'it goes on from what was shown, so that nothing older comes after it')
})

t.test('when the node that holds it dies without a word, the other takes over within 10 s', async t => {
  const clock = fakeClock()
  const exchange = await fakeExchange(t, { now: clock.now })
  const engine = memoryEngine({ clock })
  // What a dead node leaves behind: a lock that nobody renews, and its last price.
  await engine.lock('price BTCUSDT', 6_000)
  const left = { price: '70353.00', at: clock.now() - 60_000, source: 'binance', simulated: false, stale: false }
  await engine.publishState('price.quote:BTCUSDT', { type: 'quote', fields: left })
  exchange.rest = { status: 500 }
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { engine })
    await app.register(price, { clock, sources: [binance(exchange)] })
  })
  const reader = await connect('/price')
  const died = clock.now()
  await whileTimeRuns(clock, reader.joined('price/BTCUSDT'))
  await whileTimeRuns(
    clock,
    until(() => exchange.streams === 1)
  )
  t.ok(clock.now() - died <= 10_000, `${clock.now() - died} ms`)
  t.match(await reader.message('price'), { price: '70353.00', stale: true }, 'what it left is shown as what it is')
  exchange.say('1000.00000000')
  exchange.say('70354.00000000')
  t.match(
    await whileTimeRuns(clock, reader.message('price')),
    { price: '70354.00000000', stale: false },
    'and is what later prices are compared with'
  )
})
