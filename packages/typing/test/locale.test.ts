import t from 'tap'
import { sign } from '../src/locale.ts'

const people = (...names: (string | null)[]) => names.map(name => ({ name }))

t.test('the words for nobody, somebody unnamed, one, two, three and many, in both languages', async t => {
  for (const [typists, more, ko, en] of [
    [people(), 0, '', ''],
    [people(null), 0, '💬 누군가 입력 중...', '💬 Someone is typing...'],
    [people('민수'), 0, '💬 민수 님이 입력 중...', '💬 민수 is typing...'],
    [people('민수', '지우'), 0, '💬 민수 및 지우 님이 입력 중...', '💬 민수 and 지우 are typing...'],
    [people('Ann', 'Bo', 'Cy'), 0, '💬 Ann, Bo 및 Cy 님이 입력 중...', '💬 Ann, Bo, and Cy are typing...'],
    [people('A', 'B', 'C', 'D'), 0, '💬 여러 명이 입력 중...', '💬 Several people are typing...'],
    [people('A', 'B'), 9, '💬 여러 명이 입력 중...', '💬 Several people are typing...']
  ] as const) {
    t.equal(sign('ko', typists, more), ko)
    t.equal(sign('en', typists, more), en)
  }
})

t.test('unnamed people are someone, however many, and are counted beside named ones', async t => {
  t.equal(sign('ko', people(null, null, null, null), 40), '💬 누군가 입력 중...')
  t.equal(sign('ko', people('민수', null), 0), '💬 민수 님 외 1명이 입력 중...')
  t.equal(sign('en', people(null, 'Ann', null), 0), '💬 Ann and 2 others are typing...')
  t.equal(sign('en', people('Ann'), 1), '💬 Ann and 1 other are typing...', 'also those who are not listed')
  t.equal(sign('en', people('Ann', null, 'Bo'), 0), '💬 Ann, Bo, and 1 other are typing...')
})
