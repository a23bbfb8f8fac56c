import { fakeClock } from '@livelet/channel/testing'
import t from 'tap'
import type { Shown } from '../src/contract.ts'
import { ANNOUNCE_EVERY, announcer, openToasts, TOAST_TIME } from '../src/element/toasts.ts'

const item = (seq: number): Shown => ({ seq, title: `${seq}`, level: 'info', at: 0 })

function setUp() {
  const clock = fakeClock()
  const toasts = openToasts(clock, () => {})
  return { clock, toasts, shown: () => toasts.shown.map(({ item: { seq } }) => seq) }
}

t.test('a toast goes by itself after its time, or when it is dismissed', async t => {
  const { clock, toasts, shown } = setUp()
  toasts.add(item(1))
  clock.advance(1_000)
  toasts.add(item(2))
  toasts.add(item(3))
  toasts.dismiss(2)
  t.same(shown(), [1, 3])
  clock.advance(TOAST_TIME - 1_000)
  t.same(shown(), [3])
  clock.advance(1_000)
  t.same(shown(), [])
  t.equal(clock.pending, 0)
})

t.test('three are shown at most, and how many others there were', async t => {
  const { clock, toasts, shown } = setUp()
  for (let seq = 1; seq <= 10; seq++) toasts.add(item(seq))
  t.same(shown(), [8, 9, 10])
  t.equal(toasts.hidden, 7)
  clock.advance(TOAST_TIME)
  t.equal(toasts.hidden, 0)
})

t.test('the same one is shown once', async t => {
  const { toasts, shown } = setUp()
  toasts.add(item(1))
  toasts.add(item(1))
  t.same(shown(), [1])
})

t.test('while somebody looks at them they stay', async t => {
  const { clock, toasts, shown } = setUp()
  toasts.add(item(1))
  toasts.hold(true)
  clock.advance(10 * TOAST_TIME)
  t.same(shown(), [1])
  toasts.hold(false)
  clock.advance(TOAST_TIME / 2 - 1)
  t.same(shown(), [1])
  clock.advance(1)
  t.same(shown(), [])
})

t.test('a burst is announced once, and a stream every few seconds', async t => {
  const clock = fakeClock()
  const said: string[] = []
  const { add, stop } = announcer(clock, ({ title }, others) => said.push(`${title} +${others}`))
  for (let seq = 1; seq <= 5; seq++) add(item(seq))
  clock.advance(100)
  t.same(said, ['5 +4'])
  for (let seq = 6; seq <= 35; seq++) {
    add(item(seq))
    clock.advance(100)
  }
  t.same(said, ['5 +4', '35 +29'])
  clock.advance(ANNOUNCE_EVERY)
  add(item(99))
  stop()
  clock.advance(ANNOUNCE_EVERY)
  t.equal(said.length, 2)
})
