import { on, once } from 'node:events'
import { Agent, type IncomingMessage, request as send } from 'node:http'
import type { Socket } from 'node:net'
import type { Teardown } from '@livelet/channel/testing'
import t from 'tap'
import { WebSocket } from 'ws'
import type { Transport } from '../src/comparison/contract.ts'
import { comparisonApp } from './fixtures/comparison.ts'

type Tap = Pick<typeof t, 'teardown' | 'fail'>

async function setUp(t: Teardown) {
  const { url, runs, open } = await comparisonApp(t)
  const name = open()
  const figuresOf = (transport: Transport) => {
    const { requests, up, down, open } = runs.get(name)?.tallies[transport].figures ?? {}
    return { requests, up, down, open }
  }
  const publish = () => runs.get(name)?.publish()
  /** Waits until the server has seen the ends of all that was open. */
  const settled = async () => {
    for (;;) {
      const { published: _, ...transports } = runs.get(name)?.figures ?? { published: 0 }
      if (Object.values(transports).every(({ open }) => open === 0)) return
      await new Promise(setImmediate)
    }
  }
  return { url, address: `${url}/comparison?run=${name}`, name, figuresOf, publish, settled }
}

/** A client whose requests share one connection, as a browser's do. */
function oneConnection(t: Tap) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.teardown(() => agent.destroy())
  let socket: Socket | undefined
  /** What this client has counted on its end. */
  const carried = () => ({ up: socket?.bytesWritten ?? 0, down: socket?.bytesRead ?? 0 })
  async function get(url: string, headers: Record<string, string> = {}) {
    const request = send(url, { agent, headers }).end()
    request.on('socket', used => {
      if (socket && used !== socket) t.fail('another connection was opened')
      socket = used
    })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    return { request, response }
  }
  /** What a whole exchange takes, as this client counts it. */
  async function exchange(url: string, headers: Record<string, string> = {}) {
    const before = carried()
    const { response } = await get(url, headers)
    await response.resume().toArray()
    const after = carried()
    return { response, up: after.up - before.up, down: after.down - before.down }
  }
  return { carried, get, exchange }
}

t.test('a poll counts its own bytes, whatever its connection has carried before', async t => {
  const { url, address, figuresOf, settled } = await setUp(t)
  const { exchange } = oneConnection(t)
  await exchange(`${url}/other`)
  const first = await exchange(address)
  await exchange(`${url}/nowhere`)
  const etag = String(first.response.headers.etag)
  const second = await exchange(address, { 'if-none-match': etag })
  t.equal(second.response.statusCode, 304)
  await exchange(`${url}/other`)
  await settled()
  t.same(figuresOf('poll'), { requests: 2, up: first.up + second.up, down: first.down + second.down, open: 0 })
  t.ok(first.up > 0 && second.down > 0)
})

t.test('a held request counts for the long poll, while it is held and after', async t => {
  const { address, figuresOf, publish, settled } = await setUp(t)
  const { carried, exchange } = oneConnection(t)
  const headers = { prefer: 'wait=25' }
  const first = await exchange(address, headers)
  const held = exchange(address, { ...headers, 'if-none-match': String(first.response.headers.etag) })
  while (figuresOf('longPoll').open === 0) await new Promise(setImmediate)
  t.same(figuresOf('longPoll'), { requests: 2, ...carried(), open: 1 })
  publish()
  t.equal((await held).response.statusCode, 200)
  await settled()
  t.same(figuresOf('longPoll'), { requests: 2, ...carried(), open: 0 })
  t.equal(figuresOf('poll').requests, 0)
})

t.test('a held request that is given up counts what it took', async t => {
  const { address, figuresOf, settled } = await setUp(t)
  const { carried, exchange } = oneConnection(t)
  const first = await exchange(address, { prefer: 'wait=25' })
  const given = new AbortController()
  const held = send(address, { headers: { prefer: 'wait=25', 'if-none-match': String(first.response.headers.etag) } })
  held.on('error', () => {}).end()
  given.signal.addEventListener('abort', () => held.destroy())
  const [socket] = (await once(held, 'socket')) as [Socket]
  while (figuresOf('longPoll').open === 0) await new Promise(setImmediate)
  const up = socket.bytesWritten
  given.abort()
  await settled()
  t.same(figuresOf('longPoll'), { requests: 2, up: carried().up + up, down: carried().down, open: 0 })
})

t.test('a stream of events counts its bytes as they go, after other requests on its connection too', async t => {
  const { url, address, figuresOf, publish, settled } = await setUp(t)
  const { carried, get, exchange } = oneConnection(t)
  const other = await exchange(`${url}/other`)
  const { request, response } = await get(address, { accept: 'text/event-stream' })
  const events = response.setEncoding('utf8').iterator({ destroyOnReturn: false })
  let text = ''
  for (const number of [1, 2, 3]) {
    if (number > 1) publish()
    while (!text.includes(`"number":${number},`)) text += (await events.next()).value
    const { up, down } = carried()
    t.same(figuresOf('events'), { requests: 1, up: up - other.up, down: down - other.down, open: 1 })
  }
  const { up, down } = carried()
  request.destroy()
  await settled()
  t.same(figuresOf('events'), { requests: 1, up: up - other.up, down: down - other.down, open: 0 })
})

t.test('a WebSocket counts its handshake, its frames and its end', async t => {
  const { address, name, figuresOf, publish, settled } = await setUp(t)
  const socket = new WebSocket(address.replace('http', 'ws'), 'livelet.v1')
  const upgraded = once(socket, 'upgrade')
  socket.on('open', () => socket.send(JSON.stringify({ type: 'join', topic: `feed/${name}` })))
  const messages = on(socket, 'message')
  const [{ socket: raw }] = (await upgraded) as [IncomingMessage]
  for await (const [data] of messages) {
    const { type, number } = JSON.parse(String(data))
    if (type === 'update' && number === 1) publish()
    if (type === 'update' && number === 2) break
  }
  t.same(figuresOf('websocket'), { requests: 1, up: raw.bytesWritten, down: raw.bytesRead, open: 1 })
  socket.close()
  await once(socket, 'close')
  await settled()
  t.same(figuresOf('websocket'), { requests: 1, up: raw.bytesWritten, down: raw.bytesRead, open: 0 })
})

t.test("what one run's readers take is not in another's figures, and what belongs to none is in nobody's", async t => {
  const one = await setUp(t)
  const { exchange } = oneConnection(t)
  t.equal((await exchange(one.address.replace(one.name, 'nobody'))).response.statusCode, 404)
  t.equal((await exchange(`${one.url}/comparison?topic=feed/${one.name}`)).response.statusCode, 200)
  await one.settled()
  t.same(one.figuresOf('poll'), { requests: 0, up: 0, down: 0, open: 0 })
})
