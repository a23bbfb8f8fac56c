import websocket from '@fastify/websocket'
import channel, { type ChannelOptions, openChannel, type SharedOptions } from '@livelet/channel'
import { testApp } from '@livelet/channel/testing'
import Fastify, { type FastifyServerOptions } from 'fastify'
import t, { type Test } from 'tap'
import { Type } from 'typebox'
import { chatContract, chatDefinition, openChat } from './fixtures/chat.ts'

function newApp(t: Test, options: FastifyServerOptions = {}) {
  const app = Fastify(options)
  t.teardown(() => app.close())
  return app
}

/** Wrong in the channel's options as in a feature's. */
const SHARED: [options: object, words: string | RegExp][] = [
  [{ locale: 'fr' }, '"locale" must be one of "ko", "en", got "fr"'],
  [{ hooks: 5 }, '"hooks" must be object, got 5'],
  [{ hooks: { onRequest: 'x' } }, '"hooks.onRequest" must be a function, got "x"'],
  [{ hooks: { preHandler: [() => {}, 1] } }, /"hooks.preHandler/],
  [{ hooks: { onrequest: () => {} } }, '"hooks.onrequest" is not known'],
  [{ identify: {} }, '"identify" must be a function, got an object'],
  [{ origins: 'https://example.com' }, '"origins" must be array, got "https://example.com"'],
  [{ origins: [1] }, '"origins.0" must be string, got 1'],
  [{ origins: ['https://example.com/'] }, /"origins\.0" must match pattern .*, got "https:\/\/example\.com\/"$/],
  [{ origins: ['example.com'] }, /"origins\.0" must match pattern/],
  [{ maxPayload: 0 }, '"maxPayload" must be >= 1, got 0'],
  [{ maxPayload: '64k' }, '"maxPayload" must be integer, got "64k"'],
  [{ maxPayload: Number.NaN }, '"maxPayload" must be integer, got NaN'],
  [{ rate: 50 }, '"rate" must be object, got 50'],
  [{ rate: { perSecond: 50 } }, '"rate.burst" is missing'],
  [{ rate: { perSecond: 0, burst: 1 } }, '"rate.perSecond" must be > 0, got 0'],
  [{ rate: { perSecond: 1, burst: 1, per: 1 } }, '"rate.per" is not known'],
  [{ maxConnections: 1.5 }, '"maxConnections" must be integer, got 1.5'],
  [{ maxConnectionsPerAddress: -1 }, '"maxConnectionsPerAddress" must be >= 1, got -1'],
  [{ heartbeat: 1 }, '"heartbeat" must be >= 10, got 1'],
  [{ heartbeat: 1_000.5 }, '"heartbeat" must be integer, got 1000.5'],
  [{ outbox: 1 }, '"outbox" must be >= 1024, got 1'],
  [{ engine: 'redis' }, '"engine" must be an object, got "redis"'],
  [{ engine: null }, '"engine" must be an object, got null'],
  [{ heartBeat: 1_000 }, '"heartBeat" is not known']
]

const CHANNEL: typeof SHARED = [
  ...SHARED,
  [{ drain: -1 }, '"drain" must be >= 10, got -1'],
  [{ publicApiOnly: 'yes' }, '"publicApiOnly" must be boolean, got "yes"'],
  [{ clock: 5 }, '"clock" must be an object, got 5'],
  [{ path: '/x' }, '"path" is not known']
]

const FEATURE: typeof SHARED = [
  ...SHARED,
  [{ path: 'chat' }, /^chat: option "path" must match pattern .*, got "chat"$/],
  [{ as: 'my chat' }, /^chat: option "as" must match pattern .*, got "my chat"$/],
  [{ allow: true }, '"allow" must be object, got true'],
  [{ allow: { mood: true } }, '"allow.mood" must be a function, got true'],
  [{ element: 'no' }, '"element" must be boolean, got "no"'],
  [{ drain: 100 }, '"drain" is not known']
]

t.test('a wrong option of the channel throws at `register`, with its name and what was expected', async t => {
  for (const [options, words] of CHANNEL) {
    const app = newApp(t)
    const message = typeof words === 'string' ? `@livelet/channel: option ${words}` : words
    await t.rejects(async () => app.register(channel, options as ChannelOptions), { name: 'TypeError', message })
  }
})

t.test('so does a wrong option of a feature', async t => {
  const app = newApp(t)
  await app.register(channel)
  for (const [options, words] of FEATURE) {
    const message = typeof words === 'string' ? `chat: option ${words}` : words
    await t.rejects(openChat(app, options as SharedOptions), { name: 'TypeError', message })
  }
})

t.test('a feature’s own options are checked by its own schemas', async t => {
  const app = newApp(t)
  await app.register(channel)
  const definition = { ...chatDefinition, options: { size: Type.Optional(Type.Integer()), path: Type.Integer() } }
  const open = (options: object) => openChannel(app, chatContract, definition, options)
  await t.rejects(open({ size: 'big' }), { message: 'chat: option "size" must be integer, got "big"' })
  await t.rejects(open({ path: 5 }), /"path" must be string/, 'the shared ones cannot be redefined')
  await open({ size: 5 })
})

t.test('`undefined` is as good as absent, for the channel as for a feature', async t => {
  const absent = (...names: string[]) => Object.fromEntries(names.map(name => [name, undefined]))
  const shared = absent(
    ...['locale', 'hooks', 'identify', 'origins', 'maxPayload', 'rate', 'maxConnections', 'maxConnectionsPerAddress'],
    ...['heartbeat', 'outbox', 'engine']
  )
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { ...shared, ...absent('drain', 'publicApiOnly', 'clock') })
    await openChat(app, { ...shared, ...absent('path', 'as', 'allow', 'element', 'prefix') })
  })
  const client = await connect('/chat')
  t.match(await client.message('welcome'), {
    heartbeat: 25_000,
    maxPayload: 65_536,
    rate: { perSecond: 50, burst: 100 }
  })
  t.match(await client.request({ type: 'double', n: 1 }), { n: 2 })
})

