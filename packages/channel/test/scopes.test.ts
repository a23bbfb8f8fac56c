import websocket from '@fastify/websocket'
import channel, { openChannel, type SharedOptions } from '@livelet/channel'
import { testApp } from '@livelet/channel/testing'
import Fastify, { type FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import t from 'tap'
import { z } from 'zod'
import { chatContract, chatDefinition, openChat } from './fixtures/chat.ts'

/** A feature as users get it: its decorator is seen outside, and Fastify leaves its prefix to it. */
const chat = fp(async (fastify: FastifyInstance, options: SharedOptions) => {
  const live = await openChannel(fastify, chatContract, chatDefinition, options)
  fastify.decorate(options.as ?? 'chat', live)
})

/** Lets in only who has the password; anybody else gets 401. */
function guard(scope: FastifyInstance): void {
  scope.addHook('onRequest', async (request, reply) => {
    if (request.headers.authorization !== 'secret') return reply.code(401).send({ error: 'who are you?' })
  })
}

const secret = { headers: { authorization: 'secret' } }

t.test('a feature’s own prefix comes after its scope’s', async t => {
  const { connect, url } = await testApp(t, async app => {
    await app.register(
      async scope => {
        guard(scope)
        await scope.register(chat, { prefix: '/v1', path: '/talk' })
      },
      { prefix: '/api' }
    )
  })
  t.match(await (await connect('/api/v1/talk', secret)).message(), { type: 'welcome' })
  await t.rejects(connect('/api/v1/talk'), /refused with 401/)
  for (const path of ['/talk', '/v1/talk', '/api/talk']) await t.rejects(connect(path, secret), /refused with 404/)
  t.equal((await fetch(`${url}/api/v1/talk`)).status, 401)
})

t.test('the same feature in the open and behind a guard', async t => {
  const { connect } = await testApp(t, async app => {
    await app.register(channel)
    await app.register(chat)
    await app.register(
      async scope => {
        guard(scope)
        await scope.register(chat, { as: 'staff' })
      },
      { prefix: '/staff' }
    )
  })
  t.match(await (await connect('/chat')).message(), { type: 'welcome' })
  await t.rejects(connect('/staff/chat'), /refused with 401/)
  t.match(await (await connect('/staff/chat', secret)).message(), { type: 'welcome' })
})

t.test('a guard that refuses takes no place', async t => {
  const { connect } = await testApp(t, async app => {
    await app.register(async scope => {
      guard(scope)
      await scope.register(chat, { maxConnections: 1 })
    })
  })
  for (let i = 0; i < 3; i++) await t.rejects(connect('/chat'), /refused with 401/)
  t.match(await (await connect('/chat', secret)).message(), { type: 'welcome' })
})

t.test('two scopes may each bring their channel where the host brought @fastify/websocket', async t => {
  const { connect } = await testApp(t, async app => {
    await app.register(websocket)
    await app.register(async scope => void (await scope.register(chat)), { prefix: '/a' })
    await app.register(async scope => void (await scope.register(chat)), { prefix: '/b' })
  })
  for (const path of ['/a/chat', '/b/chat']) {
    t.match(await (await connect(path)).request({ type: 'double', n: 1 }), { n: 2 })
  }
  await t.rejects(connect('/chat'), /refused with 404/)
})

t.test('an app whose @fastify/websocket is out of sight is told what to do', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  app.register(async scope => void (await scope.register(websocket)))
  app.register(async scope => void (await scope.register(chat)))
  await t.rejects(async () => app.ready(), /register @livelet\/channel once at the root/)
})

t.test('the decorator is where the feature was registered, and a second one must have another name', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(chat)
  t.ok(app.hasDecorator('chat'))
  await t.rejects(async () => app.register(chat, { path: '/second' }), { message: 'fastify.chat is taken: pass "as"' })
})

t.test('another scope cannot open the same name either, since topics and keys begin with it', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(channel)
  app.register(async scope => void (await scope.register(chat)), { prefix: '/a' })
  app.register(async scope => void (await scope.register(chat)), { prefix: '/b' })
  await t.rejects(async () => app.ready(), { message: 'fastify.chat is taken: pass "as"' })
})

t.test('in a host that checks with zod, our messages are checked by ours and its routes by its own', async t => {
  const { connect, connectText, url } = await testApp(t, async app => {
    app.setValidatorCompiler(validatorCompiler)
    app.setSerializerCompiler(serializerCompiler)
    await openChat(app)
    app.withTypeProvider<ZodTypeProvider>().get(
      '/half',
      {
        schema: { querystring: z.object({ n: z.coerce.number() }), response: { 200: z.object({ half: z.number() }) } }
      },
      async ({ query }) => ({ half: query.n / 2 })
    )
  })
  const client = await connect('/chat')
  t.match(await client.request({ type: 'double', n: 4 }), { type: 'ok', n: 8 })
  for (const n of ['4', null, true, [7]]) {
    t.match(await client.request({ type: 'double', n }), { code: 'LIVELET_VALIDATION', message: /"n" must be integer/ })
  }
  const text = await connectText('/chat')
  text.send('hi')
  t.equal(await text.next(), 'said hi')
  t.same(await (await fetch(`${url}/half?n=8`)).json(), { half: 4 })
  t.equal((await fetch(`${url}/half?n=x`)).status, 400)
  t.match(await (await fetch(`${url}/chat`)).json(), { code: 'LIVELET_UNAVAILABLE' })
})
