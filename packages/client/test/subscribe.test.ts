import t from 'tap'
import { connected } from './fixtures/client.ts'
import type { FakeSocket, Fields } from './fixtures/socket.ts'

/** Answers the newest join. */
function join(socket: FakeSocket, changes: Fields = {}): void {
  const { topic, id } = socket.of('join').at(-1) ?? {}
  socket.say({ type: 'joined', topic, kind: 'state', epoch: 'e1', offset: 5, re: id, ...changes })
}

const value = (offset: number, changes: Fields = {}) => ({ type: 'value', topic: 'a/b', offset, ...changes })

t.test('a subscription joins its topic and hands on its messages', async t => {
  const { client, socket } = connected()
  const seen: unknown[] = []
  const joined: unknown[] = []
  client.subscribe('a/b', message => seen.push(message), { onJoined: message => joined.push(message) })
  t.match(socket.frames, [{ type: 'join', topic: 'a/b', id: 1 }])
  t.notOk('since' in socket.last)
  join(socket)
  socket.say(value(5, { value: 1 }))
  socket.say(value(6, { value: 2, topic: 'a/other' }))
  socket.say(value(7, { value: 3 }))
  t.strictSame(seen, [value(5, { value: 1 }), value(7, { value: 3 })])
  t.match(joined, [{ kind: 'state', epoch: 'e1', offset: 5 }])
})

t.test('a latest value that has the offset of its join is no duplicate, but its repetition is', async t => {
  const { client, socket } = connected()
  const seen: unknown[] = []
  client.subscribe('a/b', ({ offset }) => seen.push(offset))
  join(socket)
  for (const offset of [5, 5, 4, 6, 6]) socket.say(value(offset))
  socket.say({ type: 'value', topic: 'a/b' })
  t.same(seen, [5, 6])
})

t.test('handlers of one topic share its join; the last one to go leaves', async t => {
  const { client, socket } = connected()
  const seen: string[] = []
  const first = client.subscribe('a/b', () => seen.push('first'))
  const second = client.subscribe('a/b', () => seen.push('second'))
  join(socket)
  socket.say(value(5))
  first()
  first()
  socket.say(value(6))
  t.same(seen, ['first', 'second', 'second'])
  t.equal(socket.frames.length, 1)
  second()
  t.match(socket.last, { type: 'leave', topic: 'a/b', id: Number })
  socket.say({ type: 'left', topic: 'a/b', re: socket.last.id })
  socket.say(value(7))
  second()
  t.equal(seen.length, 3)
  t.equal(socket.frames.length, 2)
})

t.test(
  'a later handler of a state is told of the join and gets the latest value, after subscribe has returned',
  async t => {
    const { client, socket } = connected()
    client.subscribe('a/b', () => {})
    join(socket)
    socket.say(value(5))
    const seen: unknown[] = []
    client.subscribe('a/b', ({ offset }) => seen.push(offset), { onJoined: ({ epoch }) => seen.push(epoch) })
    t.same(seen, [])
    await undefined
    t.same(seen, ['e1', 5])
  }
)

t.test('a later handler to which something newer comes in the same turn gets that, once', async t => {
  const { client, socket } = connected()
  client.subscribe('a/b', () => {})
  join(socket)
  socket.say(value(5))
  const seen: unknown[] = []
  client.subscribe('a/b', ({ offset }) => seen.push(offset))
  socket.say(value(6))
  await undefined
  t.same(seen, [6])
})

t.test('a later handler that goes at once, or at its join, is told nothing more', async t => {
  const { client, socket } = connected()
  client.subscribe('a/b', () => {})
  join(socket)
  socket.say(value(5))
  const seen: unknown[] = []
  client.subscribe('a/b', () => seen.push('value'))()
  const off = client.subscribe('a/b', () => seen.push('value'), { onJoined: () => off() })
  await undefined
  t.same(seen, [])
})

t.test('a later handler gets the latest value also while there is no connection', async t => {
  const { client, socket, reconnect } = connected()
  client.subscribe('a/b', () => {})
  join(socket)
  socket.say(value(5))
  socket.cut()
  const seen: unknown[] = []
  client.subscribe('a/b', ({ offset }) => seen.push(offset), {
    onJoined: ({ offset }) => seen.push(`joined ${offset}`)
  })
  await undefined
  t.same(seen, [5])
  const next = reconnect()
  join(next, { recovered: true })
  next.say(value(5))
  t.same(seen, [5, 'joined 5'])
})

t.test('a later handler of a log or a signal gets only what comes', async t => {
  for (const kind of ['log', 'signal']) {
    const { client, socket } = connected()
    client.subscribe('a/b', () => {})
    join(socket, { kind })
    socket.say(value(6))
    const seen: unknown[] = []
    client.subscribe('a/b', ({ offset }) => seen.push(offset))
    await undefined
    socket.say(value(7))
    t.same(seen, [7], kind)
  }
})

t.test('a handler that is added by a handler gets the message once', async t => {
  const { client, socket } = connected()
  const seen: string[] = []
  const off = client.subscribe('a/b', () => {
    off()
    client.subscribe('a/b', () => seen.push('inner'))
  })
  client.subscribe('a/b', () => seen.push('outer'))
  join(socket)
  socket.say(value(5))
  await undefined
  t.same(seen, ['outer', 'inner'])
})

