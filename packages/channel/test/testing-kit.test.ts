import { once } from 'node:events'
import { connectTo, fakeClock, HandshakeRefused, injectTo, testApp } from '@livelet/channel/testing'
import Fastify from 'fastify'
import t from 'tap'
import { openChat } from './fixtures/chat.ts'

t.test('a refused handshake says with what status and words', async t => {
  const { connect } = await testApp(t, app => openChat(app))
  const error = await connect('/nothing').catch(error => error)
  t.ok(error instanceof HandshakeRefused)
  t.match(error, { statusCode: 404, body: /Not Found/, message: /refused with 404: .*Not Found/ })
  t.equal(new HandshakeRefused(401).body, '')
})

t.test('an address where nobody listens is an error', async t => {
  const { app, url } = await testApp(t, app => openChat(app))
  await app.close()
  await t.rejects(connectTo(`${url}/chat`), { code: 'ECONNREFUSED' })
})

t.test('a client queues what comes, and gives it one by one', async t => {
  const { connect, connectText } = await testApp(t, app => openChat(app, {}, { binary: 'echo' }))
  const text = await connectText('/chat')
  text.send('one')
  text.send('two')
  text.send(Buffer.from([3]))
  t.same([await text.next(), await text.next(), await text.next()], ['said one', 'said two', Buffer.from([3])])
  const json = await connect('/chat')
  json.send({ type: 'say', text: 'a' })
  t.match(await json.message('said'), { text: 'a' }, 'what comes before the type is left out')
  t.same(json.waiting, [])
  json.send({ type: 'say', text: 'b' })
  t.match(await json.request({ type: 'double', n: 1 }), { type: 'ok', n: 2 }, 'and what comes before the answer')
  t.match(await json.joined('mood/x'), { type: 'joined', topic: 'mood/x' })
})

t.test('who waits for a message learns that the connection has ended', async t => {
  const { connectText } = await testApp(t, app => openChat(app))
  const client = await connectText('/chat')
  const next = client.next()
  t.match(await client.close(1000), { code: 1000, reason: '' })
  await t.rejects(next, /the connection has ended: 1000/)
  await t.rejects(client.next(), /the connection has ended: 1000/)
})

t.test('without a port the greeting is not lost either', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await openChat(app)
  const json = await injectTo(app, '/chat')
  t.match(await json.message(), { type: 'welcome' })
  const text = await injectTo(app, '/chat', { protocols: [], headers: { origin: 'http://localhost' } })
  text.send('hi')
  t.equal(await text.next(), 'said hi')
  await t.rejects(injectTo(app, '/chat', { headers: { origin: 'http://evil.example' } }), /403/)
})

t.test('the app and its clients are gone when the test is over', async t => {
  const ends: (() => unknown)[] = []
  const { app, connect, url } = await testApp({ teardown: end => ends.push(end) }, app => openChat(app))
  const client = await connect('/chat')
  const over = once(client.socket, 'close')
  for (const end of ends) await end()
  await over
  t.notOk(app.server.listening)
  await t.rejects(connectTo(`${url}/chat`))
})

t.test('a clock that stands still runs what falls due in order, and what that starts too', async t => {
  const clock = fakeClock(0)
  const seen: string[] = []
  const note = (what: string) => () => void seen.push(`${what} at ${clock.now()}`)
  clock.after(20, note('second'))
  clock.after(10, () => {
    note('first')()
    clock.after(5, note('inner'))
  })
  const cancel = clock.after(12, note('never'))
  clock.after(20, note('third'))
  t.equal(clock.pending, 4)
  cancel()
  t.equal(clock.pending, 3)
  clock.advance(9)
  t.same(seen, [])
  clock.advance(11)
  t.same(seen, ['first at 10', 'inner at 15', 'second at 20', 'third at 20'])
  t.equal(clock.now(), 20)
  t.equal(clock.pending, 0)
})
