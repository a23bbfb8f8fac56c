import type { Rate } from '@livelet/client'
import t from 'tap'
import { openPace } from '../src/pace.ts'
import { seededRandom } from './fixtures/random.ts'

/** When each of `count` messages leaves if all are there at the start, ms. */
function departures(rate: Rate, count: number): number[] {
  let time = 0
  const pace = openPace(rate, () => time)
  const times: number[] = []
  while (times.length < count) {
    const wait = pace()
    if (wait === 0) times.push(time)
    time += wait
  }
  return times
}

/** How many messages a server with this limit refuses, for messages that arrive at `times`. */
function refusals({ perSecond, burst }: Rate, times: number[]): number {
  let tokens = burst
  let filled = 0
  let refused = 0
  for (const time of times) {
    tokens = Math.min(burst, tokens + ((time - filled) * perSecond) / 1000)
    filled = time
    if (tokens >= 1) tokens--
    else refused++
  }
  return refused
}

const rates: Rate[] = [
  { perSecond: 50, burst: 100 },
  { perSecond: 10, burst: 10 },
  { perSecond: 1, burst: 1 },
  { perSecond: 0.5, burst: 3 }
]

for (const rate of rates) {
  t.test(`a long queue passes a limit of ${rate.perSecond}/s and ${rate.burst} at once`, async t => {
    const times = departures(rate, 500)
    t.equal(refusals(rate, times), 0)
    const fastest = (500 / rate.perSecond) * 1000
    t.ok((times.at(-1) ?? 0) < fastest * 1.12, 'and does not dawdle')
  })
}

t.test('messages that the network holds back for a second and then delivers together still pass', async t => {
  const rate = { perSecond: 50, burst: 100 }
  const random = seededRandom(7)
  const arrivals = departures(rate, 2000).map(time => {
    const stallEnds = Math.ceil(time / 1000) * 1000
    return random() < 0.5 ? stallEnds : Math.max(time, stallEnds - 1)
  })
  t.equal(
    refusals(
      rate,
      arrivals.sort((a, b) => a - b)
    ),
    0
  )
  t.not(refusals({ perSecond: 40, burst: 40 }, arrivals), 0, 'while a tighter limit would refuse some')
})

t.test('after a rest, half of the burst may leave at once', async t => {
  let time = 0
  const pace = openPace({ perSecond: 50, burst: 100 }, () => time)
  const burst = () => {
    let count = 0
    while (pace() === 0) count++
    return count
  }
  t.equal(burst(), 50)
  time += 3_600_000
  t.equal(burst(), 50)
})
