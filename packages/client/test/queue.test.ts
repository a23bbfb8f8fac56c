import t from 'tap'
import { connected, connecting } from './fixtures/client.ts'

t.test('what is sent before the connection is there leaves in its order once it is', async t => {
  const { client, network } = connecting()
  client.send('a', { n: 1 })
  client.send('b', { n: 2 })
  const answer = client.request('c', { n: 3 })
  t.same(network.socket.frames, [])
  network.socket.welcome()
  t.match(network.socket.frames, [
    { type: 'a', n: 1 },
    { type: 'b', n: 2 },
    { type: 'c', n: 3, id: 1 }
  ])
  network.socket.say({ type: 'ok', re: 1 })
  t.same(await answer, {})
})

t.test('a message is what it was when it was sent, whatever its object becomes', async t => {
  const { client, network } = connecting()
  const fields = { n: 1 }
  client.send('a', fields)
  fields.n = 2
  network.socket.welcome()
  t.same(network.socket.frames, [{ type: 'a', n: 1 }])
})

t.test('fields cannot pass for the type or the id', async t => {
  const { client, socket } = connected()
  client.send('a', { type: 'leave' })
  client.request('b', { type: 'leave', id: 'mine' }).catch(() => {})
  t.match(socket.frames, [{ type: 'a' }, { type: 'b', id: Number }])
})

t.test('the queue is bounded, and says so to who sends and to who asks', async t => {
  const { client, network } = connecting({ queue: 2 })
  client.send('a', { n: 1 })
  client.send('a', { n: 2 })
  t.throws(() => client.send('a', { n: 3 }), { code: 'QUEUE_FULL', message: /2 messages/ })
  await t.rejects(client.request('a', { n: 4 }), { code: 'QUEUE_FULL' })
  network.socket.welcome()
  t.strictSame(
    network.socket.frames.map(frame => frame.n),
    [1, 2]
  )
  client.send('a', { n: 5 })
  t.equal(network.socket.last.n, 5, 'there is room again')
})

t.test('a long queue leaves at the pace that the server allows', async t => {
  const { client, clock, network } = connecting({ queue: 1000 })
  for (let n = 0; n < 200; n++) client.send('a', { n })
  network.socket.welcome({ rate: { perSecond: 10, burst: 20 } })
  const { frames } = network.socket
  t.equal(frames.length, 10)
  clock.advance(1000)
  t.ok(frames.length >= 18 && frames.length <= 20, `${frames.length} after a second`)
  client.send('a', { n: 200 })
  clock.advance(25_000)
  t.strictSame(
    frames.filter(({ type }) => type === 'a').map(({ n }) => n),
    Array.from({ length: 201 }, (_, n) => n)
  )
})

t.test('joins count, and go before messages', async t => {
  const { client, clock, network } = connecting()
  client.send('a', {})
  for (let n = 0; n < 100; n++) client.subscribe(`a/${n}`, () => {})
  network.socket.welcome({ rate: { perSecond: 10, burst: 20 } })
  const { frames } = network.socket
  t.equal(frames.length, 10)
  t.ok(frames.every(({ type }) => type === 'join'))
  for (let second = 0; second < 12; second++) {
    clock.advance(1000)
    network.socket.say({ type: 'beat' })
  }
  t.equal(network.socket.of('join').length, 100)
  t.equal(network.socket.last.type, 'a')
})

t.test('what waits for its turn when the connection breaks leaves on the next one', async t => {
  const { client, clock, network, reconnect } = connecting()
  for (let n = 0; n < 5; n++) client.send('a', { n })
  network.socket.welcome({ rate: { perSecond: 1, burst: 4 } })
  t.equal(network.socket.frames.length, 2)
  network.socket.cut()
  const pending = clock.pending
  t.equal(pending, 1, 'only the wait for the next attempt is left')
  t.strictSame(
    reconnect().frames.map(({ n }) => n),
    [2, 3, 4]
  )
})

t.test('a socket that is closing takes nothing: the message waits for the next one', async t => {
  const { client, socket, reconnect } = connected()
  socket.readyState = 2
  client.send('a', { n: 1 })
  client.subscribe('a/b', () => {})
  t.same(socket.frames, [])
  socket.cut()
  t.match(reconnect().frames, [{ type: 'join' }, { type: 'a', n: 1 }])
})
