import channel, { type Identity, type LiveConnection } from '@livelet/channel'
import { type Teardown, type TestApp, testApp } from '@livelet/channel/testing'
import t from 'tap'
import type { Connection } from '../src/connection.ts'
import { type Chat, type ChatDefinition, openChat } from './fixtures/chat.ts'

async function setUp(
  t: Teardown,
  changes: Partial<ChatDefinition> = {},
  options = {}
): Promise<TestApp & { chat: Chat; opened: Connection[] }> {
  let chat: Chat | undefined
  const opened: Connection[] = []
  const onOpen = (connection: LiveConnection) => void opened.push(connection as Connection)
  const running = await testApp(t, async app => {
    await app.register(channel)
    chat = await openChat(app, options, { onOpen, ...changes })
  })
  return { ...running, chat: chat as Chat, opened }
}

const allow = () => true
const anybody = { mood: { allow }, wave: { allow }, room: { allow } }

t.test('a JSON client is joined to nothing that it did not ask for', async t => {
  const { connect, chat } = await setUp(t)
  const client = await connect('/chat')
  await client.message('welcome')
  chat.topic('mood', 'main').publish('mood', { text: 'unasked' })
  t.match(await client.request({ type: 'double', n: 1 }), { type: 'ok' })
  t.same(client.waiting, [])
})

t.test('`joined` comes before anything of the topic', async t => {
  const { connect, chat } = await setUp(t)
  chat.topic('mood', 'main').publish('mood', { text: 'calm' })
  const client = await connect('/chat')
  await client.message('welcome')
  client.send({ type: 'join', topic: 'mood/main' })
  t.match(await client.message(), { type: 'joined', topic: 'mood/main', kind: 'state', epoch: String, offset: Number })
  t.match(await client.message(), { type: 'mood', topic: 'mood/main', offset: Number, text: 'calm' })
})

t.test('`recovered` is there only if `since` was sent', async t => {
  const { connect } = await setUp(t)
  const client = await connect('/chat')
  for (const topic of ['mood/main', 'wave/main', 'room/main']) {
    const joined = await client.joined(topic)
    t.notOk('recovered' in joined, topic)
    const { epoch, offset } = joined
    t.type((await client.joined(topic, { epoch, offset })).recovered, 'boolean', topic)
  }
})

t.test('a second join of a topic replaces the first', async t => {
  const { connect, chat, opened } = await setUp(t)
  const client = await connect('/chat')
  await client.joined('wave/main')
  await client.joined('wave/main')
  chat.topic('wave', 'main').publish('wave', { text: 'once' })
  t.match(await client.message('wave'), { text: 'once' })
  await client.request({ type: 'double', n: 1 })
  t.same(client.waiting, [])
  t.equal(opened[0]?.topics.size, 1)
})

t.test('after a leave nothing of the topic comes, and the topic goes with its last reader', async t => {
  const { connect, chat, opened } = await setUp(t)
  const client = await connect('/chat')
  await client.joined('wave/main')
  client.send({ type: 'leave', topic: 'wave/main', id: 1 })
  t.same(await client.message('left'), { type: 'left', topic: 'wave/main', re: 1 })
  chat.topic('wave', 'main').publish('wave', { text: 'unheard' })
  await client.request({ type: 'double', n: 1 })
  t.same(client.waiting, [])
  t.equal(opened[0]?.channel.topics.size, 0)
})

t.test('a topic that does not exist is not found, whatever is wrong with its name', async t => {
  const { connect } = await setUp(t, { topics: { ...anybody, mood: { allow, has: name => name === 'main' } } })
  const client = await connect('/chat')
  for (const topic of ['mood/other', 'nothing/main', 'constructor/main', 'toString/x']) {
    t.match(await client.request({ type: 'join', topic }), { type: 'error', code: 'LIVELET_NOT_FOUND' }, topic)
  }
})

t.test("somebody else's topic is forbidden, and the option overrides the feature's own rule", async t => {
  const own = (identity: Identity | null, name: string) => identity?.id === name
  const options = { identify: () => ({ id: 'ann' }), allow: { room: own } }
  const { connect } = await setUp(t, { topics: { ...anybody, mood: { allow: own } } }, options)
  const client = await connect('/chat')
  for (const family of ['mood', 'room']) {
    t.match(await client.request({ type: 'join', topic: `${family}/bob` }), { code: 'LIVELET_FORBIDDEN' })
    t.match(await client.request({ type: 'join', topic: `${family}/ann` }), { type: 'joined' })
  }
})

