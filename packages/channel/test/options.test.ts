import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import websocket from '@fastify/websocket'
import channel, { openChannel } from '@livelet/channel'
import { testApp } from '@livelet/channel/testing'
import Fastify from 'fastify'
import t from 'tap'
import { Type } from 'typebox'
import { chatContract, chatDefinition, openChat } from './fixtures/chat.ts'

const WRONG: [options: object, words: RegExp][] = [
  [{ maxPayload: '64k' }, /chat: option "maxPayload" must be integer, got "64k"/],
  [{ maxPayload: 0 }, /"maxPayload" must be >= 1/],
  [{ rate: { perSecond: 5 } }, /"rate.burst" is missing/],
  [{ rate: { perSecond: 5, burst: 1, extra: 1 } }, /"rate.extra" is not known/],
  [{ locale: 'fr' }, /"locale" must be one of "ko", "en", got "fr"/],
  [{ identify: 'me' }, /"identify" must be a function, got "me"/],
  [{ origins: 'https://a.example' }, /"origins" must be array/],
  [{ allow: { mood: true } }, /"allow.mood" must be a function, got true/],
  [{ path: 'chat' }, /"path" must match pattern/],
  [{ as: '1st' }, /"as" must match pattern/],
  [{ element: 'no' }, /"element" must be boolean/],
  [{ heartbeat: 1.5 }, /"heartbeat" must be integer/],
  [{ maxConections: 5 }, /"maxConections" is not known/]
]

for (const [options, words] of WRONG) {
  t.test(`${JSON.stringify(options)} is refused at registration`, async t => {
    const app = Fastify()
    t.teardown(() => app.close())
    await t.rejects(openChat(app, options), words)
  })
}

t.test('the channel’s own options are checked too', async t => {
  for (const [options, words] of [
    [{ drain: -1 }, /@livelet\/channel: option "drain" must be >= 10/],
    [{ drain: 10_000 }, /"drain" must be less than pluginTimeout \(10000\), got 10000/],
    [{ path: '/x' }, /"path" is not known/],
    [{ publicApiOnly: 'yes' }, /"publicApiOnly" must be boolean/]
  ] as const) {
    const app = Fastify()
    t.teardown(() => app.close())
    await t.rejects(async () => app.register(channel, options as object), words)
  }
  const patient = Fastify({ pluginTimeout: 0 })
  t.teardown(() => patient.close())
  await t.resolves(async () => patient.register(channel, { drain: 60_000 }))
})

t.test('a feature’s own options are checked with its schemas, and `undefined` is as good as absent', async t => {
  const definition = { ...chatDefinition, options: { size: Type.Integer() } }
  const app = Fastify()
  t.teardown(() => app.close())
  await t.rejects(
    openChannel(app, chatContract, definition, { size: 'big' } as object),
    /option "size" must be integer/
  )
  await t.resolves(openChannel(app, chatContract, definition, { size: 1, locale: undefined, prefix: '/v1' } as object))
})

t.test('the channel’s options are the features’ defaults, and theirs go first', async t => {
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { maxPayload: 1_000, heartbeat: 9_000 })
    await openChat(app)
    await openChat(app, { path: '/second', as: 'second', heartbeat: 8_000, maxPayload: 100_000 })
  })
  const [one, two] = await Promise.all([connect('/chat'), connect('/second')])
  t.match(await one.message(), { maxPayload: 1_000, heartbeat: 9_000 })
  t.match(await two.message(), { maxPayload: 100_000, heartbeat: 8_000 })
  one.send({ type: 'say', text: 'x'.repeat(2_000) })
  t.match(await one.closed(), { code: 1009 })
  t.match(await two.request({ type: 'say', text: 'x'.repeat(90_000) }), { type: 'said' })
})

t.test('where a limit cannot be set for one route, a higher one of the server is refused', async t => {
  const { connect } = await testApp(t, async app => {
    await app.register(websocket, { options: { maxPayload: 65_536 } })
    await app.register(channel, { publicApiOnly: true })
    await openChat(app)
    await t.rejects(
      openChat(app, { path: '/small', as: 'small', maxPayload: 1_000 }),
      /chat: maxPayload is 1000, but this server lets 65536 bytes in/
    )
  })
  const client = await connect('/chat')
  t.match(await client.request({ type: 'say', text: 'hi' }), { text: 'hi' })
  client.send({ type: 'say', text: 'x'.repeat(70_000) })
  t.match(await client.closed(), { code: 1009 })

  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(websocket)
  await app.register(channel, { publicApiOnly: true })
  await t.rejects(openChat(app), /lets 104857600 bytes in/)
})

t.test('a feature’s element is served once, and again only if it has changed', async t => {
  const folder = t.testdir({})
  const file = join(folder, 'element.js')
  await writeFile(file, 'export {}')
  const element = pathToFileURL(file)
  const { url } = await testApp(t, async app => {
    await app.register(channel)
    await openChat(app, {}, { element })
    await openChat(app, { path: '/bare', as: 'bare', element: false }, { element })
  })
  const response = await fetch(`${url}/chat/element.js`)
  t.match(response.headers.get('content-type'), 'text/javascript')
  t.equal(await response.text(), await readFile(file, 'utf8'))
  const etag = response.headers.get('etag') ?? ''
  t.ok(etag)
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await fetch(`${url}/chat/element.js`, { headers: { 'if-none-match': tag } })
    t.equal(again.status, 304)
  }
  t.equal((await fetch(`${url}/chat/element.js`, { headers: { 'if-none-match': '"other"' } })).status, 200)
  t.equal((await fetch(`${url}/bare/element.js`)).status, 404)
})
