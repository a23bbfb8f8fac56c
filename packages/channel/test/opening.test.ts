import { testApp } from '@livelet/channel/testing'
import t from 'tap'
import { type ChatDefinition, openChat } from './fixtures/chat.ts'

t.test('a feature is told when a topic gets its first reader and when it has lost its last', async t => {
  const events: string[] = []
  let onClosed = () => {}
  const allow = () => true
  const mood = {
    allow,
    open(name: string) {
      events.push(`open ${name}`)
      return () => {
        events.push(`close ${name}`)
        onClosed()
      }
    }
  }
  const topics: ChatDefinition['topics'] = { mood, wave: { allow }, room: { allow } }
  const { connect } = await testApp(t, app => openChat(app, {}, { topics }))
  const [one, two] = await Promise.all([connect('/chat'), connect('/chat')])
  t.same(events, [], 'a connection alone opens nothing')

  await Promise.all([one.joined('mood/a'), two.joined('mood/a')])
  t.same(events, ['open a'])
  await two.joined('mood/b')
  await one.request({ type: 'leave', topic: 'mood/a' })
  t.same(events, ['open a', 'open b'], 'there is a reader left')

  const closed = new Promise<void>(resolve => {
    onClosed = () => events.includes('close a') && events.includes('close b') && resolve()
  })
  two.socket.terminate()
  await closed
  t.same(events.slice(2).sort(), ['close a', 'close b'], 'a connection that breaks leaves all of them')

  await one.joined('mood/a')
  t.equal(events.at(-1), 'open a')
})
