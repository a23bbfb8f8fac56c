import { fakeClock } from '@livelet/channel/testing'
import t from 'tap'
import { createTypists, type Device } from '../src/typists.ts'

const device = (id: string, user: string | null = null): Device => ({
  id,
  user,
  name: user === null ? null : user.toUpperCase()
})

function setUp(options: { maxRooms?: number } = {}) {
  const clock = fakeClock()
  const changes: string[] = []
  const typists = createTypists({
    timeout: 6000,
    maxRooms: 10,
    clock,
    onChange: room => changes.push(room),
    ...options
  })
  const ids = (room = 'lobby') => typists.list(room).map(({ id }) => id)
  return { clock, changes, typists, ids }
}

t.test('a typist is there at once, and goes 6 s after the last `typing`', async t => {
  const { clock, changes, typists, ids } = setUp()
  t.equal(typists.typing('lobby', device('a')), true)
  t.same(ids(), ['a'])
  clock.advance(3000)
  t.equal(typists.typing('lobby', device('a')), false, 'which prolongs')
  clock.advance(5999)
  t.same(ids(), ['a'])
  clock.advance(1)
  t.same(ids(), [])
  t.same(changes, ['lobby', 'lobby'], 'prolonging is no change')
})

t.test('`stop` ends at once, and does nothing to who was not typing', async t => {
  const { changes, typists, ids } = setUp()
  typists.stop('lobby', 'a')
  t.same(changes, [])
  typists.typing('lobby', device('a'))
  typists.stop('other', 'a')
  typists.stop('lobby', 'b')
  t.same(ids(), ['a'])
  typists.stop('lobby', 'a')
  t.same(ids(), [])
  t.equal(changes.length, 2)
})

t.test('who has gone types nowhere any more', async t => {
  const { clock, changes, typists, ids } = setUp()
  typists.typing('one', device('a'))
  typists.typing('two', device('a'))
  typists.typing('two', device('b'))
  typists.gone('a')
  typists.gone('a')
  t.same(ids('one'), [])
  t.same(ids('two'), ['b'])
  t.equal(typists.isTyping('a'), false)
  t.same(changes, ['one', 'two', 'two', 'one', 'two'])
  t.equal(clock.pending, 1)
})

t.test('one person on two devices is one typist, until the last of them has stopped', async t => {
  const { clock, typists, ids } = setUp()
  typists.typing('lobby', device('phone', 'minsu'))
  typists.typing('lobby', device('desk', 'minsu'))
  typists.typing('lobby', device('x', 'jiwoo'))
  t.same(typists.list('lobby'), [device('phone', 'minsu'), device('x', 'jiwoo')])
  clock.advance(4000)
  typists.typing('lobby', device('desk', 'minsu'))
  clock.advance(2000)
  t.same(ids(), ['desk'], 'the phone has said nothing for 6 s, and nor has x')
  typists.typing('lobby', device('phone', 'minsu'))
  typists.gone('desk')
  t.same(ids(), ['phone'])
  typists.stop('lobby', 'phone')
  t.same(ids(), [])
})

t.test('devices whose user nobody knows are different people', async t => {
  const { typists, ids } = setUp()
  typists.typing('lobby', device('a'))
  typists.typing('lobby', device('b'))
  t.same(ids(), ['a', 'b'])
})

t.test('the app can end a person in a room, on all devices', async t => {
  const { typists, ids } = setUp()
  typists.typing('lobby', device('phone', 'minsu'))
  typists.typing('lobby', device('desk', 'minsu'))
  typists.typing('other', device('desk', 'minsu'))
  typists.typing('lobby', device('anon'))
  t.equal(typists.clear('lobby', 'minsu'), true)
  t.equal(typists.clear('lobby', 'minsu'), false)
  t.equal(typists.clear('nowhere', 'minsu'), false)
  t.same(ids(), ['anon'])
  t.same(ids('other'), ['desk'])
  t.equal(typists.clear('lobby', 'anon'), true, 'who is unknown goes by the connection')
  t.same(ids(), [])
})

t.test('a user whose id is another’s connection is not taken for it', async t => {
  const { typists, ids } = setUp()
  typists.typing('lobby', device('a'))
  typists.typing('lobby', device('b', 'a'))
  typists.stop('lobby', 'a')
  t.same(ids(), ['b'])
})

t.test('past maxRooms a device is refused, and nothing is kept of where nobody types', async t => {
  const { clock, typists } = setUp({ maxRooms: 3 })
  for (const room of ['1', '2', '3']) typists.typing(room, device('a'))
  const refuse = { code: 'LIVELET_FORBIDDEN', message: /at most 3 rooms/ }
  t.throws(() => typists.typing('4', device('a')), refuse)
  t.equal(typists.size, 3)
  t.equal(clock.pending, 3)
  typists.typing('1', device('a'))
  typists.stop('2', 'a')
  t.equal(typists.typing('4', device('a')), true, 'a place is free again')
  clock.advance(6000)
  t.equal(typists.size, 0)
  t.equal(clock.pending, 0)
})

t.test('closing leaves no timer behind', async t => {
  const { clock, typists } = setUp()
  typists.typing('lobby', device('a'))
  typists.typing('other', device('b'))
  typists.close()
  t.equal(clock.pending, 0)
  t.equal(typists.size, 0)
})
