import { fakeClock } from '@livelet/channel/testing'
import t from 'tap'
import { createThrottle } from '../src/throttle.ts'

function setUp() {
  const clock = fakeClock()
  const passed: number[] = []
  return { clock, passed, throttle: createThrottle<number>(100, clock, value => passed.push(value)) }
}

t.test('the first passes at once, of those that come too soon only the last, later', async t => {
  const { clock, passed, throttle } = setUp()
  for (const n of [1, 2, 3]) throttle.push(n)
  t.same(passed, [1])
  clock.advance(99)
  t.same(passed, [1])
  clock.advance(1)
  t.same(passed, [1, 3])
  throttle.push(4)
  t.same(passed, [1, 3], 'the time begins anew')
  clock.advance(100)
  t.same(passed, [1, 3, 4])
  clock.advance(100)
  throttle.push(5)
  t.same(passed, [1, 3, 4, 5])
})

t.test('a thousand a second leave as ten', async t => {
  const { clock, passed, throttle } = setUp()
  for (let i = 0; i < 1_000; i++) {
    throttle.push(i)
    clock.advance(1)
  }
  t.equal(passed.length, 11)
})

t.test('what is urgent passes at once, in the place of what waited', async t => {
  const { clock, passed, throttle } = setUp()
  throttle.push(1)
  throttle.push(2)
  throttle.push(3, true)
  t.same(passed, [1, 3])
  clock.advance(100)
  t.same(passed, [1, 3])
})

t.test('when it is stopped nothing waits any more', async t => {
  const { clock, passed, throttle } = setUp()
  throttle.push(1)
  throttle.push(2)
  throttle.stop()
  t.equal(clock.pending, 0)
  clock.advance(1_000)
  t.same(passed, [1])
})
