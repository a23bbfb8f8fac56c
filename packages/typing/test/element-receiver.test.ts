import { fakeClock } from '@livelet/channel/testing'
import t from 'tap'
import type { Typists } from '../src/contract.ts'
import { createReceiver, othersIn } from '../src/element/receiver.ts'

const listOf = (...ids: string[]): Typists => ({
  room: 'lobby',
  typists: ids.map(id => ({ id, name: null })),
  more: 0,
  text: ''
})

function setUp() {
  const clock = fakeClock()
  const asked: { answer(list: Typists): void; fail(): void }[] = []
  const receiver = createReceiver({
    clock,
    ask: () => new Promise((answer, reject) => asked.push({ answer, fail: () => reject(new Error('TIMEOUT')) })),
    change: () => {}
  })
  const ids = () => receiver.list.typists.map(({ id }) => id).join(' ')
  const settle = () => new Promise(resolve => setImmediate(resolve))
  return { clock, asked, receiver, ids, settle }
}

t.test('a sign that stands for 7 s without news is asked about, and goes if there is no answer', async t => {
  const { clock, asked, receiver, ids, settle } = setUp()
  receiver.joined(false)
  receiver.heard(listOf('a'))
  clock.advance(6999)
  receiver.heard(listOf('a', 'b'))
  clock.advance(6999)
  t.equal(asked.length, 0)
  clock.advance(1)
  t.equal(asked.length, 1)
  asked[0]?.answer(listOf('b'))
  await settle()
  t.equal(ids(), 'b')
  clock.advance(7000)
  t.equal(ids(), 'b', 'as long as the answer may come')
  asked[1]?.fail()
  await settle()
  t.equal(ids(), '')
  clock.advance(7000)
  asked[2]?.answer(listOf('b'))
  await settle()
  t.equal(ids(), 'b', 'the server was only slow')
})

t.test('where nobody types, nothing is asked', async t => {
  const { clock, asked, receiver } = setUp()
  receiver.joined(false)
  receiver.heard(listOf())
  clock.advance(60_000)
  t.equal(asked.length, 0)
  t.equal(clock.pending, 0)
})

t.test('nothing stays behind when the connection is lost', async t => {
  const { clock, asked, receiver, ids, settle } = setUp()
  receiver.joined(false)
  receiver.heard(listOf('a'))
  clock.advance(7000)
  receiver.lost()
  asked[0]?.fail()
  await settle()
  t.equal(ids(), '')
  t.equal(clock.pending, 0, 'and nobody is asked')
})

t.test('after a reconnect what was heard before counts only if it still holds', async t => {
  const { receiver, ids } = setUp()
  receiver.joined(false)
  receiver.heard(listOf('a'))
  receiver.lost()
  receiver.joined(true)
  t.equal(ids(), 'a')
  receiver.lost()
  receiver.joined(false)
  t.equal(ids(), '')
})

t.test('a reader is left out, also where it is among those who are not listed', async t => {
  const list = { ...listOf('a', 'b'), more: 3 }
  const ids = ({ typists, more }: Pick<Typists, 'typists' | 'more'>) => [...typists.map(({ id }) => id), more]
  t.same(ids(othersIn(list, id => id === 'a', true)), ['b', 3])
  t.same(ids(othersIn(list, id => id === 'x', true)), ['a', 'b', 2])
  t.same(ids(othersIn(list, id => id === 'x', false)), ['a', 'b', 3])
  t.same(ids(othersIn(listOf('a'), id => id === 'x', true)), ['a', 0])
})
