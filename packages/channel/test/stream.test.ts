import { once } from 'node:events'
import { connect as connectSocket } from 'node:net'
import channel, { type LiveConnection, type SharedOptions } from '@livelet/channel'
import { connectTo, fakeClock, type Teardown, testApp } from '@livelet/channel/testing'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { type Chat, type ChatDefinition, openChat } from './fixtures/chat.ts'
import { type EventClient, eventClient } from './fixtures/events.ts'

const MIB = 1024 * 1024
const turn = () => new Promise(resolve => setImmediate(resolve))

async function setUp(
  t: Teardown,
  options: SharedOptions = {},
  changes: Partial<ChatDefinition> = {},
  before: (app: FastifyInstance) => unknown = () => {}
) {
  const clock = fakeClock()
  let chat: Chat | undefined
  const { app, url } = await testApp(t, async app => {
    await app.register(channel, { clock })
    await before(app)
    chat = await openChat(app, options, changes)
  })
  const clients: EventClient[] = []
  t.teardown(() => {
    for (const client of clients) client.cut()
  })
  const listen = async (query = '', headers: Record<string, string> = {}) => {
    const client = await eventClient(`${url}/chat${query}`, headers)
    clients.push(client)
    return client
  }
  const live = chat as Chat
  const left = async (count = 0) => {
    while (live.connections !== count) await turn()
  }
  const ready = async (...listening: EventClient[]) => {
    for (const client of listening) await client.next('joined')
  }
  return {
    app,
    url,
    clock,
    chat: live,
    mood: live.topic('mood', 'main'),
    room: live.topic('room', 'main'),
    listen,
    left,
    ready
  }
}

t.test('a stream begins with the latest of a state, and goes on with each new one', async t => {
  const { listen, mood } = await setUp(t)
  await mood.publish('mood', { text: '좋아' }, { epoch: 'disk', offset: 7 })
  const client = await listen()
  t.equal(client.response.headers['content-type'], 'text/event-stream')
  t.equal(client.response.headers['cache-control'], 'private, no-cache')
  t.match(client.response.headers.vary, /Accept, Prefer/)
  t.match(await client.next(), {
    event: 'joined',
    id: 'disk:7',
    data: { topic: 'mood/main', kind: 'state', offset: 7 }
  })
  t.same(await client.next(), {
    id: 'disk:7',
    event: 'message',
    data: { type: 'mood', topic: 'mood/main', offset: 7, text: '좋아' }
  })
  t.match(client.others, [/^retry: \d+$/])
  await mood.publish('mood', { text: 'better' }, { epoch: 'disk', offset: 8 })
  t.match(await client.next(), { id: 'disk:8', data: { text: 'better' } })
})

t.test('who has the latest of a state and comes back is not sent it again', async t => {
  const { listen, mood } = await setUp(t)
  await mood.publish('mood', { text: 'one' }, { epoch: 'disk', offset: 1 })
  const client = await listen('', { 'last-event-id': 'disk:1' })
  t.match(await client.next(), { event: 'joined', data: { recovered: true, offset: 1 } })
  await mood.publish('mood', { text: 'two' }, { epoch: 'disk', offset: 2 })
  t.match(await client.next(), { data: { text: 'two' } })
})

t.test('signals arrive while one listens', async t => {
  const { listen, chat, ready } = await setUp(t)
  const client = await listen('?topic=wave/all')
  await ready(client)
  await chat.topic('wave', 'all').publish('wave', { text: 'hi' })
  t.match(await client.next(), { data: { type: 'wave', text: 'hi' } })
})

