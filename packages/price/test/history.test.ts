import t from 'tap'
import { createHistory } from '../src/history.ts'

t.test('of each second the last price is kept, in order', async t => {
  const history = createHistory()
  history.add(1_000, '1')
  history.add(1_900, '2')
  history.add(2_100, '3')
  history.add(1_500, 'late')
  t.same(history.points(), [
    [1_900, '2'],
    [2_100, '3']
  ])
  history.clear()
  t.same(history.points(), [])
})

t.test('it goes back an hour and no further, however long it runs', async t => {
  const history = createHistory()
  for (let second = 0; second < 10_000; second++) history.add(second * 1_000, String(second))
  const points = history.points()
  t.equal(points.length, 3_600)
  t.same(points[0], [6_400_000, '6400'])
  t.same(points.at(-1), [9_999_000, '9999'])
  history.add(20_000_000, 'after a pause')
  t.same(history.points(), [[20_000_000, 'after a pause']])
})
