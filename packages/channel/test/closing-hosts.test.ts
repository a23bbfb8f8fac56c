import dns from 'node:dns'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import websocket from '@fastify/websocket'
import channel from '@livelet/channel'
import { connectTo, HandshakeRefused, injectTo, testApp } from '@livelet/channel/testing'
import Fastify, { type FastifyInstance } from 'fastify'
import t from 'tap'
import { openChat } from './fixtures/chat.ts'
import { rawClient, silentClient, upgradeRequest } from './fixtures/raw.ts'

const DRAIN = 300
const ADDRESSES = [
  { address: '127.0.0.1', family: 4 },
  { address: '127.0.0.2', family: 4 }
]

/** How long it takes to close an app, ms. */
async function timeToClose(app: FastifyInstance): Promise<number> {
  const started = performance.now()
  await app.close()
  return performance.now() - started
}

/** An app's own route beside ours. */
const own = (app: FastifyInstance) =>
  app.get('/own', { websocket: true }, socket => {
    socket.on('message', message => socket.send(String(message)))
  })

t.test('a client of the app’s own route that never answers does not hold up closing', async t => {
  for (const prepare of [() => {}, (app: FastifyInstance) => app.register(websocket)]) {
    const { app, url, ...clients } = await testApp(t, async app => {
      await prepare(app)
      await app.register(channel, { drain: DRAIN })
      await openChat(app)
      own(app)
    })
    const client = await clients.connect('/chat')
    const silent = await silentClient(url, '/own')
    const cut = once(silent, 'close')
    const elapsed = await timeToClose(app)
    t.ok(elapsed <= DRAIN + 500, `${Math.round(elapsed)} ms`)
    t.match(await client.closed(), { code: 1012 })
    await cut
  }
})

t.test('it is told first, and one that answers is not waited for any longer', async t => {
  const { app, connectText } = await testApp(t, async app => {
    await app.register(channel, { drain: 5_000 })
    await openChat(app)
    own(app)
  })
  const client = await connectText('/own')
  const elapsed = await timeToClose(app)
  t.ok(elapsed < 2_500, `${Math.round(elapsed)} ms`)
  t.match(await client.closed(), { code: 1001 })
})

t.test('channels in two scopes drain at the same time', async t => {
  const { app, url, ...clients } = await testApp(t, async app => {
    await app.register(websocket)
    // So that the handshakes of both are followed by either.
    app.addHook('onRequest', async () => {})
    for (const prefix of ['/a', '/b']) {
      await app.register(
        async scope => {
          await scope.register(channel, { drain: 600 })
          await openChat(scope)
        },
        { prefix }
      )
    }
  })
  await Promise.all([silentClient(url, '/a/chat'), silentClient(url, '/b/chat')])
  const ends = await Promise.all([clients.connect('/a/chat'), clients.connect('/b/chat')])
  const elapsed = await timeToClose(app)
  t.ok(elapsed < 1_100, `${Math.round(elapsed)} ms`)
  for (const client of ends) t.match(await client.closed(), { code: 1012, reason: /^retry=\d+$/ })
})

for (const brought of [false, true]) {
  const who = brought ? 'the host' : 'the channel'
  t.test(`upgrades that arrive at any of two addresses while it closes get 503: a server of ${who}`, async t => {
    const app = Fastify()
    t.teardown(() => app.close())
    if (brought) await app.register(websocket)
    await app.register(channel, { drain: DRAIN })
    await openChat(app)
    const { lookup } = dns
    // How many addresses `localhost` has differs between machines.
    const twoAddresses = (host: string, options: { all?: boolean }, done: (...found: unknown[]) => void) =>
      options.all && host === 'localhost' ? done(null, ADDRESSES) : Reflect.apply(lookup, dns, [host, options, done])
    Object.assign(dns, { lookup: twoAddresses })
    await app.listen({ host: 'localhost', port: 0 }).finally(() => Object.assign(dns, { lookup }))
    const urls = app.addresses().map(to => `http://${(to as AddressInfo).address}:${(to as AddressInfo).port}/chat`)
    t.equal(urls.length, 2)
    for (const url of urls) await silentClient(url, '/chat')
    let isClosed = false
    const closing = timeToClose(app).then(elapsed => {
      isClosed = true
      return elapsed
    })
    const seen = new Set<unknown>()
    while (!isClosed) {
      for (const url of urls) {
        const error = await connectTo(url).catch(error => error)
        if (!(error instanceof HandshakeRefused)) {
          seen.add((error as NodeJS.ErrnoException).code)
          isClosed = true
        } else seen.add(error.statusCode)
      }
    }
    const elapsed = await closing
    t.ok(elapsed <= DRAIN + 500, `${Math.round(elapsed)} ms`)
    seen.delete('ECONNREFUSED')
    seen.delete('ECONNRESET')
    t.same([...seen], [503])
  })
}

