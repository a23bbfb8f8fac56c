import channel, { type Loaded } from '@livelet/channel'
import { type Teardown, testApp } from '@livelet/channel/testing'
import t from 'tap'
import { type Chat, type ChatDefinition, chatDefinition, openChat } from './fixtures/chat.ts'

const allow = () => true

async function setUp(t: Teardown, load?: () => Loaded | undefined | Promise<Loaded | undefined>) {
  let chat: Chat | undefined
  const topics: ChatDefinition['topics'] = { mood: { allow, ...(load && { load }) }, wave: { allow }, room: { allow } }
  const { connect, connectText } = await testApp(t, async app => {
    await app.register(channel)
    chat = await openChat(app, {}, { topics })
  })
  const mood = (chat as Chat).topic('mood', 'main')
  const publish = (text: string, offset?: number, epoch?: string) =>
    mood.publish('mood', { text }, { ...(offset && { offset }), ...(epoch && { epoch }) })
  return { connect, connectText, mood, publish }
}

t.test('a late joiner gets the latest value, and only that', async t => {
  const { connect, publish } = await setUp(t)
  publish('one')
  publish('two')
  const client = await connect('/chat')
  const { offset } = await client.joined('mood/main')
  t.match(await client.message(), { text: 'two', offset })
  await client.request({ type: 'double', n: 1 })
  t.same(client.waiting, [])
})

t.test('a state topic’s offset is the version that its store gave', async t => {
  const { connect, publish } = await setUp(t, () => ({
    type: 'mood',
    fields: { text: 'stored' },
    version: 41,
    epoch: 'disk'
  }))
  const client = await connect('/chat')
  t.match(await client.joined('mood/main'), { epoch: 'disk', offset: 41 })
  t.match(await client.message(), { text: 'stored', offset: 41 })
  publish('next', 42, 'disk')
  t.match(await client.message(), { text: 'next', offset: 42 })
})

t.test('a publish that is not newer than the last is dropped', async t => {
  const { connect, publish } = await setUp(t)
  const client = await connect('/chat')
  await client.joined('mood/main')
  publish('5', 5)
  publish('3', 3)
  publish('5 again', 5)
  publish('6', 6)
  t.match(await client.message('mood'), { text: '5' })
  t.match(await client.message('mood'), { text: '6' })
})

t.test('a store that answers out of order still ends every reader on the right value', async t => {
  let stored = 0
  const { connect, publish } = await setUp(t, () => ({
    type: 'mood',
    fields: { text: `${stored}` },
    version: stored + 1,
    epoch: 'disk'
  }))
  const early = await connect('/chat')
  await early.joined('mood/main')
  let seed = 42
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed / 2 ** 31
  }
  for (let round = 0; round < 200; round++) {
    const answers = Array.from({ length: 10 }, () => {
      stored++
      return { value: stored, version: stored + 1 }
    })
    answers.sort(() => random() - 0.5)
    const late = round % 20 === 0 ? await connect('/chat') : undefined
    const joining = late?.joined('mood/main')
    for (const { value, version } of answers) publish(`${value}`, version, 'disk')
    await joining
    for (const reader of late ? [early, late] : [early]) {
      let text = ''
      while (text !== `${stored}`) ({ text } = await reader.message('mood'))
      await reader.request({ type: 'double', n: 1 })
      t.same(reader.waiting, [])
    }
    late?.socket.terminate()
  }
})

t.test('what is published while the value is loaded is not overtaken by it', async t => {
  let finish: (loaded: Loaded) => void = () => {}
  let reached: () => void = () => {}
  const isReached = new Promise<void>(resolve => {
    reached = resolve
  })
  const { connect, publish } = await setUp(t, () => {
    reached()
    return new Promise(resolve => {
      finish = resolve
    })
  })
  const client = await connect('/chat')
  const joined = client.joined('mood/main')
  await isReached
  publish('newer')
  finish({ type: 'mood', fields: { text: 'older' } })
  await joined
  t.match(await client.message('mood'), { text: 'newer' })
  await client.request({ type: 'double', n: 1 })
  t.same(client.waiting, [])
})

