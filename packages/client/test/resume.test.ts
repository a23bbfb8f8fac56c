import type { Joined, Position, TopicKind } from '@livelet/client'
import t from 'tap'
import { connected } from './fixtures/client.ts'
import type { FakeSocket } from './fixtures/socket.ts'

/** A subscription, what it has heard, and the server's end of it. */
function reader(options: { since?: Position } = {}) {
  const scene = connected()
  const heard: unknown[] = []
  const joins: Joined[] = []
  scene.client.subscribe('a/b', ({ offset }) => heard.push(offset), {
    ...options,
    onJoined: joined => joins.push(joined)
  })
  const join = (socket: FakeSocket, kind: TopicKind, epoch: string, offset: number, recovered?: boolean) =>
    socket.say({ type: 'joined', topic: 'a/b', kind, epoch, offset, recovered, re: socket.last.id })
  const say = (socket: FakeSocket, ...offsets: number[]) => {
    for (const offset of offsets) socket.say({ type: 'entry', topic: 'a/b', offset })
  }
  /** Breaks the connection, and comes back. */
  const cut = (socket: FakeSocket) => {
    socket.cut()
    return scene.reconnect()
  }
  return { ...scene, heard, joins, join, say, cut }
}

for (const kind of ['log', 'signal'] as const) {
  t.test(`a ${kind} is resumed from the last message`, async t => {
    const { socket, heard, join, say, cut } = reader()
    join(socket, kind, 'e1', 10)
    say(socket, 11, 13)
    const next = cut(socket)
    t.match(next.last, { type: 'join', topic: 'a/b', since: { epoch: 'e1', offset: 13 } })
    join(next, kind, 'e1', 13, true)
    say(next, 13, 14)
    t.same(heard, [11, 13, 14])
  })

  t.test(`a ${kind} of which nothing came is resumed from its join`, async t => {
    const { socket, join, cut } = reader()
    join(socket, kind, 'e1', 10)
    t.same(cut(socket).last.since, { epoch: 'e1', offset: 10 })
  })
}

t.test('a state is resumed from a value that came', async t => {
  const { socket, heard, join, say, cut } = reader()
  join(socket, 'state', 'e1', 7)
  say(socket, 7)
  const next = cut(socket)
  t.same(next.last.since, { epoch: 'e1', offset: 7 })
  join(next, 'state', 'e1', 7, true)
  say(next, 7, 8)
  t.same(heard, [7, 8])
})

t.test('a state of which no value came is not resumed, so that the latest comes', async t => {
  const { socket, heard, join, say, cut } = reader()
  join(socket, 'state', 'e1', 7)
  const next = cut(socket)
  t.equal(next.last.since, undefined)
  join(next, 'state', 'e1', 7)
  say(next, 7)
  t.same(heard, [7])
})

t.test('a loss is reported, and reading goes on where the server stands', async t => {
  const { socket, heard, joins, join, say, cut } = reader()
  join(socket, 'log', 'e1', 10)
  say(socket, 50)
  const next = cut(socket)
  join(next, 'log', 'e1', 40, false)
  say(next, 40, 41)
  t.same(heard, [50, 41])
  t.same(
    joins.map(({ recovered }) => recovered),
    [undefined, false]
  )
  t.same(cut(next).last.since, { epoch: 'e1', offset: 41 })
})

t.test('offsets of another epoch do not count', async t => {
  const { socket, heard, join, say, cut } = reader()
  join(socket, 'log', 'e1', 100)
  say(socket, 101)
  const next = cut(socket)
  join(next, 'log', 'e2', 3, false)
  say(next, 4)
  t.same(heard, [101, 4])
  t.same(cut(next).last.since, { epoch: 'e2', offset: 4 })
})

t.test('the epoch may change under a reader', async t => {
  const { client, socket, heard, joins, say, join } = reader()
  join(socket, 'state', 'e1', 9)
  say(socket, 9)
  socket.say({ type: 'joined', topic: 'a/b', kind: 'state', epoch: 'e2', offset: 1 })
  const late: unknown[] = []
  client.subscribe('a/b', ({ offset }) => late.push(offset))
  await undefined
  t.same(late, [], 'the value of the old epoch is not the latest any more')
  say(socket, 1)
  t.same(heard, [9, 1])
  t.same(late, [1])
  t.same(
    joins.map(({ epoch }) => epoch),
    ['e1', 'e2']
  )
})

t.test('the application may say from where to go on', async t => {
  const { socket, heard, join, say } = reader({ since: { epoch: 'e1', offset: 20 } })
  t.same(socket.last.since, { epoch: 'e1', offset: 20 })
  join(socket, 'log', 'e1', 20, true)
  say(socket, 20, 21)
  t.same(heard, [21])
})

t.test('a cut during the replay goes on from the last that came', async t => {
  const { socket, heard, join, say, cut } = reader({ since: { epoch: 'e1', offset: 1 } })
  join(socket, 'log', 'e1', 1, true)
  say(socket, 2, 3)
  const next = cut(socket)
  t.same(next.last.since, { epoch: 'e1', offset: 3 })
  const third = cut(next)
  t.same(third.last.since, { epoch: 'e1', offset: 3 }, 'also if the join was not answered')
  join(third, 'log', 'e1', 3, true)
  say(third, 4)
  t.same(heard, [2, 3, 4])
})
