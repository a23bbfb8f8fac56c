import t from 'tap'
import { createVet, type Tick } from '../src/vet.ts'

const NOW = 1_767_225_600_000
const binance = { name: 'binance', simulated: false }
const other = { name: 'other', simulated: false }
const simulated = { name: 'simulated', simulated: true }

const setUp = (first?: Tick) => {
  const vet = createVet({ maxJump: '0.2', now: () => NOW })
  if (first) vet.judge(first, binance)
  return (price: string, at: number, source = binance) => vet.judge({ price, at }, source)
}

t.test('newer prices are news, the same one again is a confirmation', async t => {
  const judge = setUp()
  t.same(judge('100.00', NOW), { is: 'news' })
  t.same(judge('100.0', NOW), { is: 'same' })
  t.same(judge('100.00', NOW + 1), { is: 'news' })
  t.same(judge('119.9', NOW + 1), { is: 'news' })
})

t.test('what is older than what was shown is not shown', async t => {
  const judge = setUp({ price: '100', at: NOW })
  t.same(judge('101', NOW - 1), { is: 'older', by: 1 })
  t.same(judge('101', NOW - 500, other), { is: 'older', by: 500 }, 'whoever says it')
})

t.test('what is no price is held back, and nothing confirms it', async t => {
  const judge = setUp({ price: '100', at: NOW })
  for (const price of ['0', '-5', 'NaN', '', 'undefined', '1,000']) {
    t.match(judge(price, NOW + 1), { is: 'held', why: /positive/ }, price)
    t.match(judge(price, NOW + 2_000), { is: 'held' }, price)
  }
  t.match(judge('100', Number.NaN), { is: 'held', why: /time/ })
  t.match(judge('100', NOW + 3_600_000), { is: 'held', why: /to come/ })
  t.same(judge('100', NOW + 1), { is: 'news' }, 'and the next true one is shown')
})

t.test('a jump is held back until a later price confirms it', async t => {
  const judge = setUp({ price: '100', at: NOW })
  t.match(judge('121', NOW + 1), { is: 'held', why: /far from 100/ })
  t.match(judge('121', NOW + 1), { is: 'held' }, 'the same message twice confirms nothing')
  t.match(judge('121', NOW + 999), { is: 'held' })
  t.same(judge('122', NOW + 1_001), { is: 'news' })
  t.same(judge('121', NOW + 1_002), { is: 'news' }, 'and is then what others are compared with')
})

t.test('another source confirms a jump at once', async t => {
  const judge = setUp({ price: '100', at: NOW })
  t.match(judge('70', NOW + 1), { is: 'held' })
  t.same(judge('70.5', NOW + 2, other), { is: 'news' })
})

t.test('two lies that differ do not confirm each other, and a true price in between clears the first', async t => {
  const judge = setUp({ price: '100', at: NOW })
  t.match(judge('1', NOW + 1), { is: 'held' })
  t.match(judge('50', NOW + 2_000), { is: 'held' })
  t.match(judge('1000', NOW + 4_000), { is: 'held' })
  t.same(judge('101', NOW + 5_000), { is: 'news' })
  t.match(judge('1000', NOW + 9_000), { is: 'held' })
})

t.test('a simulated market and a real one are not compared', async t => {
  const judge = setUp({ price: '100', at: NOW })
  t.same(judge('70000', NOW - 5_000, simulated), { is: 'news' })
  t.same(judge('100', NOW - 4_000), { is: 'news' })
})

t.test('what another node has shown is gone on from', async t => {
  const vet = createVet({ maxJump: '0.2', now: () => NOW })
  vet.adopt({ price: '100', at: NOW, simulated: false })
  t.match(vet.judge({ price: '101', at: NOW - 1 }, binance), { is: 'older' })
  t.match(vet.judge({ price: '150', at: NOW + 1 }, binance), { is: 'held' })
  vet.adopt({ price: '90', at: NOW - 10, simulated: false })
  t.same(vet.judge({ price: '119', at: NOW + 2 }, binance), { is: 'news' }, 'not from an older one')
})
