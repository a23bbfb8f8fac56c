import { randomBytes } from 'node:crypto'
import { testApp } from '@livelet/channel/testing'
import t from 'tap'
import echo from '../src/index.ts'

t.test('a text client reads what it sent behind "Echo: "', async t => {
  const { connectText } = await testApp(t, app => app.register(echo))
  const client = await connectText('/ws')
  for (const text of ['안녕', '', 'two\nlines', '{"type":"echo","data":"x"}', 'a'.repeat(60_000)]) {
    client.send(text)
    t.equal(await client.next(), `Echo: ${text}`)
  }
})

t.test('binary comes back as the same bytes, in both dialects and in its turn', async t => {
  const { connect, connectText } = await testApp(t, app => app.register(echo, { maxPayload: 1_048_576 }))
  const bytes = randomBytes(1_048_576)
  for (const client of [await connect('/ws'), await connectText('/ws')]) {
    client.send(bytes)
    client.send(Buffer.alloc(0))
    const frames = []
    while (frames.length < 2) {
      const frame = await client.next()
      if (Buffer.isBuffer(frame)) frames.push(frame)
    }
    t.ok(frames[0]?.equals(bytes))
    t.equal(frames[1]?.length, 0)
  }
})

t.test('more than maxPayload ends the connection with 1009', async t => {
  const { connectText } = await testApp(t, app => app.register(echo))
  const client = await connectText('/ws')
  client.send(Buffer.alloc(65_537))
  t.match(await client.closed(), { code: 1009 })
})

t.test('a JSON client gets its data back, with and without an id', async t => {
  const { connect } = await testApp(t, app => app.register(echo))
  const client = await connect('/ws')
  t.match(await client.message(), { type: 'welcome', topic: undefined })
  client.send({ type: 'echo', data: '안녕', id: 1 })
  t.same(await client.message(), { type: 'echo', re: 1, data: '안녕' })
  client.send({ type: 'echo', data: '' })
  t.same(await client.message(), { type: 'echo', data: '' })
  t.match(await client.request({ type: 'echo', data: 5 }), { type: 'error', code: 'LIVELET_VALIDATION' })
})

t.test('a pong says when the ping was sent and when it arrived', async t => {
  const { connect } = await testApp(t, app => app.register(echo))
  const client = await connect('/ws')
  const before = Date.now()
  const { sent, at } = await client.request({ type: 'ping', sent: 0.5 })
  t.equal(sent, 0.5)
  t.ok(at >= before && at <= Date.now())
})

t.test('a plain GET is told to upgrade', async t => {
  const { app } = await testApp(t, app => app.register(echo))
  const response = await app.inject('/ws')
  t.equal(response.statusCode, 426)
  t.equal(response.headers.upgrade, 'websocket')
})

t.test('it is where the prefix and the path say', async t => {
  const { connectText } = await testApp(t, app => app.register(echo, { prefix: '/v1', path: '/echo' }))
  const client = await connectText('/v1/echo')
  client.send('hi')
  t.equal(await client.next(), 'Echo: hi')
})