t.test('a rule that says anything but yes, or throws, denies', async t => {
  const answers: unknown[] = ['yes', 1, undefined]
  const { connect, opened } = await setUp(t, {
    topics: {
      ...anybody,
      mood: { allow: () => answers.shift() as boolean },
      wave: { allow: () => Promise.reject(new Error('a secret')) }
    }
  })
  const client = await connect('/chat')
  for (let i = 0; i < 3; i++)
    t.match(await client.request({ type: 'join', topic: 'mood/a' }), { code: 'LIVELET_FORBIDDEN' })
  const answer = await client.request({ type: 'join', topic: 'wave/a' })
  t.match(answer, { code: 'LIVELET_INTERNAL' })
  t.notMatch(answer.message, 'secret')
  t.equal(opened[0]?.topics.size, 0)
})

t.test('a connection may be joined to a hundred topics, and not to one more', async t => {
  const { connect } = await setUp(t, {}, { rate: { perSecond: 1000, burst: 1000 } })
  const client = await connect('/chat')
  for (let i = 0; i < 100; i++) t.match(await client.joined(`mood/${i}`), { type: 'joined' })
  t.match(await client.joined('mood/100'), { type: 'error', code: 'LIVELET_FORBIDDEN' })
  t.match(await client.joined('mood/5'), { type: 'joined' })
  client.send({ type: 'leave', topic: 'mood/5' })
  t.match(await client.joined('mood/100'), { type: 'joined' })
})

t.test('a client that goes in the middle of a join leaves nothing behind', async t => {
  let load: (value: undefined) => void = () => {}
  let reached: () => void = () => {}
  const isReached = new Promise<void>(resolve => {
    reached = resolve
  })
  let gone: () => void = () => {}
  const isGone = new Promise<void>(resolve => {
    gone = resolve
  })
  const { connect, opened } = await setUp(t, {
    topics: {
      ...anybody,
      mood: {
        allow,
        load: () => {
          reached()
          return new Promise(resolve => {
            load = resolve
          })
        }
      }
    },
    onClose: () => gone()
  })
  const client = await connect('/chat')
  client.send({ type: 'join', topic: 'mood/main' })
  await isReached
  client.socket.terminate()
  await isGone
  load(undefined)
  await new Promise(setImmediate)
  t.equal(opened[0]?.channel.topics.size, 0)
  t.equal(opened[0]?.channel.connections.size, 0)
})

t.test('many topics that were joined and left take no room', async t => {
  const { connect, opened } = await setUp(t, {}, { rate: { perSecond: 1e6, burst: 1e6 } })
  const client = await connect('/chat')
  for (let i = 0; i < 2_000; i++) {
    client.send({ type: 'join', topic: `wave/${i}` })
    client.send({ type: 'leave', topic: `wave/${i}` })
  }
  await client.request({ type: 'double', n: 1 })
  t.equal(opened[0]?.channel.topics.size, 0)
})

t.test('who loses permission is told that it has left', async t => {
  const banned = new Set<string>()
  const { connect, chat } = await setUp(
    t,
    { topics: { ...anybody, mood: { allow: identity => !banned.has(identity?.id ?? '') } } },
    { identify: () => ({ id: 'ann' }) }
  )
  const client = await connect('/chat')
  await client.joined('mood/main')
  await client.joined('wave/main')
  banned.add('ann')
  await chat.recheck('ann')
  t.same(await client.message('left'), { type: 'left', topic: 'mood/main' })
  chat.topic('mood', 'main').publish('mood', { text: 'unheard' })
  chat.topic('wave', 'main').publish('wave', { text: 'heard' })
  t.match(await client.message(), { type: 'wave', text: 'heard' })
})

t.test("a user's connections can be sent to, and ended", async t => {
  const { connect, connectText, chat } = await setUp(
    t,
    {},
    { identify: (request: { headers: Record<string, unknown> }) => ({ id: String(request.headers.user) }) }
  )
  const headers = { user: 'ann' }
  const [one, two, other] = await Promise.all([
    connect('/chat', { headers }),
    connectText('/chat', { headers }),
    connect('/chat', { headers: { user: 'bob' } })
  ])
  t.equal(chat.send('ann', 'said', { text: 'hello ann' }), 2)
  t.same(await one.message('said'), { type: 'said', text: 'hello ann' })
  t.equal(await two.next(), 'said hello ann')
  t.equal(chat.disconnect('ann'), 2)
  t.match(await one.closed(), { code: 4003 })
  t.match(await two.closed(), { code: 4003 })
  t.equal(chat.send('ann', 'said', { text: 'nobody' }), 0)
  t.match(await other.request({ type: 'double', n: 1 }), { n: 2 })
})
