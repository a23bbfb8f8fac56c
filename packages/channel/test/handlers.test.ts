import channel from '@livelet/channel'
import { NotFoundError } from '@livelet/channel/errors'
import { testApp } from '@livelet/channel/testing'
import t from 'tap'
import { chatDefinition, openChat } from './fixtures/chat.ts'

/** Collects what an app logs. */
function logTo(lines: Record<string, unknown>[]) {
  return { level: 'info', stream: { write: (line: string) => void lines.push(JSON.parse(line)) } }
}

t.test('a handler that throws or rejects: the sender learns that it failed, the log why', async t => {
  const lines: Record<string, unknown>[] = []
  const stray: unknown[] = []
  const onStray = (error: unknown) => void stray.push(error)
  process.on('uncaughtException', onStray)
  process.on('unhandledRejection', onStray)
  t.teardown(() => {
    process.off('uncaughtException', onStray)
    process.off('unhandledRejection', onStray)
  })
  const { connect } = await testApp(t, app => openChat(app), { logger: logTo(lines), genReqId: () => 'request-7' })
  const client = await connect('/chat')
  for (const how of ['throw', 'reject']) {
    const answer = await client.request({ type: 'fail', how })
    t.match(answer, { type: 'error', code: 'LIVELET_INTERNAL' })
    t.notMatch(JSON.stringify(answer), 'secret')
  }
  await new Promise(setImmediate)
  t.same(stray, [])
  const failures = lines.filter(line => line.level === 50)
  t.equal(failures.length, 2)
  for (const line of failures) t.match(line, { reqId: 'request-7', err: { message: 'a secret', stack: String } })
  t.match(await client.request({ type: 'double', n: 1 }), { n: 2 })
})

t.test('an error that was made for the client arrives as it is, and is not logged', async t => {
  const lines: Record<string, unknown>[] = []
  const receive = {
    ...chatDefinition.receive,
    fail: () => {
      throw new NotFoundError('there is no 100 % here')
    }
  }
  const { connect, connectText } = await testApp(
    t,
    app => openChat(app, {}, { receive, text: { parse: () => ({ type: 'fail', fields: { how: 'x' } }) } }),
    { logger: logTo(lines) }
  )
  const client = await connect('/chat')
  t.match(await client.request({ type: 'fail', how: 'x' }), {
    code: 'LIVELET_NOT_FOUND',
    message: 'there is no 100 % here'
  })
  const text = await connectText('/chat')
  text.send('x')
  t.equal(await text.next(), 'error: there is no 100 % here')
  t.same(
    lines.filter(line => line.level === 50),
    []
  )
})

t.test('an answer that cannot be written fails like a handler', async t => {
  const receive = { ...chatDefinition.receive, double: () => ({ n: Number.NaN }), say: () => undefined as never }
  const { connect } = await testApp(t, app => openChat(app, {}, { receive }))
  const client = await connect('/chat')
  t.match(await client.request({ type: 'double', n: 1 }), { code: 'LIVELET_INTERNAL' })
  t.match(await client.request({ type: 'say', text: 'x' }), { code: 'LIVELET_INTERNAL' })
})

t.test('the context has who asks, and the log', async t => {
  const receive = {
    ...chatDefinition.receive,
    say: (_: unknown, { identity, connection, log }: Parameters<typeof chatDefinition.receive.say>[1]) => {
      log.info('seen')
      return { text: `${identity?.name} ${connection.dialect} ${connection.identity?.id}` }
    }
  }
  const { connect } = await testApp(t, async app => {
    await app.register(channel, { identify: () => ({ id: 'ann', name: 'Ann' }) })
    await openChat(app, {}, { receive })
  })
  const client = await connect('/chat')
  t.match(await client.request({ type: 'say', text: '' }), { text: 'Ann json ann' })
})
