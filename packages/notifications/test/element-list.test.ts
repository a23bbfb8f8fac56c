import t from 'tap'
import type { Listed, Page } from '../src/contract.ts'
import {
  emptyList,
  type List,
  withArrived,
  withFirstPage,
  withNextPage,
  withoutExpired,
  withoutRemoved,
  withRead
} from '../src/element/list.ts'

const item = (seq: number, more: Partial<Listed> = {}): Listed => ({
  seq,
  title: `${seq}`,
  level: 'info',
  at: seq,
  read: false,
  ...more
})
const page = (seqs: number[], next: number | null = null, read = false): Page => ({
  items: seqs.map(seq => item(seq, { read })),
  next
})
const seqs = ({ items }: List) => items.map(({ seq }) => seq)
const unread = ({ items }: List) => items.filter(({ read }) => !read).map(({ seq }) => seq)

t.test('what comes before the first page is not lost, and is there once', async t => {
  let list = withArrived(emptyList, item(5))
  t.equal(list.next, undefined, 'nothing is loaded yet')
  list = withFirstPage(list, page([4, 3], 3), false)
  list = withArrived(withArrived(list, item(6)), item(5, { read: true }))
  t.same(seqs(list), [6, 5, 4, 3])
  t.same(unread(list), [6, 5, 4, 3], 'what has come already stays as it is')
  t.equal(list.next, 3)
})

t.test('pages follow each other without a gap and without anything twice', async t => {
  let list = withFirstPage(emptyList, page([9, 8, 7], 7), false)
  list = withNextPage(list, page([6, 5], 5))
  list = withArrived(list, item(10))
  t.same(seqs(list), [10, 9, 8, 7, 6, 5])
  t.equal(withNextPage(list, page([4])).next, null)
})

t.test(
  'after a reconnect the first page says what was read meanwhile; older ones stay, unless there may be a hole',
  async t => {
    const before = withNextPage(withFirstPage(emptyList, page([9, 8, 7], 7), false), page([6, 5], 5))
    const whole = withFirstPage(before, page([11, 10, 9, 8], 8, true), true)
    t.same(seqs(whole), [11, 10, 9, 8, 7, 6, 5])
    t.same(unread(whole), [7, 6, 5])
    t.equal(whole.next, 5)
    const holed = withFirstPage(before, page([30, 29], 29), false)
    t.same(seqs(holed), [30, 29])
    t.equal(holed.next, 29)
    t.same(seqs(withFirstPage(before, page([9]), true)), [9], 'a page that is the last has all there is')
  }
)

t.test('marks: some, or all up to one', async t => {
  const list = withFirstPage(emptyList, page([5, 4, 3, 2]), false)
  t.same(unread(withRead(list, { ids: [4, 99] })), [5, 3, 2])
  t.same(unread(withRead(list, { upTo: 3 })), [5, 4])
})

t.test('what is taken back or has expired is not shown', async t => {
  const list = withArrived(withFirstPage(emptyList, page([3, 2, 1]), false), item(4, { expiresAt: 100 }))
  t.same(seqs(withoutRemoved(list, [2])), [4, 3, 1])
  t.same(seqs(withoutExpired(list, 99)), [4, 3, 2, 1])
  t.same(seqs(withoutExpired(list, 100)), [3, 2, 1])
})
