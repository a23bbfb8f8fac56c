import t from 'tap'
import { timeAgo } from '../src/element/time.ts'
import { badgeOf, titleWith } from '../src/element/title.ts'
import { elementWords } from '../src/element/words.ts'

t.test('times are told in the page’s language', async t => {
  const now = Date.UTC(2026, 5, 1)
  const minute = 60_000
  for (const [ago, ko, en] of [
    [-minute, '지금', 'now'],
    [59_000, '지금', 'now'],
    [minute, '1분 전', '1 minute ago'],
    [59 * minute, '59분 전', '59 minutes ago'],
    [90 * minute, '1시간 전', '1 hour ago'],
    [24 * 60 * minute, '어제', 'yesterday'],
    [8 * 24 * 60 * minute, '지난주', 'last week'],
    [400 * 24 * 60 * minute, '작년', 'last year']
  ] as const) {
    t.equal(timeAgo(now - ago, now, 'ko'), ko)
    t.equal(timeAgo(now - ago, now, 'en'), en)
  }
})

t.test('the badge counts to 99, and stands before the page’s title once', async t => {
  t.same(
    [0, 1, 99, 100].map(count => badgeOf({ count, more: false })),
    ['', '1', '99', '99+']
  )
  t.equal(badgeOf({ count: 100, more: true }), '99+')
  t.equal(titleWith('Orders', '3'), '(3) Orders')
  t.equal(titleWith('(3) Orders', '99+'), '(99+) Orders')
  t.equal(titleWith('(99+) Orders', ''), 'Orders')
  t.equal(titleWith('(beta) Orders', ''), '(beta) Orders')
})

t.test('both languages say the same things', async t => {
  t.same(Object.keys(elementWords.ko), Object.keys(elementWords.en))
})