t.test('a log is resumed after any cut without loss or double', async t => {
  const { listen, room, chat } = await setUp(t)
  const texts: string[] = []
  let id = `${chat.engine.epoch}:0`
  const publishing = (async () => {
    for (let n = 1; n <= 1_000; n++) {
      await room.publish('said', { text: `${n}` })
      if (n % 10 === 0) await new Promise(resolve => setTimeout(resolve, n % 3))
    }
  })()
  for (let cut = 1; texts.length < 1_000; cut++) {
    const client = await listen('?topic=room/main', { 'last-event-id': id })
    t.match(await client.next(), { event: 'joined', data: { recovered: true } })
    for (let n = 0; n < 37 * cut && texts.length < 1_000; n++) {
      const event = await client.next('message')
      texts.push(event.data.text)
      id = event.id ?? ''
    }
    client.cut()
  }
  await publishing
  t.same(
    texts,
    Array.from({ length: 1_000 }, (_, n) => `${n + 1}`)
  )
})

t.test('`since` in the address resumes as well, and the last event counts before it', async t => {
  const { listen, room, chat } = await setUp(t)
  const { epoch } = chat.engine
  for (const text of ['one', 'two', 'three']) await room.publish('said', { text })
  const client = await listen(`?topic=room/main&since=${epoch}:1`)
  t.match(await client.next('message'), { data: { text: 'two' } })
  const again = await listen(`?topic=room/main&since=${epoch}:1`, { 'last-event-id': `${epoch}:2` })
  t.match(await again.next('message'), { data: { text: 'three' } })
  const lost = await listen('?topic=room/main', { 'last-event-id': 'another:1' })
  t.match(await lost.next(), { event: 'joined', data: { recovered: false, offset: 3 } })
  const fresh = await listen('?topic=room/main', { 'last-event-id': 'not ours' })
  t.match(await fresh.next(), { event: 'joined', data: { offset: 3, recovered: undefined } })
})

t.test('what a client has over one transport is where it goes on over another', async t => {
  const { url, listen, room } = await setUp(t)
  const say = (text: string) => room.publish('said', { text })
  const socket = await connectTo(`${url}/chat`)
  const { epoch } = await socket.joined('room/main')
  await say('one')
  const { offset } = await socket.message('said')
  socket.socket.terminate()
  await say('two')
  await say('three')
  const stream = await listen(`?topic=room/main&since=${epoch}:${offset}`)
  t.match(await stream.next(), { event: 'joined', data: { recovered: true } })
  const second = await stream.next()
  t.match(second, { data: { text: 'two' } })
  stream.cut()
  const page = await (await fetch(`${url}/chat?topic=room/main&since=${second.id}`)).json()
  t.match(page, { recovered: true, items: [{ text: 'three' }] })
  await say('four')
  const back = await connectTo(`${url}/chat`)
  t.match(await back.joined('room/main', { epoch: page.epoch, offset: page.offset }), { recovered: true })
  t.match(await back.message(), { type: 'said', text: 'four' })
  back.socket.terminate()
})

t.test('an event is encoded once for all streams', async t => {
  let encoded = 0
  const fields = {
    get text() {
      encoded++
      return 'well'
    }
  }
  const { listen, mood, ready } = await setUp(t)
  const clients = await Promise.all(Array.from({ length: 20 }, () => listen()))
  await ready(...clients)
  await mood.publish('mood', fields)
  for (const client of clients) t.match(await client.next(), { data: { text: 'well' } })
  t.equal(encoded, 1)
})

t.test('a stream that is quiet is kept alive by comments, without a timer of its own', async t => {
  const { listen, clock, ready } = await setUp(t, { heartbeat: 1_000 })
  const beatsOf = ({ others }: EventClient) => others.filter(line => line === ': beat').length
  const before = clock.pending
  const clients = await Promise.all([listen(), listen(), listen()])
  await ready(...clients)
  t.equal(clock.pending, before)
  for (let n = 0; n < 3; n++) {
    clock.advance(1_000)
    for (const client of clients) while (beatsOf(client) <= n) await turn()
  }
  for (const client of clients) t.equal(beatsOf(client), 3)
})