t.test('a feature takes what it leaves open from the channel, and what it says itself counts', async t => {
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { maxPayload: 2_000, heartbeat: 1_000 })
    await openChat(app)
    await openChat(app, { path: '/own', as: 'own', maxPayload: 3_000 })
  })
  const [one, two] = await Promise.all([connect('/chat'), connect('/own')])
  t.match(await one.message(), { type: 'welcome', maxPayload: 2_000, heartbeat: 1_000 })
  t.match(await two.message(), { type: 'welcome', maxPayload: 3_000, heartbeat: 1_000 })
  one.send({ type: 'say', text: 'x'.repeat(2_500) })
  t.match(await one.closed(), { code: 1009 })
  t.match(await two.request({ type: 'say', text: 'x'.repeat(2_500) }), { type: 'said' })
})

t.test('draining must be done before Fastify gives up on the hook that does it', async t => {
  const register = (pluginTimeout: number | undefined, options: ChannelOptions) =>
    newApp(t, { ...(pluginTimeout !== undefined && { pluginTimeout }) }).register(channel, options)
  await t.rejects(
    async () => register(undefined, { drain: 10_000 }),
    new TypeError('@livelet/channel: option "drain" must be less than pluginTimeout (10000), got 10000')
  )
  await t.rejects(async () => register(3_000, {}), /must be less than pluginTimeout \(3000\), got 5000/)
  await register(undefined, { drain: 9_999 })
  await register(0, { drain: 60_000 })
})

t.test('without ws’s private parts a server that lets more in than a feature wants is refused', async t => {
  const refused = async (maxPayload: number | undefined, words: RegExp, options: SharedOptions = {}) => {
    const app = newApp(t)
    await app.register(websocket, maxPayload === undefined ? {} : { options: { maxPayload } })
    await app.register(channel, { publicApiOnly: true })
    await t.rejects(openChat(app, options), words)
  }
  await refused(undefined, /chat: maxPayload is 65536, but this server lets 104857600 bytes in/)
  await refused(0, /any number of bytes/)
  await refused(65_536, /maxPayload is 1000, but this server lets 65536 bytes in/, { maxPayload: 1_000 })
  const { connect } = await testApp(t, async app => {
    await app.register(websocket, { options: { maxPayload: 65_536 } })
    await app.register(channel, { publicApiOnly: true })
    await openChat(app)
  })
  const client = await connect('/chat')
  t.match(await client.request({ type: 'say', text: 'hi' }), { text: 'hi' })
  client.send({ type: 'say', text: 'x'.repeat(70_000) })
  t.match(await client.closed(), { code: 1009 })
  const own = newApp(t)
  await own.register(channel, { publicApiOnly: true, maxPayload: 1_000 })
  await openChat(own)
})
