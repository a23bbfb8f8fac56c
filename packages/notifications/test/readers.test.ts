import type { Audience, LogEntry } from '@livelet/channel'
import t from 'tap'
import type { Unread } from '../src/contract.ts'
import { trackReaders } from '../src/readers.ts'
import type { Counted } from '../src/store.ts'

const entry = (offset: number, ...groups: string[]): LogEntry => ({
  type: 'notification',
  fields: {},
  offset,
  groups: new Set(groups)
})

function setUp(audiences: Record<string, Record<string, number>>) {
  const told: [string, Unread][] = []
  const counts: ((counted: Counted) => void)[] = []
  let flush = () => {}
  const readers = trackReaders({
    store: {
      audience: async (user): Promise<Audience> => new Map(Object.entries(audiences[user] ?? {})),
      unread: () => new Promise(resolve => counts.push(resolve))
    },
    tell: (user, unread) => told.push([user, unread]),
    later(run) {
      flush = run
    }
  })
  const count = async (user: string, counted: Counted) => {
    const counting = readers.count(user)
    counts.shift()?.(counted)
    return counting
  }
  return { readers, told, counts, count, flush: () => flush() }
}

t.test('arrivals are counted for those whom they are for, once, and told together', async t => {
  const { readers, told, count, flush } = setUp({
    ann: { '*': 0, 'u:ann': 0 },
    bob: { '*': 0, 'u:bob': 0, 't:news': 7 }
  })
  for (const user of ['ann', 'bob']) {
    readers.opened(user)
    await readers.audience(user)
    t.same(await count(user, { count: 2, more: false, head: 5 }), { count: 2, more: false })
  }
  readers.arrived([entry(5, '*'), entry(6, 't:news'), entry(7, 'u:ann', 'u:cleo'), entry(8, 't:news'), entry(9, '*')])
  readers.arrived([entry(8, 't:news'), entry(9, '*')])
  t.same(told, [])
  flush()
  t.same(told, [
    ['ann', { count: 4, more: false }],
    ['bob', { count: 4, more: false }]
  ])
  t.same(readers.in(new Set(['u:bob', 'u:cleo'])), ['bob'])
  t.same(readers.in(new Set(['*'])), ['ann', 'bob'])
})

t.test('what arrives while it is counted is neither lost nor counted twice', async t => {
  const { readers, counts } = setUp({ ann: { 'u:ann': 0 } })
  readers.opened('ann')
  await readers.audience('ann')
  const counting = readers.count('ann')
  readers.arrived([entry(10, 'u:ann'), entry(11, 'u:ann')])
  counts.shift()?.({ count: 3, more: false, head: 10 })
  t.same(await counting, { count: 4, more: false })
})

t.test('a count that began earlier does not undo a later one', async t => {
  const { readers, counts, told, flush } = setUp({ ann: { 'u:ann': 0 } })
  readers.opened('ann')
  await readers.audience('ann')
  const [early, late] = [readers.count('ann'), readers.count('ann')]
  counts[1]?.({ count: 0, more: false, head: 5 })
  await late
  counts[0]?.({ count: 9, more: false, head: 5 })
  await early
  readers.arrived([entry(6, 'u:ann')])
  flush()
  t.same(told, [['ann', { count: 1, more: false }]])
})

t.test('past 100 nobody is told of more', async t => {
  const { readers, told, count, flush } = setUp({ ann: { 'u:ann': 0 } })
  readers.opened('ann')
  await readers.audience('ann')
  await count('ann', { count: 100, more: false, head: 0 })
  readers.arrived([entry(1, 'u:ann')])
  flush()
  readers.arrived([entry(2, 'u:ann')])
  flush()
  t.same(told, [['ann', { count: 100, more: true }]])
})

t.test('who has gone with the last connection is forgotten', async t => {
  const { readers, count } = setUp({ ann: { 'u:ann': 0 } })
  readers.opened('ann')
  readers.opened('ann')
  await count('ann', { count: 0, more: false, head: 0 })
  readers.closed('ann')
  t.same(readers.counted, ['ann'])
  readers.closed('ann')
  t.same(readers.counted, [])
})
