import t from 'tap'
import { Tally } from '../src/comparison/tally.ts'
import { transportOf } from '../src/comparison/transport.ts'

t.test('what is open counts with what has ended, and what ends counts once', async t => {
  const tally = new Tally()
  let up = 100
  const endFirst = tally.begin(() => ({ up, down: 1 }))
  const endSecond = tally.begin(() => ({ up: 1_000, down: 2 }))
  t.same(tally.figures, { requests: 2, up: 1_100, down: 3, open: 2 })
  up = 150
  t.same(tally.figures, { requests: 2, up: 1_150, down: 3, open: 2 })
  endFirst()
  up = 999
  endFirst()
  t.same(tally.figures, { requests: 2, up: 1_150, down: 3, open: 1 })
  endSecond()
  t.same(tally.figures, { requests: 2, up: 1_150, down: 3, open: 0 })
})

t.test('one URL is read in four ways, which the headers tell apart', async t => {
  t.equal(transportOf({ accept: '*/*' }), 'poll')
  t.equal(transportOf({ accept: '*/*', 'if-none-match': '"a:1"' }), 'poll')
  t.equal(transportOf({ accept: '*/*', prefer: 'wait=25' }), 'longPoll')
  t.equal(transportOf({ accept: 'text/event-stream' }), 'events')
  t.equal(transportOf({ upgrade: 'websocket' }), 'websocket')
})
