import t from 'tap'
import { fullJitter } from '../src/backoff.ts'
import { createBudget } from '../src/budget.ts'

t.test('waits are random up to a bound that doubles, and ends at a minute', async t => {
  t.same(
    [1, 2, 3, 4].map(failures => fullJitter(failures, 0.5)),
    [500, 1_000, 2_000, 4_000]
  )
  t.equal(fullJitter(1, 0), 0)
  t.equal(fullJitter(50, 0.999), 59_940)
})

t.test('a budget is not overdrawn within any such time, and says how long to wait', async t => {
  let now = 0
  const budget = createBudget({ limit: 10, per: 60_000, now: () => now })
  t.equal(budget.spend(6), 0)
  now = 20_000
  t.equal(budget.spend(4), 0)
  t.equal(budget.spend(1), 40_000)
  now = 59_999
  t.equal(budget.spend(1), 1)
  now = 60_000
  t.equal(budget.spend(6), 0)
  t.equal(budget.spend(1), 20_000)
})

t.test('what other programs at the same address have spent counts too', async t => {
  const budget = createBudget({ limit: 10, per: 60_000, now: () => 0 })
  budget.spend(2)
  budget.reported(9)
  t.equal(budget.spend(1), 0)
  t.equal(budget.spend(1), 60_000)
  budget.reported(3)
  t.equal(budget.spend(1), 60_000, 'a report of less gives nothing back')
})
