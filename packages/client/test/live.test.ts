import { once } from 'node:events'
import channel, { type Live, openChannel } from '@livelet/channel'
import { defineContract, type MessagesOf } from '@livelet/protocol'
import Fastify, { type FastifyInstance } from 'fastify'
import t from 'tap'
import { Type } from 'typebox'
import { WebSocket } from 'ws'
import { connect, type Joined, type SocketConstructor } from '../src/index.ts'

const line = { text: Type.String() }
const contract = defineContract({
  name: 'chat',
  topics: { mood: { kind: 'state', send: ['mood'] }, room: { kind: 'log', send: ['said'] } },
  receive: { double: { fields: { n: Type.Integer() }, answer: { n: Type.Integer() } } },
  send: { mood: line, said: line }
})
type Chat = MessagesOf<typeof contract>

interface Server {
  app: FastifyInstance
  chat: Live<typeof contract>
  port: number
}

async function serve(port = 0): Promise<Server> {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(channel, { drain: 500 })
  const allow = () => true
  const chat = await openChannel(app, contract, {
    topics: { mood: { allow }, room: { allow } },
    receive: { double: ({ n }) => ({ n: 2 * n }) }
  })
  await app.listen({ port, host: '127.0.0.1' })
  return { app, chat, port: (app.server.address() as { port: number }).port }
}

const open = (port: number, Socket: unknown = WebSocket) =>
  connect<Chat>(`http://127.0.0.1:${port}/chat`, {
    WebSocket: Socket as SocketConstructor,
    transports: ['websocket'],
    minDelay: 20,
    maxDelay: 100
  })

/** Collects what comes, and lets a test wait until enough has. */
function inbox<T>() {
  const all: T[] = []
  let wake: () => void = () => {}
  return {
    all,
    add(item: T) {
      all.push(item)
      wake()
    },
    async until(isEnough: (all: T[]) => boolean) {
      while (!isEnough(all)) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      return all
    }
  }
}

t.test('requests are answered, and errors are what the server says', async t => {
  const { app, port } = await serve()
  const client = open(port)
  t.teardown(() => {
    client.close()
    return app.close()
  })
  t.same(await client.request('double', { n: 21 }), { n: 42 })
  await t.rejects(client.request('double', { n: 1.5 }), { code: 'LIVELET_VALIDATION' })
  t.equal(client.status, 'open')
  t.match(client.welcome, { protocol: 'livelet.v1' })
})

t.test('a log goes on over cuts without loss or duplicate', async t => {
  const { app, chat, port } = await serve()
  const sockets: WebSocket[] = []
  class Recorded extends WebSocket {
    constructor(url: string, protocols?: string) {
      super(url, protocols)
      sockets.push(this)
    }
  }
  const client = open(port, Recorded)
  t.teardown(() => {
    client.close()
    return app.close()
  })
  const joined = inbox<Joined>()
  const lines = inbox<string>()
  client.subscribe('room/main', message => lines.add(message.text), { onJoined: message => joined.add(message) })
  await joined.until(all => all.length === 1)
  let said = 0
  for (let cut = 1; cut <= 5; cut++) {
    for (let i = 0; i < 100; i++) chat.topic('room', 'main').publish('said', { text: `${++said}` })
    if (cut % 2 === 0) await lines.until(all => all.length === said)
    sockets.at(-1)?.terminate()
    for (let i = 0; i < 100; i++) chat.topic('room', 'main').publish('said', { text: `${++said}` })
    await joined.until(all => all.length === cut + 1)
  }
  await lines.until(all => all.length >= said)
  t.same(
    lines.all,
    Array.from({ length: said }, (_, i) => `${i + 1}`)
  )
  t.ok(joined.all.slice(1).every(({ recovered }) => recovered === true))
})

t.test('a server that is stopped and started again is found, and a loss is said', async t => {
  const first = await serve()
  first.chat.topic('mood', 'main').publish('mood', { text: 'calm' })
  const client = open(first.port)
  const moods = inbox<string>()
  const joined = inbox<Joined>()
  const statuses = inbox<string>()
  client.onStatus(({ status }) => statuses.add(status))
  client.subscribe('mood/main', ({ text }) => moods.add(text))
  client.subscribe('room/main', () => {}, { onJoined: message => joined.add(message) })
  await moods.until(all => all.length === 1)
  await joined.until(all => all.length === 1)
  await first.app.close()
  await statuses.until(all => all.includes('waiting'))
  const second = await serve(first.port)
  t.teardown(() => {
    client.close()
    return second.app.close()
  })
  second.chat.topic('mood', 'main').publish('mood', { text: 'merry' })
  t.same(await moods.until(all => all.length === 2), ['calm', 'merry'])
  const [, again] = await joined.until(all => all.length === 2)
  t.match(again, { recovered: false }, 'the log in memory was gone with the first server')
  t.equal(client.status, 'open')
})

t.test('who is signed out stays out', async t => {
  const app = Fastify()
  await app.register(channel, { identify: () => ({ id: 'ann' }) })
  const chat = await openChannel(app, contract, {
    topics: { mood: { allow: () => true }, room: { allow: () => true } },
    receive: { double: ({ n }) => ({ n }) }
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  const client = open((app.server.address() as { port: number }).port)
  await client.request('double', { n: 1 })
  const closed = inbox<number | undefined>()
  client.onStatus(({ status, code }) => status === 'closed' && closed.add(code))
  chat.disconnect('ann')
  t.same(await closed.until(all => all.length === 1), [4003])
  await t.rejects(client.request('double', { n: 1 }), { code: 'CLOSED' })
})

t.test('a page from elsewhere never gets in, and keeps trying politely', async t => {
  const { app, port } = await serve()
  class Foreign extends WebSocket {
    constructor(url: string, protocols?: string) {
      super(url, protocols, { origin: 'https://evil.example' })
    }
  }
  const client = open(port, Foreign)
  t.teardown(() => {
    client.close()
    return app.close()
  })
  const waits = inbox<number>()
  client.onStatus(({ status, retryIn = 0 }) => status === 'waiting' && waits.add(retryIn))
  await waits.until(all => all.length === 5)
  t.ok(waits.all.every(wait => wait <= 100))
  t.equal(client.welcome, undefined)
  await once(app.server, 'connection')
})
