import { fakeClock } from '@livelet/channel/testing'
import t from 'tap'
import { decimalOf, isPositive, jumps } from '../src/decimal.ts'
import { pairOf } from '../src/pair.ts'
import { simulated } from '../src/sources/simulated.ts'
import type { Tick } from '../src/vet.ts'
import { BTC, deskOf } from './fixtures/desk.ts'

function walk(seed: number, symbol = 'BTCUSDT', seconds = 3_600) {
  const clock = fakeClock()
  const desk = deskOf(simulated({ seed }), clock)
  const ticks: Tick[] = []
  const stop = desk.source.stream?.(
    pairOf(symbol),
    { tick: tick => ticks.push(tick), end: fault => t.fail(fault.message) },
    desk
  )
  clock.advance(0)
  clock.advance(seconds * 1_000)
  stop?.()
  return { ticks, clock }
}

t.test('a seed gives the same walk again, another seed and another symbol another', async t => {
  const prices = (seed: number, symbol?: string) => walk(seed, symbol, 60).ticks.map(({ price }) => price)
  t.same(prices(1), prices(1))
  t.not(String(prices(1)), String(prices(2)))
  t.not(String(prices(1, 'BTC-USDT')), String(prices(1)))
})

t.test('an hour of it is a price a second, each a decimal of cents, and none that a vet would hold back', async t => {
  const { ticks, clock } = walk(7)
  t.equal(ticks.length, 3_601)
  for (const [i, { price }] of ticks.entries()) {
    if (decimalOf(price) !== price || !isPositive(price) || !/^\d+\.\d\d$/.test(price)) t.fail(price)
    if (i > 0 && jumps(ticks[i - 1]?.price ?? '', price, '0.01')) t.fail(`${ticks[i - 1]?.price} → ${price}`)
  }
  t.ok(new Set(ticks.map(({ price }) => price)).size > 3_000, 'it moves')
  t.equal(ticks.at(-1)?.at, clock.now())
  t.match(ticks.at(-1)?.change24h, /^-?\d+\.\d{3}$/)
  t.equal(clock.pending, 0, 'and ends when it is stopped')
})

t.test('it has a size that fits what it pretends to be', async t => {
  const first = (symbol: string) => walk(1, symbol, 0).ticks[0]?.price ?? ''
  t.match(first('BTCUSDT'), /^7\d{4}\.\d\d$/)
  t.match(first('BTCKRW'), /^9\d{7}$/)
  t.match(first('XRPUSDT'), /^0\.\d{4}$/)
  t.match(first('WHATUSDT'), /^\d{2,3}\.\d\d$/)
})

t.test('who asks and who listens see the same market', async t => {
  const clock = fakeClock()
  const desk = deskOf(simulated(), clock)
  await desk.source.fetch(BTC, desk)
  const { ticks, end } = { ticks: [] as Tick[], end: () => {} }
  desk.source.stream?.(BTC, { tick: tick => ticks.push(tick), end }, desk)
  clock.advance(10_000)
  t.equal((await desk.source.fetch(BTC, desk)).price, ticks.at(-1)?.price)
  t.ok(desk.source.simulated)
})
