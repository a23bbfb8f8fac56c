import channel from '@livelet/channel'
import { type Teardown, testApp } from '@livelet/channel/testing'
import t from 'tap'
import { type Chat, type ChatDefinition, chatDefinition, openChat } from './fixtures/chat.ts'

/** Promises that a test settles by hand, by the text that asked for them. */
function gates() {
  const open = new Map<string, () => void>()
  const arrived = new Map<string, () => void>()
  return {
    hold(text: string): Promise<void> {
      const held = new Promise<void>(resolve => open.set(text, resolve))
      arrived.get(text)?.()
      return held
    },
    reached: (text: string) =>
      open.has(text) ? Promise.resolve() : new Promise<void>(resolve => arrived.set(text, resolve)),
    release: (text: string) => open.get(text)?.()
  }
}

async function setUp(t: Teardown, receive: Partial<ChatDefinition['receive']>, rate = { perSecond: 1e6, burst: 1e6 }) {
  let chat: Chat | undefined
  const { connect, connectText } = await testApp(t, async app => {
    await app.register(channel)
    chat = await openChat(app, { rate }, { receive: { ...chatDefinition.receive, ...receive } })
  })
  return { connect, connectText, chat: chat as Chat }
}

t.test('messages are handled one after another, in the order in which they came', async t => {
  const gate = gates()
  const order: string[] = []
  const { connect } = await setUp(t, {
    async say({ text }) {
      order.push(`begin ${text}`)
      if (text === 'slow') await gate.hold(text)
      order.push(`end ${text}`)
      return { text }
    }
  })
  const client = await connect('/chat')
  await client.message('welcome')
  client.send({ type: 'say', text: 'slow', id: 1 })
  client.send({ type: 'say', text: 'quick', id: 2 })
  client.send('not JSON')
  client.send({ type: 'double', n: 1, id: 3 })
  await gate.reached('slow')
  gate.release('slow')
  t.match(await client.message(), { re: 1 })
  t.match(await client.message(), { re: 2 })
  t.match(await client.message(), { type: 'error', code: 'LIVELET_BAD_JSON' })
  t.match(await client.message(), { re: 3 })
  t.same(order, ['begin slow', 'end slow', 'begin quick', 'end quick'])
})

t.test('past 64 waiting messages nothing more is read, until some are done', async t => {
  const gate = gates()
  const { connect } = await setUp(t, {
    async say({ text }) {
      if (text === '0') await gate.hold(text)
      return { text }
    }
  })
  const client = await connect('/chat')
  await client.message('welcome')
  const padding = ' '.repeat(30_000)
  const count = 800
  for (let id = 0; id < count; id++) client.send(`{"type":"say","text":"${id}","id":${id}${padding}}`)
  await gate.reached('0')
  // More than the buffers of the kernel hold, so that what the server leaves unread stays with the client.
  for (let i = 0; i < 200; i++) await new Promise(setImmediate)
  t.ok(client.socket.bufferedAmount > 0, `${client.socket.bufferedAmount} bytes wait at the client`)
  gate.release('0')
  for (let id = 0; id < count; id++) t.equal((await client.message()).re, id)
})

t.test('a newer message takes the place of one that waits, and of one that runs', async t => {
  const gate = gates()
  const aborted: string[] = []
  const { connect } = await setUp(t, {
    async guess({ text }, { signal }) {
      signal.addEventListener('abort', () => aborted.push(text))
      await gate.hold(text)
      return { text }
    }
  })
  const client = await connect('/chat')
  await client.message('welcome')
  client.send({ type: 'guess', text: 'h', id: 1 })
  await gate.reached('h')
  client.send({ type: 'double', n: 1, id: 2 })
  client.send({ type: 'guess', text: 'he', id: 3 })
  t.match(await client.message(), { type: 'error', code: 'LIVELET_SUPERSEDED', re: 1 })
  t.match(await client.message(), { re: 2 })
  await gate.reached('he')
  client.send({ type: 'guess', text: 'hel', id: 4 })
  t.match(await client.message(), { code: 'LIVELET_SUPERSEDED', re: 3 })
  await gate.reached('hel')
  gate.release('h')
  gate.release('he')
  gate.release('hel')
  t.same(await client.message(), { type: 'ok', re: 4, text: 'hel' })
  t.same(aborted, ['h', 'he'])
})

t.test('a message that waits is superseded too, and one of another type keeps its place', async t => {
  const gate = gates()
  const { connect } = await setUp(t, {
    async say({ text }) {
      await gate.hold(text)
      return { text }
    }
  })
  const client = await connect('/chat')
  await client.message('welcome')
  client.send({ type: 'say', text: 'first', id: 1 })
  await gate.reached('first')
  client.send({ type: 'guess', text: 'a', id: 2 })
  client.send({ type: 'double', n: 1, id: 3 })
  client.send({ type: 'guess', text: 'b', id: 4 })
  t.match(await client.message(), { code: 'LIVELET_SUPERSEDED', re: 2 })
  gate.release('first')
  for (const re of [1, 3, 4]) t.match(await client.message(), { re })
})

t.test('answers and topics arrive in the order in which they were sent', async t => {
  const { connect, chat } = await setUp(t, {
    say({ text }) {
      chat.topic('wave', 'all').publish('wave', { text: `before ${text}` })
      return { text }
    }
  })
  const client = await connect('/chat')
  await client.joined('wave/all')
  for (let id = 0; id < 50; id++) client.send({ type: 'say', text: `${id}`, id })
  for (let id = 0; id < 50; id++) {
    t.match(await client.message(), { type: 'wave', text: `before ${id}` })
    t.match(await client.message(), { type: 'said', re: id })
  }
})

t.test('the signal of a running handler is aborted when its client goes', async t => {
  let aborted: () => void = () => {}
  const isAborted = new Promise<void>(resolve => {
    aborted = resolve
  })
  const gate = gates()
  const { connect } = await setUp(t, {
    async guess({ text }, { signal }) {
      signal.addEventListener('abort', () => aborted())
      await gate.hold(text)
      return { text }
    }
  })
  const client = await connect('/chat')
  client.send({ type: 'guess', text: 'x' })
  await gate.reached('x')
  client.socket.terminate()
  await isAborted
})
