import t from 'tap'
import {
  type Entry,
  formatMilliseconds,
  formatTime,
  idOf,
  type Row,
  readMessage,
  shorten,
  withRow
} from '../src/element/frames.ts'

t.test('the log keeps the newest rows, each with a number of its own', async t => {
  const opened: Entry = { what: 'open', protocol: '' }
  let rows: Row[] = []
  for (let at = 1; at <= 5; at += 1) rows = withRow(rows, opened, at, 3)
  t.same(
    rows.map(({ id, at }) => [id, at]),
    [
      [3, 3],
      [4, 4],
      [5, 5]
    ]
  )
})

t.test('a frame that is too long to show is cut', async t => {
  t.equal(shorten('abcd', 4), 'abcd')
  t.equal(shorten('abcde', 4), 'abcd…')
})

t.test('times are shown to the millisecond', async t => {
  t.equal(formatTime(new Date(2026, 0, 2, 3, 4, 5, 6).getTime()), '03:04:05.006')
})

t.test('a duration is shown as exactly as it is worth', async t => {
  t.equal(formatMilliseconds(0.4), '0.40 ms')
  t.equal(formatMilliseconds(12.34), '12.3 ms')
  t.equal(formatMilliseconds(1204.4), '1,204 ms')
})

t.test('only a JSON object is a message', async t => {
  t.same(readMessage('{"type":"pong","re":1}'), { type: 'pong', re: 1 })
  for (const frame of ['Echo: 안녕', '5', 'null', '']) t.equal(readMessage(frame), undefined, frame)
})

t.test('an id is a string or a number', async t => {
  t.equal(idOf(7), 7)
  t.equal(idOf('a'), 'a')
  for (const value of [undefined, null, true, {}]) t.equal(idOf(value), undefined)
})
