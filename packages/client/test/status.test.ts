import { connect, LiveletError } from '@livelet/client'
import t from 'tap'
import { connected, connecting } from './fixtures/client.ts'
import { fakeNetwork, welcome } from './fixtures/socket.ts'

t.test('a client is connecting, then open, waiting after a loss, and closed at the end', async t => {
  const { client, network, statuses, reconnect } = connecting()
  t.equal(client.status, 'connecting')
  t.equal(client.welcome, undefined)
  network.socket.welcome()
  t.equal(client.status, 'open')
  t.same(client.welcome, welcome)
  network.socket.cut(1011, 'fault')
  t.equal(client.status, 'waiting')
  reconnect()
  client.close()
  t.equal(client.status, 'closed')
  t.match(statuses, [
    { status: 'connecting' },
    { status: 'open' },
    { status: 'waiting', code: 1011, reason: 'fault', retryIn: Number },
    { status: 'connecting' },
    { status: 'open' },
    { status: 'closed', code: 1000 }
  ])
})

t.test('it speaks livelet.v1 to the address as a WebSocket needs it', async t => {
  const { network } = connecting()
  t.equal(network.socket.url, 'ws://localhost/x')
  t.equal(network.socket.protocols, 'livelet.v1')
})

t.test('a status listener is told the present status at once, and nothing after it is taken away', async t => {
  const { client, socket } = connected()
  const seen: string[] = []
  const off = client.onStatus(({ status }) => seen.push(status))
  t.same(seen, ['open'])
  off()
  socket.cut()
  t.same(seen, ['open'])
})

t.test('a listener that closes the client does not leave the next one with an older status', async t => {
  const { client, socket } = connected()
  client.onStatus(({ status }) => {
    if (status === 'waiting') client.close()
  })
  const seen: string[] = []
  client.onStatus(({ status }) => seen.push(status))
  socket.cut()
  t.same(seen, ['open', 'closed'])
})

t.test('close passes its code on, leaves no timer, and nothing changes afterwards', async t => {
  const { client, clock, page, network, socket, statuses } = connected()
  client.close(3001, 'bye')
  t.same(socket.closedWith, [3001, 'bye'])
  t.equal(clock.pending, 0)
  socket.cut(1000)
  page.fire('online')
  client.close()
  t.equal(network.attempts.length, 1)
  t.same(statuses.at(-1), { status: 'closed', code: 3001, reason: 'bye' })
})

t.test('close also ends an attempt, and the wait for the next one', async t => {
  const first = connecting()
  first.client.close()
  t.equal(first.clock.pending, 0)
  const second = connected()
  second.socket.cut()
  second.client.close()
  t.equal(second.clock.pending, 0)
})

t.test('a closed client says so', async t => {
  const { client } = connected()
  client.close()
  t.throws(() => client.send('a', {}), { code: 'CLOSED' })
  t.throws(() => client.subscribe('a/b', () => {}), { code: 'CLOSED' })
  await t.rejects(client.request('a', {}), new LiveletError('CLOSED', 'the client is closed'))
})

t.test('an address that the WebSocket refuses is thrown to the caller', async t => {
  const network = fakeNetwork()
  const { WebSocket } = network
  t.throws(() => connect('not an address', { WebSocket }), TypeError)
  t.equal(network.attempts.length, 0)
  const refuse = class {
    constructor() {
      throw new SyntaxError('mixed content')
    }
  }
  t.throws(() => connect('ws://localhost', { WebSocket: refuse as unknown as typeof WebSocket }), SyntaxError)
})

t.test('without any WebSocket, and if nothing else is wanted, it says what to do', async t => {
  const { WebSocket } = globalThis
  t.teardown(() => Object.assign(globalThis, { WebSocket }))
  Object.assign(globalThis, { WebSocket: undefined })
  t.throws(() => connect('ws://localhost', { transports: ['websocket'] }), /pass one as options.WebSocket/)
  t.throws(() => connect('ws://localhost', { transports: [] }), /pass one as options.WebSocket/)
})

t.test('the system clock, the global WebSocket and no page at all will do', async t => {
  const { WebSocket } = globalThis
  t.teardown(() => Object.assign(globalThis, { WebSocket }))
  const network = fakeNetwork()
  Object.assign(globalThis, { WebSocket: network.WebSocket })
  const client = connect('ws://localhost', { minDelay: 1, transports: ['websocket'] })
  network.socket.cut()
  const open = new Promise<void>(resolve => {
    client.onStatus(({ status }) => {
      if (status === 'connecting') resolve()
    })
  })
  await open
  network.socket.welcome()
  t.equal(client.status, 'open')
  client.close()
})