t.test('a reader that stops gets the latest state when it reads again', async t => {
  const { listen, mood, ready, chat } = await setUp(t)
  const client = await listen()
  await ready(client)
  client.response.pause()
  const padding = 'x'.repeat(1_000)
  for (let n = 1; n <= 20_000; n++) {
    mood.publish('mood', { text: `${n} ${padding}` })
    if (n % 50 === 0) await turn()
  }
  t.equal(chat.connections, 1)
  client.response.resume()
  let received = 0
  for (let last = ''; !last.startsWith('20000 '); received++) last = (await client.next()).data.text
  t.ok(received < 15_000, `${received} of 20,000`)
})

t.test('a reader that stops gets every entry of a log when it reads again', async t => {
  const { listen, room, ready } = await setUp(t)
  const client = await listen('?topic=room/main')
  await ready(client)
  client.response.pause()
  const padding = 'x'.repeat(1_000)
  for (let n = 1; n <= 8_000; n++) {
    room.publish('said', { text: `${n} ${padding}` })
    if (n % 50 === 0) await turn()
  }
  client.response.resume()
  const numbers: number[] = []
  while (numbers.length < 8_000) numbers.push(Number.parseInt((await client.next()).data.text, 10))
  t.same(
    numbers,
    numbers.map((_, n) => n + 1)
  )
})

const identify: SharedOptions['identify'] = ({ headers }) => (headers.user ? { id: String(headers.user) } : null)

t.test('a reader that stops is cut off by the limit of the outbox', async t => {
  const { listen, chat, clock, ready, left } = await setUp(t, { identify, outbox: MIB })
  const client = await listen('', { user: 'ann' })
  await ready(client)
  client.response.pause()
  let sent = 0
  const text = 'x'.repeat(10_000)
  while (chat.send('ann', 'said', { text }) === 1 && sent < 64 * MIB) {
    sent += text.length
    await turn()
  }
  t.ok(sent < 32 * MIB, `${sent} bytes`)
  clock.advance(6_000)
  await left()
  client.response.resume()
  t.equal(await client.ended(), false, 'what it is sent is cut')
})

t.test('a reader that takes nothing for two heartbeats is cut off', async t => {
  const { listen, mood, clock, ready, left, chat } = await setUp(t, { heartbeat: 1_000 })
  const client = await listen()
  await ready(client)
  client.response.pause()
  for (let n = 1; n <= 200; n++) {
    mood.publish('mood', { text: 'x'.repeat(60_000) })
    await turn()
  }
  clock.advance(1_900)
  t.equal(chat.connections, 1)
  clock.advance(6_000)
  await left()
  t.pass()
})

t.test('closing the app ends streams with what they need to come back', async t => {
  const { app, listen, mood, ready } = await setUp(t)
  await mood.publish('mood', { text: 'one' })
  const client = await listen()
  await ready(client)
  await client.next('message')
  const closing = app.close()
  t.match(await client.next('close'), { data: { code: 1012, reason: /^retry=\d+$/ } })
  t.equal(await client.ended(), true)
  t.match(client.others.at(-1), /^retry: \d{3,}$/)
  t.ok(client.lastId)
  await closing
})

t.test("a user's streams end at sign-out, and when permission or authentication ends", async t => {
  let isAllowed = true
  const start = fakeClock().now()
  const { listen, chat, clock, ready, left } = await setUp(t, {
    identify: ({ headers }) => ({ id: String(headers.user), expiresAt: start + 10_000 }),
    allow: { mood: () => isAllowed }
  })
  const [ann, bob, eve] = await Promise.all(['ann', 'bob', 'eve'].map(user => listen('', { user })))
  if (!ann || !bob || !eve) return t.fail()
  await ready(ann, bob, eve)
  t.equal(chat.disconnect('ann'), 1)
  t.match(await ann.next(), { event: 'close', data: { code: 4003, reason: 'signed out' } })
  t.equal(await ann.ended(), true)
  isAllowed = false
  await chat.recheck('bob')
  t.match(await bob.next(), { event: 'left', data: { topic: 'mood/main' } })
  await bob.ended()
  t.equal(chat.send('eve', 'said', { text: 'hello' }), 1)
  t.match(await eve.next(), { event: 'message', id: undefined, data: { type: 'said', text: 'hello' } })
  clock.advance(11_000)
  t.match(await eve.next(), { event: 'close', data: { code: 4003 } })
  await left()
})

