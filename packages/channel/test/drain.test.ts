import { once } from 'node:events'
import { connect } from 'node:net'
import websocket from '@fastify/websocket'
import channel from '@livelet/channel'
import { connectTo, HandshakeRefused, type TestApp, testApp } from '@livelet/channel/testing'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { openChat } from './fixtures/chat.ts'
import { rawClient, silentClient, upgradeRequest } from './fixtures/raw.ts'

const DRAIN = 1_000

/** 450 clients that answer a close frame and 50 that never do. */
async function crowd({ url, connect }: TestApp) {
  const silent = await Promise.all(Array.from({ length: 50 }, () => silentClient(url, '/chat')))
  const clients = await Promise.all(Array.from({ length: 450 }, () => connect('/chat')))
  return { silent, clients }
}

const hosts: Record<string, (app: FastifyInstance) => unknown> = {
  'the channel registered @fastify/websocket': () => {},
  'the host registered it, with its default preClose': app => app.register(websocket)
}

for (const [what, prepare] of Object.entries(hosts)) {
  t.test(
    `closing ends within the drain time though some never answer, and the others are told when to come back: ${what}`,
    async t => {
      const running = await testApp(t, async app => {
        await prepare(app)
        await app.register(channel, { drain: DRAIN })
        await openChat(app)
      })
      const { silent, clients } = await crowd(running)
      const cut = silent.map(socket => once(socket, 'close'))
      const started = performance.now()
      await running.app.close()
      const elapsed = performance.now() - started
      t.ok(elapsed <= DRAIN + 500, `${Math.round(elapsed)} ms`)
      for (const client of clients) {
        const { code, reason } = await client.closed()
        if (code !== 1012 || !/^retry=\d+$/.test(reason)) t.fail(`${code} ${reason}`)
      }
      await Promise.all(cut)
    }
  )
}

t.test('upgrades that keep arriving while it closes are refused, and do not hold it up', async t => {
  const { app, url } = await testApp(t, async app => {
    await app.register(channel, { drain: DRAIN })
    await openChat(app)
  })
  await silentClient(url, '/chat')
  const started = performance.now()
  let isClosed = false
  const closing = app.close().then(() => {
    isClosed = true
  })
  const statuses = new Map<number, number>()
  while (!isClosed) {
    const error = await connectTo(`${url}/chat`).catch(error => error)
    if (!(error instanceof HandshakeRefused)) break
    statuses.set(error.statusCode, (statuses.get(error.statusCode) ?? 0) + 1)
  }
  await closing
  t.ok(performance.now() - started <= DRAIN + 500)
  t.same([...statuses.keys()], [503])
})

t.test('an upgrade on a socket that was open before is answered 503, and its socket closed', async t => {
  const { app, url } = await testApp(t, async app => {
    await app.register(channel, { drain: 300 })
    await openChat(app)
  })
  // It keeps the app draining.
  await silentClient(url, '/chat')
  const { hostname, port } = new URL(url)
  const early = connect(Number(port), hostname)
  await once(early, 'connect')
  const closing = app.close()
  early.write(upgradeRequest('/chat'))
  const [answer] = await once(early, 'data')
  t.match(String(answer), 'HTTP/1.1 503')
  await once(early, 'close')
  await closing
})

t.test('a handshake in the middle of a slow hook does not hold up closing', async t => {
  let reached: () => void = () => {}
  const isReached = new Promise<void>(resolve => {
    reached = resolve
  })
  const { app, url } = await testApp(t, async app => {
    await app.register(channel, { drain: 300 })
    await openChat(app, {
      identify: () => {
        reached()
        return new Promise(() => {})
      }
    })
  })
  const socket = await rawClient(url, '/chat')
  const answer = once(socket, 'data')
  await isReached
  const started = performance.now()
  await app.close()
  t.ok(performance.now() - started <= 800)
  t.match(String((await answer)[0]), 'HTTP/1.1 503')
})

t.test("the app's own WebSocket routes are closed too", async t => {
  const { app, connectText } = await testApp(t, async app => {
    await app.register(channel, { drain: 300 })
    await openChat(app)
    app.get('/own', { websocket: true }, socket => {
      socket.on('message', () => socket.send('own'))
    })
  })
  const own = await connectText('/own')
  own.send('hi')
  t.equal(await own.next(), 'own')
  await app.close()
  t.match(await own.closed(), { code: 1001 })
})

t.test('what waits for a connection goes out before its close frame', async t => {
  const { app, connect } = await testApp(t, async app => {
    await app.register(channel, { drain: 300 })
    await openChat(app)
  })
  const client = await connect('/chat')
  await client.message('welcome')
  client.send({ type: 'say', text: 'last words', id: 1 })
  t.match(await client.message(), { type: 'said', text: 'last words' })
  await app.close()
  t.match(await client.closed(), { code: 1012 })
})
