import t from 'tap'
import { connected, connecting } from './fixtures/client.ts'

for (const code of [1000, 1001, 1005, 1006, 1011, 1012, 1013, 4000, 4001]) {
  t.test(`close code ${code} lets the client come back`, async t => {
    const { client, network, socket, reconnect } = connected()
    socket.cut(code)
    t.equal(client.status, 'waiting')
    reconnect()
    t.equal(network.attempts.length, 2)
    t.equal(client.status, 'open')
  })
}

for (const code of [1007, 1009, 4002, 4003, 4008]) {
  t.test(`close code ${code} stops the client, which tells why`, async t => {
    const { client, clock, statuses, socket } = connected()
    const answer = client.request('a', {})
    socket.cut(code, 'why')
    t.same(statuses.at(-1), { status: 'closed', code, reason: 'why' })
    t.equal(clock.pending, 0)
    await t.rejects(answer, { code: 'CLOSED', message: /why/ })
  })
}

t.test('failed attempts are further and further apart', async t => {
  const { clock, network, statuses } = connecting({ random: () => 0.5 })
  const delays: unknown[] = []
  for (let attempt = 0; attempt < 8; attempt++) {
    network.socket.cut()
    const retryIn = statuses.at(-1)?.retryIn ?? 0
    delays.push(retryIn)
    clock.advance(retryIn - 1)
    t.equal(network.attempts.length, attempt + 1, 'not before its time')
    clock.advance(1)
    t.equal(network.attempts.length, attempt + 2)
  }
  t.same(delays, [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000])
})

t.test('the delays can be set', async t => {
  const { network, statuses } = connecting({ random: () => 0.5, minDelay: 10, maxDelay: 30 })
  network.socket.cut()
  t.equal(statuses.at(-1)?.retryIn, 5)
})

t.test('a server that welcomes and drops at once is not hammered', async t => {
  const { clock, socket, statuses, reconnect } = connected({ random: () => 0.5 })
  socket.cut()
  for (let i = 0; i < 3; i++) reconnect().cut()
  t.equal(statuses.at(-1)?.retryIn, 2000, 'the fourth loss counts as the fourth')
  const proven = reconnect()
  clock.advance(5000)
  proven.cut()
  t.equal(statuses.at(-1)?.retryIn, 250, 'a connection that stood begins anew')
})

t.test('a restarting server says within which time to come back', async t => {
  const { socket, statuses } = connected({ random: () => 0.5 })
  socket.cut(1012, 'retry=6000')
  t.equal(statuses.at(-1)?.retryIn, 3000)
})

t.test('an attempt that hangs is given up, and what its socket says later counts no more', async t => {
  const { client, clock, network, statuses } = connecting({ timeout: 3000 })
  const hanging = network.socket
  clock.advance(2999)
  t.equal(client.status, 'connecting')
  clock.advance(1)
  t.match(statuses.at(-1), { status: 'waiting', code: 4001 })
  t.ok(hanging.closedWith)
  hanging.welcome()
  hanging.cut(4003)
  t.equal(client.status, 'waiting')
})

t.test('an open socket without a welcome hangs, too', async t => {
  const { client, clock, network } = connecting()
  network.socket.readyState = 1
  clock.advance(10_000)
  t.equal(client.status, 'waiting')
})

t.test('a WebSocket that throws later is a failed attempt', async t => {
  const { client, clock, network, socket, statuses, reconnect } = connected()
  network.fault = new Error('blocked')
  socket.cut()
  clock.advance(statuses.at(-1)?.retryIn ?? 0)
  t.match(statuses.at(-1), { status: 'waiting', code: 1006, reason: 'Error: blocked' })
  delete network.fault
  reconnect()
  t.equal(client.status, 'open')
})

for (const event of ['online', 'pageshow', 'visibilitychange']) {
  t.test(`${event} ends the wait at once`, async t => {
    const { client, clock, network, page, socket } = connected({ random: () => 0.5 })
    socket.cut()
    page.fire(event)
    t.equal(network.attempts.length, 2)
    t.equal(client.status, 'connecting')
    network.socket.welcome()
    clock.advance(4000)
    t.equal(network.attempts.length, 2, 'the wait that was ended does not come back')
  })
}

t.test('a page that is hidden, and a network that goes, change nothing', async t => {
  const { network, page, socket } = connected()
  socket.cut()
  page.fire('offline')
  page.visibilityState = 'hidden'
  page.fire('visibilitychange')
  t.equal(network.attempts.length, 1)
})

t.test('an attempt that is under way is not disturbed by an event of the page', async t => {
  const { network, page } = connecting()
  page.fire('online')
  t.equal(network.attempts.length, 1)
})