t.test('a stream takes a place of a connection, and gives it back', async t => {
  const { listen, url, ready, left } = await setUp(t, { maxConnections: 2 })
  const [one, two] = await Promise.all([listen(), listen()])
  if (!one || !two) return t.fail()
  await ready(one, two)
  t.match(await listen().catch(error => error), { statusCode: 503, body: { code: 'LIVELET_UNAVAILABLE' } })
  await t.rejects(connectTo(`${url}/chat`), /503/)
  one.cut()
  await left(1)
  const third = await connectTo(`${url}/chat`)
  t.match(await listen().catch(error => error), { statusCode: 503 })
  third.socket.terminate()
  await left(1)
  const fourth = await listen()
  await ready(fourth)
})

t.test('who is signed out while being joined gets no stream, and nor does who has left', async t => {
  const gates: (() => void)[] = []
  const gate = () => new Promise<void>(resolve => gates.push(resolve))
  const until = async (count: number) => {
    while (gates.length < count) await turn()
  }
  const anybody = { allow: () => true }
  const audience = () => gate().then(() => new Map())
  const departures: Promise<unknown>[] = []
  const identify: SharedOptions['identify'] = ({ headers, raw }) => {
    if (!headers.slow) return { id: 'ann' }
    departures.push(once(raw.socket, 'close'))
    return gate().then(() => null)
  }
  const { listen, chat, url, left } = await setUp(
    t,
    { identify, maxConnections: 1 },
    { topics: { mood: anybody, wave: anybody, room: { ...anybody, audience } } }
  )
  const listening = listen('?topic=room/main').catch(error => error)
  await until(1)
  t.equal(chat.disconnect('ann'), 1)
  gates[0]?.()
  t.match(await listening, { statusCode: 403, body: { code: 'LIVELET_FORBIDDEN' } })
  t.equal(chat.connections, 0)

  const gone = new AbortController()
  const leaving = fetch(`${url}/chat`, { headers: { accept: 'text/event-stream', slow: 'yes' }, signal: gone.signal })
  await until(2)
  gone.abort()
  await t.rejects(leaving)
  // The server has seen it.
  await departures[0]
  gates[1]?.()
  await left()
  const client = await listen()
  t.match(await client.next(), { event: 'joined' })
})

t.test('a stream is joined to its topic until it is cut', async t => {
  let open = 0
  const mood = {
    allow: () => true,
    open() {
      open++
      return () => open--
    }
  }
  const anybody = { allow: () => true }
  const { listen, ready } = await setUp(t, {}, { topics: { mood, wave: anybody, room: anybody } })
  const clients = [await listen(), await listen()]
  await ready(...clients)
  t.equal(open, 1)
  for (const client of clients) client.cut()
  while (open > 0) await turn()
})

t.test('what refuses a stream is a status with a code, before it begins', async t => {
  const { listen, left } = await setUp(
    t,
    { allow: { mood: () => false } },
    {
      topics: {
        mood: { allow: () => true },
        wave: { allow: () => true },
        room: {
          allow: () => true,
          source: () => {
            throw new Error('a secret')
          }
        }
      }
    }
  )
  t.match(await listen().catch(error => error), { statusCode: 403, body: { code: 'LIVELET_FORBIDDEN' } })
  t.match(await listen('?topic=nothing/x').catch(error => error), {
    statusCode: 404,
    body: { code: 'LIVELET_NOT_FOUND' }
  })
  const failed = await listen('?topic=room/main').then(
    () => new Error('it began'),
    error => error
  )
  t.match(failed, { statusCode: 500, body: { code: 'LIVELET_INTERNAL' } })
  t.notMatch(JSON.stringify(failed.body), 'secret')
  await left()
})