t.test('a reader that comes back with `since` gets the value only if it is newer', async t => {
  const { connect, publish } = await setUp(t, () => ({
    type: 'mood',
    fields: { text: 'stored' },
    version: 7,
    epoch: 'disk'
  }))
  const client = await connect('/chat')
  t.match(await client.joined('mood/main', { epoch: 'disk', offset: 7 }), { recovered: true, offset: 7 })
  await client.request({ type: 'double', n: 1 })
  t.same(client.waiting, [], 'nothing newer')
  t.match(await client.joined('mood/main', { epoch: 'disk', offset: 3 }), { recovered: true, offset: 3 })
  t.match(await client.message(), { text: 'stored', offset: 7 })
  t.match(await client.joined('mood/main', { epoch: 'other', offset: 7 }), {
    recovered: false,
    epoch: 'disk',
    offset: 7
  })
  t.match(await client.message(), { text: 'stored', offset: 7 })
  t.match(await client.joined('mood/main', { epoch: 'disk', offset: 9 }), { recovered: false, offset: 7 })
  t.match(await client.message(), { text: 'stored', offset: 7 })
  publish('next', 8, 'disk')
  t.match(await client.message(), { text: 'next', offset: 8 })
})

t.test('when the epoch changes under a reader, a new `joined` comes before the value', async t => {
  const { connect, publish } = await setUp(t)
  const client = await connect('/chat')
  await client.joined('mood/main')
  publish('before', 9, 'one')
  await client.message('mood')
  publish('after', 1, 'two')
  t.match(await client.message(), { type: 'joined', topic: 'mood/main', kind: 'state', epoch: 'two', offset: 1 })
  t.match(await client.message(), { type: 'mood', text: 'after', offset: 1 })
})

t.test('a value that cannot be loaded fails the join, and the next one may work', async t => {
  let works = false
  const { connect } = await setUp(t, () => {
    if (!works) throw new Error('the disk is gone')
    return { type: 'mood', fields: { text: 'back' } }
  })
  const client = await connect('/chat')
  t.match(await client.joined('mood/main'), { type: 'error', code: 'LIVELET_INTERNAL' })
  works = true
  t.match(await client.joined('mood/main'), { type: 'joined' })
  t.match(await client.message(), { text: 'back' })
})

t.test('a topic without a value sends none, and a value that was forgotten is gone', async t => {
  const { connect, publish, mood } = await setUp(t)
  const client = await connect('/chat')
  await client.joined('mood/main')
  publish('there')
  t.match(await client.message(), { text: 'there' })
  client.send({ type: 'leave', topic: 'mood/main' })
  await mood.forget()
  await client.joined('mood/main')
  await client.request({ type: 'double', n: 1 })
  t.same(client.waiting, [])
})

t.test('a text client reads the default topic, the value first', async t => {
  const { connectText, publish } = await setUp(t)
  publish('calm')
  const client = await connectText('/chat')
  t.equal(await client.next(), 'calm')
  publish('merry')
  t.equal(await client.next(), 'merry')
})

t.test('where text is distinct, a text reader gets only words that are new to it, and no empty ones first', async t => {
  let chat: Chat | undefined
  const { connect, connectText } = await testApp(t, async app => {
    await app.register(channel)
    const text = { ...chatDefinition.text, parse: () => ({ type: 'double', fields: { n: 1 } }), distinct: true }
    chat = await openChat(app, {}, { text })
  })
  const publish = (text: string) => (chat as Chat).topic('mood', 'main').publish('mood', { text })
  const [program, early] = await Promise.all([connect('/chat'), connectText('/chat')])
  await program.joined('mood/main')
  publish('')
  publish('calm')
  publish('calm')
  t.equal(await early.next(), 'calm')
  const late = await connectText('/chat')
  t.equal(await late.next(), 'calm')
  publish('calm')
  publish('')
  publish('')
  publish('merry')
  for (const reader of [early, late]) {
    t.equal(await reader.next(), '')
    t.equal(await reader.next(), 'merry')
    t.same(reader.waiting, [])
  }
  const seen = []
  while (seen.at(-1) !== 'merry') seen.push((await program.message('mood')).text)
  t.same(seen, ['', 'calm', 'calm', 'calm', '', '', 'merry'], 'programs get each publication')
})

t.test('what is not of the topic’s types is refused to the publisher', async t => {
  const { mood } = await setUp(t)
  t.throws(() => mood.publish('wave', { text: 'x' }), /does not publish "wave" to mood/)
})
