import { once } from 'node:events'
import channel from '@livelet/channel'
import { fakeClock, testApp } from '@livelet/channel/testing'
import t from 'tap'
import { Caps, isOneTooMany, RateLimit } from '../src/limits.ts'
import { openChat } from './fixtures/chat.ts'
import { rawClient } from './fixtures/raw.ts'

t.test('of a burst of 1,000 messages the first hundred are handled, the next refused, and then it is over', async t => {
  const clock = fakeClock()
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { clock })
    await openChat(app)
  })
  const client = await connect('/chat')
  await client.message('welcome')
  for (let id = 0; id < 1_000; id++) client.send({ type: 'double', n: id, id })
  for (let id = 0; id < 100; id++) t.match(await client.message(), { type: 'ok', re: id })
  for (let id = 100; id < 200; id++) t.match(await client.message(), { code: 'LIVELET_RATE_LIMITED', re: id })
  t.match(await client.closed(), { code: 4008 })
})

t.test('who keeps to the rate is never refused', async t => {
  const clock = fakeClock()
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { clock })
    await openChat(app)
  })
  const client = await connect('/chat')
  for (let i = 0; i < 500; i++) {
    t.match(await client.request({ type: 'double', n: i }), { type: 'ok' })
    clock.advance(20)
  }
})

t.test('a text client that is too quick reads why', async t => {
  const { connectText } = await testApp(t, app => openChat(app, { rate: { perSecond: 1, burst: 1 } }))
  const client = await connectText('/chat')
  client.send('one')
  client.send('two')
  t.equal(await client.next(), 'said one')
  t.match(await client.next(), /^error: at most 1 messages a second/)
})

t.test('a token bucket fills again, and not beyond its burst', async t => {
  const limit = new RateLimit({ perSecond: 10, burst: 2 })
  t.same([limit.take(0), limit.take(0), limit.take(0)], ['pass', 'pass', 'refuse'])
  t.equal(limit.take(200), 'pass')
  t.same([limit.take(100_000), limit.take(100_000), limit.take(100_000)], ['pass', 'pass', 'refuse'])
  t.same([limit.take(100_000), limit.take(100_000)], ['refuse', 'close'])
})

t.test('bad messages are counted over a minute that moves', async t => {
  const times: number[] = []
  for (let i = 0; i < 10; i++) t.notOk(isOneTooMany(times, i * 1_000))
  t.notOk(isOneTooMany(times, 60_000), 'the first is a minute old')
  t.ok(isOneTooMany(times, 60_999), 'the second is not')
})

t.test('connections past the caps are refused, and a place is free when one goes', async t => {
  let gone: () => void = () => {}
  const { connect } = await testApp(t, async app => {
    await app.register(channel)
    await openChat(app, { maxConnections: 2 }, { onClose: () => gone() })
    await openChat(app, { path: '/each', as: 'each', maxConnectionsPerAddress: 1 })
  })
  const first = await connect('/chat')
  await connect('/chat')
  await t.rejects(connect('/chat'), /refused with 503/)
  const isGone = new Promise<void>(resolve => {
    gone = resolve
  })
  first.socket.terminate()
  await isGone
  t.ok(await connect('/chat'))
  await connect('/each')
  await t.rejects(connect('/each'), /refused with 429/)
})

t.test('caps count per address, and forget who has gone', async t => {
  const caps = new Caps(3, 2)
  t.equal(caps.take('a'), undefined)
  t.equal(caps.take('a'), undefined)
  t.equal(caps.take('a'), 'address')
  t.equal(caps.take('b'), undefined)
  t.equal(caps.take('c'), 'all')
  caps.release('a')
  caps.release('a')
  caps.release('b')
  t.equal(caps.total, 0)
  t.equal(caps.take('a'), undefined)
})

t.test('a thousand clients that vanish during a slow hook leave no place taken', async t => {
  const waiting: (() => void)[] = []
  let arrived: () => void = () => {}
  const { connect, url } = await testApp(t, async app => {
    await app.register(channel)
    await openChat(app, {
      maxConnections: 1_000,
      hooks: {
        preHandler: async request => {
          if (request.headers['x-vanish'] === undefined) return
          await new Promise<void>(resolve => {
            waiting.push(resolve)
            if (waiting.length === 1_000) arrived()
          })
        }
      }
    })
  })
  const haveArrived = new Promise<void>(resolve => {
    arrived = resolve
  })
  const sockets = await Promise.all(Array.from({ length: 1_000 }, () => rawClient(url, '/chat', { 'x-vanish': '1' })))
  await haveArrived
  await t.rejects(connect('/chat'), /refused with 503/, 'all places are taken')
  await Promise.all(sockets.map(socket => once(socket.destroy(), 'close')))
  for (const proceed of waiting) proceed()
  // The server learns of each end by itself; every place is free when so many can connect again.
  let free = 0
  while (free < 1_000) free = (await connect('/chat').catch(() => undefined)) ? free + 1 : free
  await t.rejects(connect('/chat'), /refused with 503/, 'and no more than there were')
})

t.test('over `injectWS` a place is taken and given back too', async t => {
  let gone: () => void = () => {}
  const isGone = new Promise<void>(resolve => {
    gone = resolve
  })
  const { inject } = await testApp(t, async app => {
    await app.register(channel)
    await openChat(app, { maxConnections: 1 }, { onClose: () => gone() })
  })
  const client = await inject('/chat')
  t.match(await client.message(), { type: 'welcome' })
  await t.rejects(inject('/chat'), /503/)
  client.socket.terminate()
  await isGone
  t.match(await (await inject('/chat')).message(), { type: 'welcome' })
})

t.test('a client that is cut off during a hook of the scope, before there was a place, leaves none taken', async t => {
  const { connect, url } = await testApp(t, async app => {
    await app.register(channel)
    await app.register(async scope => {
      scope.addHook('onRequest', async ({ headers, raw }) => {
        // As a server's `connectionTimeout` does. The hooks that follow run all the same.
        if (headers['x-vanish'] !== undefined) await once(raw.socket.destroy(), 'close')
      })
      await openChat(scope, { maxConnections: 1 })
    })
  })
  const socket = await rawClient(url, '/chat', { 'x-vanish': '1' })
  await once(socket, 'close')
  t.match(await (await connect('/chat')).message(), { type: 'welcome' })
})

t.test('over `injectWS` a handshake that `identify` refuses gives its place back', async t => {
  const { inject } = await testApp(t, async app => {
    await app.register(channel)
    await openChat(app, {
      maxConnections: 1,
      identify: ({ headers }) => {
        if (headers.token === undefined) throw Object.assign(new Error('sign in first'), { statusCode: 401 })
        return { id: 'ann' }
      }
    })
  })
  for (let i = 0; i < 3; i++) await t.rejects(inject('/chat'), /401/)
  t.match(await (await inject('/chat', { headers: { token: 'x' } })).message(), { type: 'welcome' })
})

t.test('a place counts for the address that a trusted proxy forwards', async t => {
  const { connect } = await testApp(t, app => openChat(app, { maxConnectionsPerAddress: 1 }), { trustProxy: true })
  const from = (address: string) => connect('/chat', { headers: { 'x-forwarded-for': address } })
  await from('192.0.2.1')
  await t.rejects(from('192.0.2.1'), /refused with 429/)
  await from('192.0.2.2')
})
