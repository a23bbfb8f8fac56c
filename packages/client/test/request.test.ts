import t from 'tap'
import { connected, connecting } from './fixtures/client.ts'

t.test('a request resolves with the fields of its answer, whatever other answers come first', async t => {
  const { client, socket } = connected()
  const first = client.request('add', { by: 1 })
  const second = client.request('read', {})
  t.match(socket.frames, [
    { type: 'add', by: 1, id: 1 },
    { type: 'read', id: 2 }
  ])
  socket.say({ type: 'value', re: 2, value: 7 })
  socket.say({ type: 'ok', re: 1, value: 8 })
  t.strictSame(await Promise.all([first, second]), [{ value: 8 }, { value: 7 }])
})

t.test("a request rejects with the server's error", async t => {
  const { client, socket } = connected()
  const answer = client.request('add', { by: 'x' })
  socket.say({ type: 'error', re: 1, code: 'LIVELET_VALIDATION', message: 'by: expected integer' })
  await t.rejects(answer, { name: 'LiveletError', code: 'LIVELET_VALIDATION', message: 'by: expected integer' })
})

t.test('an answer goes to its request and to nobody else', async t => {
  const { client, socket } = connected()
  const seen: unknown[] = []
  client.on('value', message => seen.push(message))
  const answer = client.request('read', {})
  socket.say({ type: 'value', re: 1, value: 1 })
  socket.say({ type: 'value', re: 1, value: 2 })
  socket.say({ type: 'error', re: 99, code: 'LIVELET_INTERNAL', message: 'x' })
  t.same(await answer, { value: 1 })
  t.same(seen, [], 'not even when it is late or unknown')
})

t.test('a request that is not answered in time is given up', async t => {
  const { client, clock, socket } = connected()
  const patient = client.request('a', {})
  const hasty = client.request('b', {}, { timeout: 100 })
  const timedOut = t.rejects(hasty, { code: 'TIMEOUT', message: 'no answer to b within 100 ms' })
  clock.advance(100)
  await timedOut
  socket.say({ type: 'ok', re: 2 })
  socket.say({ type: 'ok', re: 1, late: false })
  t.same(await patient, { late: false })
})

t.test("the client's time-out counts from the call, also for what waits in the queue", async t => {
  const { client, clock, network } = connecting({ timeout: 500 })
  const answer = client.request('a', {})
  const timedOut = t.rejects(answer, { code: 'TIMEOUT' })
  clock.advance(500)
  await timedOut
  clock.advance(20_000)
  network.socket.welcome()
  t.same(network.socket.of('a'), [], 'what nobody waits for is not sent any more')
})

t.test('a signal ends the wait', async t => {
  const { client, clock, network } = connecting()
  const controller = new AbortController()
  const answer = client.request('a', {}, { signal: controller.signal })
  controller.abort(new Error('changed my mind'))
  await t.rejects(answer, { message: 'changed my mind' })
  await t.rejects(client.request('a', {}, { signal: controller.signal }), { message: 'changed my mind' })
  network.socket.welcome()
  t.same(network.socket.frames, [])
  clock.advance(0)
  client.close()
  t.equal(clock.pending, 0)
})

t.test('what cannot be written as JSON is rejected', async t => {
  const { client, clock } = connected()
  const loop: Record<string, unknown> = {}
  loop.self = loop
  await t.rejects(client.request('a', loop), TypeError)
  t.throws(() => client.send('a', loop), TypeError)
  client.close()
  t.equal(clock.pending, 0)
})

t.test('a request that is in flight when the connection breaks has an unknown outcome', async t => {
  const { client, socket, reconnect } = connected()
  const answer = client.request('add', { by: 1 })
  socket.cut()
  await t.rejects(answer, { code: 'UNKNOWN_OUTCOME' })
  t.same(reconnect().frames, [], 'and is not sent again')
})

t.test('with a key it is sent again after the reconnect, before what waits', async t => {
  const { client, socket, reconnect } = connected()
  const first = client.request('add', { by: 1, key: 'k1' })
  const second = client.request('add', { by: 2, key: 'k2' })
  const lost = t.rejects(client.request('add', { by: 3, key: 3 }), { code: 'UNKNOWN_OUTCOME' })
  socket.cut()
  await lost
  client.send('note', {})
  const next = reconnect()
  t.match(next.frames, [
    { type: 'add', by: 1, key: 'k1', id: 1 },
    { type: 'add', by: 2, key: 'k2', id: 2 },
    { type: 'note' }
  ])
  next.say({ type: 'ok', re: 1, value: 1 })
  next.cut()
  const third = reconnect()
  t.match(third.frames, [{ key: 'k2' }], 'what was answered is not')
  third.say({ type: 'ok', re: 2, value: 3 })
  t.same(await Promise.all([first, second]), [{ value: 1 }, { value: 3 }])
})

t.test('a request that had not left yet is sent on the next connection, key or not', async t => {
  const { client, network, reconnect } = connecting()
  const answer = client.request('a', {})
  network.socket.cut()
  const next = reconnect()
  t.match(next.frames, [{ type: 'a', id: 1 }])
  next.say({ type: 'ok', re: 1 })
  t.same(await answer, {})
})

t.test('close rejects what waits and what is in flight', async t => {
  const { client, network } = connecting()
  const waiting = client.request('a', {})
  client.close()
  await t.rejects(waiting, { code: 'CLOSED' })
  t.same(network.socket.frames, [])
  const { client: other } = connected()
  const flying = other.request('a', { key: 'k' })
  other.close()
  await t.rejects(flying, { code: 'CLOSED' })
})
