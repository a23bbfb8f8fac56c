import t from 'tap'
import { minutes } from '../src/element/table.ts'
import { createHistory, type Point } from '../src/history.ts'

t.test('a table of an hour has a row for each minute, the newest first, each with its last price', async t => {
  const history = createHistory()
  for (let second = 0; second < 3_600; second++) history.add(second * 1_000, String(second))
  const rows = minutes(history.points())
  t.equal(rows.length, 60)
  t.same(rows[0], [3_599_000, '3599'] satisfies Point)
  t.same(rows.at(-1), [59_000, '59'] satisfies Point)
  t.same(minutes([]), [])
})
