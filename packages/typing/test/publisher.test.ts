import t from 'tap'
import type { Typists } from '../src/contract.ts'
import { createPublisher } from '../src/publisher.ts'

function setUp() {
  const rooms: Record<string, string[]> = {}
  const published: Typists[] = []
  let turn: () => void = () => {}
  const publisher = createPublisher({
    content: room => {
      const typists = (rooms[room] ?? []).map(id => ({ id, name: null }))
      return { room, typists, more: 0, text: typists.length > 0 ? 'typing' : '' }
    },
    publish: content => published.push(content),
    defer: run => {
      turn = run
    }
  })
  const set = (room: string, ids: string[]) => {
    rooms[room] = ids
    publisher.changed(room)
  }
  const endTurn = () => {
    turn()
    turn = () => {}
    return published.splice(0).map(({ room, typists }) => `${room}: ${typists.map(({ id }) => id).join(' ')}`)
  }
  return { publisher, set, endTurn }
}

t.test('a burst of changes in one turn is one message for each room', async t => {
  const { set, endTurn } = setUp()
  for (const ids of [['a'], ['a', 'b'], ['b'], ['b', 'c']]) set('lobby', ids)
  set('other', ['x'])
  t.same(endTurn(), ['lobby: b c', 'other: x'])
  set('lobby', ['c'])
  t.same(endTurn(), ['lobby: c'])
})

t.test('nothing is published when nothing is different at the end of the turn', async t => {
  const { set, endTurn } = setUp()
  set('lobby', ['a'])
  set('lobby', [])
  t.same(endTurn(), [])
  set('lobby', ['a'])
  t.same(endTurn(), ['lobby: a'])
  set('lobby', [])
  set('lobby', ['a'])
  t.same(endTurn(), [])
  set('lobby', ['b'])
  t.same(endTurn(), ['lobby: b'], 'another one is different')
})

t.test('what was told last is known, and is nothing where nobody types', async t => {
  const { publisher, set, endTurn } = setUp()
  const nobody = { room: 'lobby', typists: [], more: 0, text: '' }
  t.same(publisher.told('lobby'), nobody)
  set('lobby', ['a'])
  t.same(publisher.told('lobby'), nobody, 'it has not been told yet')
  endTurn()
  t.match(publisher.told('lobby'), { typists: [{ id: 'a' }] })
  set('lobby', [])
  t.same(endTurn(), ['lobby: '])
  t.same(publisher.told('lobby'), nobody)
})
