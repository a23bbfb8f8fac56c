import { testApp } from '@livelet/channel/testing'
import t from 'tap'
import { openChat } from './fixtures/chat.ts'

t.test('a JSON client is welcomed, and its messages are answered with `re`', async t => {
  const { connect } = await testApp(t, app => openChat(app))
  const client = await connect('/chat')
  t.match(await client.message(), {
    type: 'welcome',
    protocol: 'livelet.v1',
    connection: String,
    topic: 'mood/main',
    heartbeat: 25_000,
    maxPayload: 65_536,
    rate: { perSecond: 50, burst: 100 }
  })
  client.send({ type: 'double', n: 21, id: 'a' })
  t.same(await client.message(), { type: 'ok', re: 'a', n: 42 })
  client.send({ type: 'say', text: '안녕', id: 7 })
  t.same(await client.message(), { type: 'said', re: 7, text: '안녕' })
})

t.test('without an id an `ok` is not sent, and an answer that is a message is', async t => {
  const { connect } = await testApp(t, app => openChat(app))
  const client = await connect('/chat')
  await client.message('welcome')
  client.send({ type: 'double', n: 1 })
  client.send({ type: 'say', text: 'hi' })
  t.same(await client.message(), { type: 'said', text: 'hi' })
})

t.test('a text client types and reads lines', async t => {
  const { connectText } = await testApp(t, app => openChat(app))
  const client = await connectText('/chat')
  client.send('hello')
  t.equal(await client.next(), 'said hello')
})
