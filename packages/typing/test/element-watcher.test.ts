import { fakeClock } from '@livelet/channel/testing'
import t from 'tap'
import { createWatcher } from '../src/element/watcher.ts'

function setUp() {
  const clock = fakeClock()
  const start = clock.now()
  const sent: string[] = []
  const watcher = createWatcher(clock, type => sent.push(`${type} ${clock.now() - start}`))
  /** Keys of which the text is not empty, each this long after the one before, ms. */
  const keys = (...pauses: number[]) => {
    for (const pause of pauses) {
      clock.advance(pause)
      watcher.input(false, false)
    }
  }
  return { clock, sent, watcher, keys }
}

t.test(
  'the first key says `typing`, a pause of 0.9 s changes nothing, and `stop` comes 1 s after the last key',
  async t => {
    const { clock, sent, watcher, keys } = setUp()
    keys(0)
    t.same(sent, ['typing 0'])
    t.equal(watcher.isTyping, true)
    keys(900, 900)
    clock.advance(999)
    t.same(sent, ['typing 0'])
    clock.advance(1)
    t.same(sent, ['typing 0', 'stop 2800'])
    t.equal(watcher.isTyping, false)
    t.equal(clock.pending, 0)
    keys(0)
    t.same(sent.slice(2), ['typing 2800'], 'the next key begins anew')
  }
)

t.test('while keys come, `typing` is repeated at most every 3 s', async t => {
  const { sent, keys } = setUp()
  keys(...Array.from({ length: 101 }, () => 100))
  t.same(sent, ['typing 100', 'typing 3100', 'typing 6100', 'typing 9100'])
})

t.test('who leaves the field, or empties it, stops at once and once', async t => {
  const { clock, sent, watcher, keys } = setUp()
  watcher.leave()
  watcher.input(true, false)
  t.same(sent, [], 'nobody was typing')
  keys(0)
  watcher.leave()
  watcher.leave()
  keys(100)
  watcher.input(true, false)
  clock.advance(5000)
  t.same(sent, ['typing 0', 'stop 0', 'typing 100', 'stop 100'])
})

t.test(
  'a syllable that is composed is one `typing` and no `stop`, also where the field is empty in between',
  async t => {
    const { clock, sent, watcher } = setUp()
    watcher.compose('start')
    t.same(sent, [], 'nothing is written yet')
    for (const isEmptyBetween of [false, true, true]) {
      watcher.compose('update')
      if (isEmptyBetween) watcher.input(true, true)
      watcher.input(false, true)
      clock.advance(300)
    }
    watcher.composed(false)
    watcher.compose('start')
    watcher.compose('update')
    watcher.input(true, false)
    t.same(sent, ['typing 0'], 'also where the event does not say that it is composing')
    clock.advance(1000)
    t.same(sent, ['typing 0', 'stop 1900'])
  }
)

t.test('a composition counts in a browser that fires no `input` until it ends', async t => {
  const { clock, sent, watcher } = setUp()
  watcher.compose('start')
  for (let n = 0; n < 4; n++) {
    watcher.compose('update')
    clock.advance(900)
  }
  watcher.input(false, false)
  watcher.composed(false)
  t.same(sent, ['typing 0', 'typing 3600'])
})

t.test('a composition that is taken back to nothing ends at once', async t => {
  const { sent, watcher } = setUp()
  watcher.compose('start')
  watcher.compose('update')
  watcher.input(false, true)
  watcher.input(true, true)
  t.same(sent, ['typing 0'])
  watcher.composed(true)
  t.same(sent, ['typing 0', 'stop 0'])
})

t.test('a last syllable that comes back after the message was sent does not begin anew', async t => {
  const { clock, sent, watcher, keys } = setUp()
  watcher.compose('start')
  watcher.compose('update')
  watcher.leave()
  watcher.compose('update')
  watcher.input(false, true)
  watcher.composed(false)
  watcher.input(false, false)
  clock.advance(5000)
  t.same(sent, ['typing 0', 'stop 0'], 'also where its `input` comes after its end')
  keys(0)
  t.same(sent.slice(2), ['typing 5000'])
})

t.test('a pause amid a composition ends the sign, and the next stroke shows it again', async t => {
  const { clock, sent, watcher } = setUp()
  watcher.compose('start')
  watcher.compose('update')
  clock.advance(2000)
  watcher.compose('update')
  t.same(sent, ['typing 0', 'stop 1000', 'typing 2000'])
})

t.test('a new connection is told if somebody is typing', async t => {
  const { clock, sent, watcher, keys } = setUp()
  watcher.reconnected()
  t.same(sent, [])
  keys(0)
  clock.advance(500)
  watcher.reconnected()
  t.same(sent, ['typing 0', 'typing 500'])
  clock.advance(500)
  watcher.reconnected()
  t.same(sent.slice(2), ['stop 1000'])
})
