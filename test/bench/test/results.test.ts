import t from 'tap'
import type { Goal, Measurement } from '../src/measurements/measurement.ts'
import { judge, resultOf } from '../src/results.ts'
import { latencyOf, median, percentile, summarize } from '../src/statistics.ts'

const contestants = (own: number[], other: number[]) => ({
  livelet: { label: 'Livelet', rounds: { cpu: own }, figures: {} },
  peer: { label: 'Peer', rounds: { cpu: other }, figures: {} }
})
const goal: Goal = { figure: 'cpu', contestant: 'livelet', over: 'peer', atMost: 0.6 }

t.test('a ratio is taken in each round, and the median of the rounds decides', async t => {
  const result = judge(goal, contestants([5, 10, 30], [10, 20, 40]))
  t.match(result, { median: 0.5, min: 0.5, max: 0.75, isMet: true, isFarBehind: false })
})

t.test('more than half behind a peer is far behind, also where less was reached', async t => {
  const behind = (goal: Goal, ratio: number, isPeer = true) =>
    judge(goal, contestants([ratio], [1]), isPeer)?.isFarBehind
  t.equal(behind(goal, 0.89), false)
  t.equal(behind(goal, 0.91), true)
  t.equal(behind(goal, 0.91, false), false)
  t.equal(behind({ ...goal, reached: 0.9 }, 1.34), false)
  t.equal(behind({ ...goal, reached: 0.9 }, 1.36), true)
  const atLeast: Goal = { figure: 'cpu', contestant: 'livelet', over: 'peer', atLeast: 0.9 }
  t.equal(behind(atLeast, 0.61), false)
  t.equal(behind(atLeast, 0.59), true)
  t.equal(judge({ figure: 'cpu', contestant: 'livelet', atMost: 1 }, contestants([9], [1]))?.isFarBehind, false)
})

t.test('a goal that nothing was measured for gives no result', async t => {
  t.equal(judge({ ...goal, over: 'nobody' }, contestants([1], [1])), undefined)
})

t.test('the rounds become figures, and what went wrong is named', async t => {
  const measurement: Measurement = {
    name: 'm',
    title: 'm',
    figures: { cpu: { label: 'CPU', unit: 'µs' } },
    contestants: {
      livelet: { label: 'Livelet', server: 'livelet', run: () => Promise.reject() },
      peer: { label: 'Peer', server: 'ws', run: () => Promise.reject() }
    },
    goals: [goal]
  }
  const result = resultOf(measurement, {
    livelet: [{ figures: { cpu: 9 }, faults: [] }],
    peer: [{ figures: { cpu: 3 }, faults: ['2 readers got more'] }]
  })
  t.match(result.contestants, { livelet: { figures: { cpu: { median: 9 } } } })
  t.match(result.goals, [{ median: 3, isMet: false, isFarBehind: true }])
  t.same(result.faults, ['Peer, round 1: 2 readers got more'])
  const own = {
    ...measurement.contestants,
    peer: { label: 'Own', server: 'livelet', run: () => Promise.reject() }
  } as const
  const beside = resultOf(
    { ...measurement, contestants: own },
    { livelet: [{ figures: { cpu: 9 }, faults: [] }], peer: [{ figures: { cpu: 3 }, faults: [] }] }
  )
  t.match(beside.goals, [{ isMet: false, isFarBehind: false }], 'beside itself nothing is far behind')
})

t.test('medians and percentiles are those of the values (nearest rank)', async t => {
  t.equal(median([3, 1, 2]), 2)
  t.equal(median([4, 1, 2, 3]), 2.5)
  t.ok(Number.isNaN(median([])))
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1)
  t.equal(percentile(hundred, 99), 99)
  t.equal(percentile(hundred, 100), 100)
  t.equal(percentile([7], 1), 7)
  t.same(summarize([2, 8, 4]), { median: 4, min: 2, max: 8 })
  t.same(latencyOf([...hundred].reverse()), { p50: 50, p90: 90, p99: 99, max: 100, count: 100 })
  t.equal(latencyOf([]), undefined)
})
