import { once } from 'node:events'
import websocket from '@fastify/websocket'
import channel, { openChannel } from '@livelet/channel'
import { connectTo, testApp } from '@livelet/channel/testing'
import Fastify, { type FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import t from 'tap'
import { chatContract, chatDefinition, openChat } from './fixtures/chat.ts'
import { maskedFrame, rawClient } from './fixtures/raw.ts'

/** A scope that lets in only who has the password. */
async function guarded(scope: FastifyInstance): Promise<void> {
  scope.addHook('onRequest', async (request, reply) => {
    if (request.headers.authorization !== 'secret') await reply.code(401).send({ error: 'who are you?' })
  })
  await openChat(scope)
}

const ways: Record<string, (app: FastifyInstance) => unknown> = {
  'the channel at the root': app => app.register(channel),
  'the channel registered by the feature': () => {},
  '@fastify/websocket brought by the host': app => app.register(websocket),
  'both at the root': async app => {
    await app.register(websocket)
    await app.register(channel)
  }
}

for (const [way, prepare] of Object.entries(ways)) {
  t.test(`a scope's hooks and prefix hold for its feature: ${way}`, async t => {
    const { connect, url } = await testApp(t, async app => {
      await prepare(app)
      await app.register(guarded, { prefix: '/inner' })
    })
    await t.rejects(connect('/inner/chat'), /refused with 401/)
    await t.rejects(connect('/chat'), /refused with 404/)
    const client = await connect('/inner/chat', { headers: { authorization: 'secret' } })
    t.match(await client.message(), { type: 'welcome' })
    t.equal((await fetch(`${url}/inner/chat`)).status, 401)
  })
}

t.test('a feature made with fastify-plugin keeps its prefix, and its scope’s hooks', async t => {
  const feature = fp(async (fastify: FastifyInstance, options: object) => {
    await openChannel(fastify, chatContract, chatDefinition, options)
  })
  const { connect } = await testApp(t, app => {
    app.register(feature, { prefix: '/v1' })
  })
  t.match(await (await connect('/v1/chat')).message(), { type: 'welcome' })
  await t.rejects(connect('/chat'), /refused with 404/)
})

t.test('two scopes that would each need their own @fastify/websocket are refused', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  app.register(async scope => {
    await openChat(scope)
  })
  app.register(async scope => {
    await openChat(scope, { path: '/other', as: 'other' })
  })
  await t.rejects(async () => app.ready(), /register @livelet\/channel once at the root/)
})

t.test('a host that compiles its schemas with something else changes nothing', async t => {
  const { connect } = await testApp(t, async app => {
    // As a zod or another type provider does.
    app.setValidatorCompiler(() => {
      throw new Error('not a schema of mine')
    })
    app.setSerializerCompiler(() => () => 'nonsense')
    await openChat(app)
  })
  const client = await connect('/chat')
  await client.message('welcome')
  t.match(await client.request({ type: 'double', n: 4 }), { type: 'ok', n: 8 })
  t.match(await client.request({ type: 'double', n: '4' }), { code: 'LIVELET_VALIDATION' })
})

t.test('two features, and the same one twice under another name', async t => {
  const { connect } = await testApp(t, async app => {
    await app.register(channel)
    await openChat(app)
    await openChat(app, { path: '/second', as: 'second' })
  })
  for (const path of ['/chat', '/second']) {
    const client = await connect(path)
    t.match(await client.request({ type: 'double', n: 1 }), { n: 2 })
  }
})

t.test('a name that is taken is refused with what to do', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(channel)
  await openChat(app)
  await t.rejects(openChat(app, { path: '/second' }), { message: 'fastify.chat is taken: pass "as"' })
  app.decorate('busy', 1)
  await t.rejects(openChat(app, { path: '/third', as: 'busy' }), { message: 'fastify.busy is taken: pass "as"' })
})

t.test('what is published in one of two twins stays there', async t => {
  const chats: Awaited<ReturnType<typeof openChat>>[] = []
  const { connect } = await testApp(t, async app => {
    await app.register(channel)
    chats.push(await openChat(app), await openChat(app, { path: '/second', as: 'second' }))
  })
  const [one, two] = await Promise.all([connect('/chat'), connect('/second')])
  await one.joined('wave/all')
  await two.joined('wave/all')
  chats[0]?.topic('wave', 'all').publish('wave', { text: 'first' })
  chats[1]?.topic('wave', 'all').publish('wave', { text: 'second' })
  t.match(await one.message('wave'), { text: 'first' })
  t.match(await two.message('wave'), { text: 'second' })
})

t.test('two apps in one process do not know each other', async t => {
  const [a, b] = await Promise.all([testApp(t, app => openChat(app)), testApp(t, app => openChat(app))])
  await a.app.close()
  const client = await connectTo(`${b?.url}/chat`)
  t.match(await client.request({ type: 'double', n: 1 }), { n: 2 })
  client.socket.terminate()
})

t.test('route hooks of the feature run before `identify`', async t => {
  const order: string[] = []
  const { connect } = await testApp(t, app =>
    openChat(app, {
      hooks: {
        onRequest: async () => void order.push('onRequest'),
        preHandler: [async () => void order.push('preHandler')]
      },
      identify: () => {
        order.push('identify')
        return { id: 'ann' }
      }
    })
  )
  await connect('/chat')
  t.same(order, ['onRequest', 'preHandler', 'identify'])
})

t.test('our connections are not the host’s to close, and its error listener is gone', async t => {
  const { app, url, connect } = await testApp(t, async app => {
    await app.register(websocket, {
      errorHandler: () => {
        t.fail('the error reached the host')
      }
    })
    await openChat(app)
  })
  const client = await connect('/chat')
  await client.message('welcome')
  t.equal(app.websocketServer.clients.size, 0)
  const bad = await rawClient(url, '/chat')
  await once(bad, 'data')
  const cut = once(bad, 'close')
  bad.write(maskedFrame(7, Buffer.from('no such opcode')))
  bad.resume()
  await once(bad, 'end')
  bad.destroy()
  await cut
})
