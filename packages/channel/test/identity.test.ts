import channel, { type Identity } from '@livelet/channel'
import { ForbiddenError } from '@livelet/channel/errors'
import { fakeClock, testApp } from '@livelet/channel/testing'
import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { type Chat, chatDefinition, openChat } from './fixtures/chat.ts'

/** Everybody is who the header says. */
const byHeader = ({ headers }: FastifyRequest): Identity | null =>
  typeof headers['x-user'] === 'string' ? { id: headers['x-user'] } : null

const as = (user: string) => ({ headers: { 'x-user': user } })

/** Answers a message with the sender's identity. */
const whoAmI = {
  receive: {
    ...chatDefinition.receive,
    say: (_: unknown, { identity }: { identity: Identity | null }) => ({ text: JSON.stringify(identity) })
  }
}

t.test('what `identify` throws refuses the handshake with its status', async t => {
  const { connect } = await testApp(t, app =>
    openChat(app, {
      identify: async ({ headers }) => {
        if (headers['x-user'] === 'nobody') throw Object.assign(new Error('who are you?'), { statusCode: 401 })
        if (headers['x-user'] === 'banned') throw new ForbiddenError('you are banned')
        throw new Error('the session store is down')
      }
    })
  )
  await t.rejects(connect('/chat', as('nobody')), /refused with 401: .*who are you/)
  await t.rejects(connect('/chat', as('banned')), /refused with 403: .*LIVELET_FORBIDDEN/)
  await t.rejects(connect('/chat', as('ann')), /refused with 500/)
})

t.test('handlers know who asks; `null`, and nothing, is anybody', async t => {
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { identify: byHeader })
    await openChat(app, {}, whoAmI)
    await openChat(app, { path: '/own', as: 'own', identify: async () => ({ id: 'x', name: 'X' }) }, whoAmI)
    await openChat(app, { path: '/none', as: 'none', identify: () => undefined as unknown as null }, whoAmI)
  })
  const say = { type: 'say', text: '' }
  t.match(await (await connect('/chat', as('ann'))).request(say), { text: '{"id":"ann"}' })
  t.match(await (await connect('/chat')).request(say), { text: 'null' })
  t.match(await (await connect('/own', as('ann'))).request(say), { text: '{"id":"x","name":"X"}' })
  t.match(await (await connect('/none')).request(say), { text: 'null' })
})

t.test('a connection ends when its authentication does', async t => {
  const clock = fakeClock()
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { clock, identify: () => ({ id: 'ann', expiresAt: clock.now() + 10_000 }) })
    await openChat(app)
  })
  const client = await connect('/chat')
  await client.message('welcome')
  clock.advance(9_999)
  t.match(await client.request({ type: 'double', n: 1 }), { n: 2 })
  clock.advance(1)
  t.match(await client.closed(), { code: 4003, reason: 'the authentication has expired' })
})

t.test('who comes with an authentication that has expired is refused', async t => {
  const clock = fakeClock()
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { clock, identify: () => ({ id: 'ann', expiresAt: clock.now() }) })
    await openChat(app)
  })
  await t.rejects(connect('/chat'), /refused with 403: .*expired/)
})

t.test('`disconnect` ends all connections of one user and of nobody else', async t => {
  let chat: Chat | undefined
  const { connect } = await testApp(t, async app => {
    chat = await openChat(app, { identify: byHeader })
  })
  const [here, there, other, anybody] = await Promise.all([
    connect('/chat', as('ann')),
    connect('/chat', as('ann')),
    connect('/chat', as('bob')),
    connect('/chat')
  ])
  t.equal(chat?.connections, 4)
  t.equal(chat?.disconnect('ann'), 2)
  t.equal(chat?.disconnect('ann'), 0, 'those that are closing are not counted again')
  t.same(await here.closed(), { code: 4003, reason: 'signed out' })
  t.match(await there.closed(), { code: 4003 })
  t.equal(chat?.disconnect('nobody'), 0)
  t.match(await other.request({ type: 'double', n: 1 }), { n: 2 })
  t.match(await anybody.request({ type: 'double', n: 1 }), { n: 2 })
  t.equal(chat?.disconnect('bob', 4000, 'moved'), 1)
  t.same(await other.closed(), { code: 4000, reason: 'moved' })
})

t.test('a message can be sent to all connections of one user', async t => {
  let chat: Chat | undefined
  const { connect, connectText } = await testApp(t, async app => {
    chat = await openChat(app, { identify: byHeader })
  })
  const ann = await connect('/chat', as('ann'))
  const text = await connectText('/chat', as('ann'))
  t.equal(chat?.send('ann', 'said', { text: 'psst' }), 2)
  t.same(await ann.message('said'), { type: 'said', text: 'psst' })
  t.equal(await text.next(), 'said psst')
})