t.test('a handshake that is refused late does not hold up closing', async t => {
  let reached: () => void = () => {}
  let refuse: () => void = () => {}
  const isReached = new Promise<void>(resolve => {
    reached = resolve
  })
  const { app, url } = await testApp(t, async app => {
    await app.register(channel, { drain: DRAIN })
    await openChat(app, {
      identify: () => {
        reached()
        return new Promise((_resolve, reject) => {
          refuse = () => reject(new Error('too late'))
        })
      }
    })
  })
  const socket = await rawClient(url, '/chat')
  const answer = once(socket, 'data')
  await isReached
  const closing = timeToClose(app)
  t.match(String((await answer)[0]), 'HTTP/1.1 503')
  refuse()
  t.ok((await closing) <= DRAIN + 500)
})

t.test('a handshake that is still in a hook of the scope when the app closes is refused', async t => {
  let reached: () => void = () => {}
  const isReached = new Promise<void>(resolve => {
    reached = resolve
  })
  let proceed: () => void = () => {}
  const { app, url } = await testApp(t, async app => {
    await app.register(channel, { drain: DRAIN })
    await app.register(async scope => {
      scope.addHook('onRequest', () => {
        reached()
        return new Promise<void>(resolve => {
          proceed = resolve
        })
      })
      await openChat(scope)
    })
  })
  const socket = await rawClient(url, '/chat')
  const answer = once(socket, 'data')
  const cut = once(socket, 'close')
  await isReached
  const closing = timeToClose(app)
  t.match(String((await answer)[0]), 'HTTP/1.1 503')
  t.ok((await closing) <= DRAIN + 500, 'though the hook has not ended')
  await cut
  proceed()
})

t.test('the app’s own routes take no upgrade while it closes, even if it serves on', async t => {
  const { app, url, connectText } = await testApp(
    t,
    async app => {
      await app.register(channel, { drain: DRAIN })
      await openChat(app)
      own(app)
    },
    { return503OnClosing: false }
  )
  await connectText('/own')
  await silentClient(url, '/chat')
  const { hostname, port } = new URL(url)
  const early = connect(Number(port), hostname)
  await once(early, 'connect')
  const closing = timeToClose(app)
  early.write(upgradeRequest('/own'))
  const [answer] = await once(early, 'data')
  t.match(String(answer), 'HTTP/1.1 503')
  t.ok((await closing) <= DRAIN + 500)
})

t.test('an upgrade that no scope of ours answers does not hold up closing', async t => {
  const { app, url } = await testApp(t, async app => {
    await app.register(async scope => void (await openChat(scope)), { prefix: '/inner' })
  })
  const socket = await rawClient(url, '/nothing')
  const [answer] = await once(socket, 'data')
  t.match(String(answer), 'HTTP/1.1 404')
  await once(socket, 'close')
  t.ok((await timeToClose(app)) <= 500)
})

t.test('clients without a port are told too', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(channel, { drain: DRAIN })
  await openChat(app)
  const client = await injectTo(app, '/chat')
  await client.message('welcome')
  const elapsed = await timeToClose(app)
  t.ok(elapsed <= DRAIN + 500, `${Math.round(elapsed)} ms`)
  t.match(await client.closed(), { code: 1012 })
})
