import t from 'tap'
import { connected } from './fixtures/client.ts'

const HEARTBEAT = 25_000
const GRACE = 5000

t.test('a connection on which beats come is left alone', async t => {
  const { client, clock, socket } = connected()
  for (let i = 0; i < 20; i++) {
    clock.advance(HEARTBEAT)
    socket.say({ type: 'beat' })
  }
  t.equal(client.status, 'open')
  t.same(socket.frames, [], 'and costs no message of ours')
})

t.test('a half-open connection is asked after two missed beats, and dropped if nothing comes', async t => {
  const { client, clock, socket, statuses, reconnect } = connected()
  clock.advance(2 * HEARTBEAT - 1)
  t.same(socket.frames, [])
  clock.advance(1)
  t.same(socket.frames, [{ type: 'beat' }])
  clock.advance(GRACE - 1)
  t.equal(client.status, 'open')
  clock.advance(1)
  t.match(statuses.at(-1), { status: 'waiting', code: 4001 })
  t.equal(socket.closedWith?.[0], 4001)
  reconnect()
  t.equal(client.status, 'open')
})

t.test('anything that comes is a sign of life, and the watch goes on', async t => {
  const { client, clock, socket } = connected()
  clock.advance(2 * HEARTBEAT)
  socket.raw('not even a message')
  clock.advance(GRACE)
  t.equal(client.status, 'open')
  clock.advance(2 * HEARTBEAT)
  t.equal(client.status, 'waiting')
})

t.test('when a page wakes, its connection has to show that it lives', async t => {
  const { client, clock, page, socket } = connected()
  page.fire('visibilitychange')
  t.same(socket.frames, [{ type: 'beat' }])
  clock.advance(GRACE)
  t.equal(client.status, 'waiting')
})

t.test('waking again and again does not put it off', async t => {
  const { client, clock, page, socket } = connected()
  for (let i = 0; i < 5; i++) {
    page.fire('online')
    clock.advance(GRACE / 5)
  }
  t.same(socket.frames, [{ type: 'beat' }])
  t.equal(client.status, 'waiting')
})

t.test('a page that was frozen asks before it drops a connection that lives', async t => {
  const { client, clock, socket } = connected()
  clock.sleep(3_600_000)
  clock.advance(0)
  t.same(socket.frames, [{ type: 'beat' }])
  socket.say({ type: 'beat' })
  clock.advance(GRACE)
  t.equal(client.status, 'open')
})

t.test('the heartbeat is the one that the server names', async t => {
  const { client, clock, network, socket, statuses } = connected()
  socket.cut()
  clock.advance(statuses.at(-1)?.retryIn ?? 0)
  network.socket.welcome({ heartbeat: 1000 })
  clock.advance(2000 + GRACE)
  t.equal(client.status, 'waiting')
})