t.test('to leave and to come back at once loses nothing: what belongs to the older join does not count', async t => {
  const { client, socket } = connected()
  const stale: unknown[] = []
  const off = client.subscribe('a/b', message => stale.push(message))
  join(socket, { kind: 'log' })
  off()
  const seen: unknown[] = []
  client.subscribe('a/b', ({ offset }) => seen.push(offset), {
    onJoined: ({ offset }) => seen.push(`joined ${offset}`)
  })
  t.match(socket.frames, [{ type: 'join' }, { type: 'leave' }, { type: 'join' }])
  socket.say(value(6))
  socket.say({ type: 'joined', topic: 'a/b', kind: 'log', epoch: 'e2', offset: 0 })
  socket.say({ type: 'left', topic: 'a/b', re: socket.of('leave')[0]?.id })
  socket.say({ type: 'left', topic: 'a/b' })
  socket.say({ type: 'joined', topic: 'a/b', kind: 'log', epoch: 'e1', offset: 5, re: socket.of('join')[0]?.id })
  socket.say(value(6))
  join(socket, { kind: 'log', offset: 6 })
  socket.say(value(7))
  t.same(seen, ['joined 6', 7])
  t.same(stale, [])
})

t.test('who comes and goes before the server could be told does not trouble it', async t => {
  const { client, socket, reconnect } = connected()
  socket.cut()
  client.subscribe('a/b', () => {})()
  client.subscribe('a/c', () => {})
  t.match(reconnect().frames, [{ type: 'join', topic: 'a/c' }])
})

t.test('a join that is refused is told, and tried again at the next reconnect', async t => {
  for (const code of ['LIVELET_FORBIDDEN', 'LIVELET_NOT_FOUND']) {
    const { client, clock, socket, reconnect } = connected()
    const errors: unknown[] = []
    const off = client.subscribe('a/b', () => {}, { onError: error => errors.push(error.code) })
    client.subscribe('a/c', () => {})
    socket.say({ type: 'error', re: socket.of('join')[0]?.id, code, message: 'no' })
    t.same(errors, [code])
    clock.advance(20_000)
    t.equal(socket.of('join').length, 2)
    socket.cut()
    const next = reconnect()
    t.equal(next.of('join').length, 2)
    next.say({ type: 'error', re: next.of('join')[0]?.id, code, message: 'no' })
    off()
    t.equal(next.of('leave').length, 0, 'who was not let in need not leave')
  }
})

t.test('a join that the server could not take just now is tried again, further and further apart', async t => {
  for (const code of ['LIVELET_UNAVAILABLE', 'LIVELET_RATE_LIMITED']) {
    const { client, clock, socket } = connected({ random: () => 0.5 })
    const errors: unknown[] = []
    const off = client.subscribe('a/b', () => {}, { onError: error => errors.push(error.code) })
    const refuse = () => socket.say({ type: 'error', re: socket.last.id, code, message: 'busy' })
    refuse()
    clock.advance(249)
    t.equal(socket.of('join').length, 1)
    clock.advance(1)
    t.equal(socket.of('join').length, 2)
    refuse()
    clock.advance(499)
    t.equal(socket.of('join').length, 2)
    clock.advance(1)
    t.equal(socket.of('join').length, 3)
    join(socket)
    t.same(errors, [code, code])
    off()
  }
})

t.test('a join that waits to be tried again is forgotten with its handler, and with its connection', async t => {
  const { client, clock, socket, statuses } = connected()
  const refuse = () => socket.say({ type: 'error', re: socket.last.id, code: 'LIVELET_UNAVAILABLE', message: 'busy' })
  const before = clock.pending
  client.subscribe('a/b', () => {}, { onError: () => {} })
  refuse()
  client.subscribe('a/c', () => {}, { onError: () => {} })
  const off = client.subscribe('a/d', () => {}, { onError: () => off() })
  refuse()
  t.equal(clock.pending, before + 1)
  socket.cut()
  t.equal(clock.pending, 1, 'only the reconnect is left')
  t.equal(statuses.at(-1)?.status, 'waiting')
})

t.test('withdrawn permission ends a subscription, and it is not joined again', async t => {
  const { client, socket, reconnect } = connected()
  const errors: unknown[] = []
  const off = client.subscribe('a/b', () => t.fail('no message'), { onError: error => errors.push(error.code) })
  join(socket)
  socket.say({ type: 'left', topic: 'a/b' })
  socket.say(value(6))
  t.same(errors, ['LIVELET_FORBIDDEN'])
  off()
  t.equal(socket.of('leave').length, 0)
  socket.cut()
  t.same(reconnect().frames, [])
})

t.test("errors of a subscription without onError come to the client's", async t => {
  const { client, socket } = connected()
  const errors: unknown[] = []
  client.onError(error => errors.push(error.message))
  client.subscribe('a/b', () => {})
  socket.say({ type: 'error', re: socket.last.id, code: 'LIVELET_FORBIDDEN', message: 'not you' })
  t.same(errors, ['not you'])
})
