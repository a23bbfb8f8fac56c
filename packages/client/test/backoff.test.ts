import t from 'tap'
import { backoff, retryWithin } from '../src/backoff.ts'
import { seededRandom } from './fixtures/random.ts'

const settings = { minDelay: 500, maxDelay: 20_000 }

t.test('the window doubles from the shortest to the longest delay, and stays there', async t => {
  const widths = [0, 1, 2, 3, 4, 5, 6, 7, 2000].map(attempt => backoff({ ...settings, random: () => 1 }, attempt))
  t.same(widths, [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000, 20_000])
  t.equal(backoff({ ...settings, random: () => 0 }, 5), 0, 'it begins at once: the jitter is full')
})

t.test('delays are spread evenly over the whole window', async t => {
  const random = seededRandom(42)
  const tenths = new Array<number>(10).fill(0)
  const count = 20_000
  let sum = 0
  for (let i = 0; i < count; i++) {
    const delay = backoff({ ...settings, random }, 3)
    sum += delay
    const tenth = Math.floor(delay / 400)
    tenths[tenth] = (tenths[tenth] ?? 0) + 1
  }
  t.ok(Math.abs(sum / count - 2000) < 40, 'the mean is half of the window')
  // Pearson's chi-squared with 9 degrees of freedom: 27.9 is passed once in 1,000.
  const expected = count / 10
  const chiSquared = tenths.reduce((total, seen) => total + (seen - expected) ** 2 / expected, 0)
  t.ok(chiSquared < 27.9, `chi-squared ${chiSquared}`)
})

t.test('a wish of the server widens the window, and never narrows it', async t => {
  const widest = { ...settings, random: () => 1 }
  t.equal(backoff(widest, 0, 3000), 3000)
  t.equal(backoff(widest, 6, 3000), 20_000)
  t.equal(backoff(widest, 0, 60_000), 60_000)
})

t.test('the wish is read from the reason of a restart only', async t => {
  t.equal(retryWithin(1012, 'retry=1500'), 1500)
  t.equal(retryWithin(1012, 'restart; retry=250 please'), 250)
  t.equal(retryWithin(1012, ''), 0)
  t.equal(retryWithin(1012, 'retry=-5'), 0)
  t.equal(retryWithin(1012, 'retry=99999999999'), 0, 'not a sensible wish')
  t.equal(retryWithin(1001, 'retry=1500'), 0)
})