t.test('a log that cannot be read any more ends the stream, and the client may come back', async t => {
  let isBroken = false
  const source = {
    epoch: 'disk',
    floor: 0,
    head: 0,
    read() {
      if (isBroken) throw new Error('the disk is gone')
      return []
    }
  }
  const anybody = { allow: () => true }
  const { listen, room, ready } = await setUp(
    t,
    {},
    { topics: { mood: anybody, wave: anybody, room: { ...anybody, source: () => source } } }
  )
  const client = await listen('?topic=room/main')
  await ready(client)
  isBroken = true
  await room.wake()
  t.match(await client.next(), { event: 'close', data: { code: 1011 } })
  t.equal(await client.ended(), true)
})

t.test('a greeting of a log arrives as a message without a place', async t => {
  const anybody = { allow: () => true }
  const greet = ({ identity, dialect }: LiveConnection) => ({
    type: 'said',
    fields: { text: `${dialect} ${identity?.id}` }
  })
  const { listen } = await setUp(
    t,
    { identify },
    { topics: { mood: anybody, wave: anybody, room: { ...anybody, greet } } }
  )
  const client = await listen('?topic=room/main', { user: 'ann' })
  t.match(await client.next('message'), { id: undefined, data: { type: 'said', text: 'json ann' } })
})

t.test('a client of HTTP/1.0 gets the same without chunks, and one that sends requests ahead in its turn', async t => {
  const { url, mood, clock, ready, listen } = await setUp(t, { heartbeat: 1_000 })
  await mood.publish('mood', { text: 'well' })
  const { hostname, port, host } = new URL(url)
  const speak = async (text: string, until: RegExp) => {
    const socket = connectSocket(Number(port), hostname)
    t.teardown(() => socket.destroy())
    await once(socket, 'connect')
    socket.write(text)
    let got = ''
    for await (const chunk of socket) {
      got += chunk
      if (until.test(got)) break
    }
    return got
  }
  const old = await speak(`GET /chat HTTP/1.0\r\naccept: text/event-stream\r\n\r\n`, /well"}\n\n/)
  t.match(old, /\r\n\r\nretry: \d+\n\nevent|\r\n\r\nretry: \d+\n\nid/)
  t.notMatch(old, /transfer-encoding/i)
  const head = `HTTP/1.1\r\nhost: ${host}\r\n`
  const ahead = await speak(
    `GET /chat?topic=room/main ${head}\r\nGET /chat ${head}accept: text/event-stream\r\n\r\n`,
    /event: joined[\s\S]*well"}\n\n\r\n/
  )
  t.match(ahead, /^HTTP\/1\.1 200[\s\S]*"items":\[\]}HTTP\/1\.1 200/)
  const client = await listen()
  await ready(client)
  clock.advance(1_000)
})

t.test('headers of the host are kept, and an answer is not compressed away from its readers', async t => {
  const { listen, ready, mood } = await setUp(
    t,
    { hooks: { onRequest: async (_, reply) => void reply.header('hooked', 'yes') } },
    {},
    app => {
      app.addHook('onRequest', async (_, reply) => void reply.header('vary', 'Accept-Encoding'))
      // What a plugin that compresses does.
      app.addHook('onSend', async (_request, reply, payload) => {
        reply.header('content-encoding', 'none-of-it')
        return payload
      })
    }
  )
  const client = await listen()
  await ready(client)
  t.equal(client.response.headers.hooked, 'yes')
  t.equal(client.response.headers['content-encoding'], undefined)
  t.equal(client.response.headers.vary, 'Accept-Encoding, Origin, Accept, Prefer')
  await mood.publish('mood', { text: 'well' })
  t.match(await client.next(), { data: { text: 'well' } })
})
