import t from 'tap'
import { startFeature } from './fixtures/feature.ts'
import { until } from './fixtures/until.ts'

t.test('messages are posted in their order', async t => {
  const { notes, open } = await startFeature(t, 403)
  const { client } = open()
  const texts = Array.from({ length: 40 }, (_, n) => `${n}`)
  for (const text of texts) client.send('note', { text })
  await until(() => notes.length === 40)
  t.same(notes, texts)
})

t.test('an answer that is a message of its own comes also if it was not asked for, and errors do', async t => {
  const { open } = await startFeature(t, 403)
  const { client, errors } = open()
  const said: string[] = []
  client.on('said', ({ text }) => said.push(text))
  client.send('say', { text: 'hi' })
  t.match(await client.request('say', { text: 'ho' }), { text: 'ho' })
  await until(() => said.length === 1)
  t.same(said, ['hi'])
  client.send('double', { n: 0.5 })
  await until(() => errors.length === 1)
  t.match(errors, [{ code: 'LIVELET_VALIDATION' }])
})

t.test('what breaks before its answer is sent again if it has a key, and else of unknown outcome', async t => {
  const feature = await startFeature(t, 403)
  const { proxy, open, held } = feature
  const { client, clock } = open({ timeout: 60_000 })
  await until(() => client.status === 'open')
  feature.holds = true
  for (const fields of [{ n: 1 }, { n: 2, key: 'two' }]) {
    const answer = client.request('double', fields)
    const settled = answer.then(
      ({ n }) => n,
      error => error.code
    )
    await until(() => held.length === 1)
    proxy.cut()
    await until(() => client.status === 'waiting')
    held.pop()?.()
    await until(() => {
      clock.advance(100)
      return client.status === 'open'
    })
    if (fields.key) {
      await until(() => held.length === 1)
      held.pop()?.()
    }
    t.equal(await settled, fields.key ? 4 : 'UNKNOWN_OUTCOME')
  }
})

t.test('a server that fails between client and feature leaves the outcome unknown', async t => {
  const { open } = await startFeature(t, 403, {}, app =>
    app.addHook('onSend', async (request, reply, payload) => {
      if (request.method === 'POST') reply.code(502).type('text/html')
      return request.method === 'POST' ? '<h1>Bad Gateway</h1>' : payload
    })
  )
  const { client } = open()
  await until(() => client.status === 'open')
  await t.rejects(client.request('double', { n: 1 }), { code: 'UNKNOWN_OUTCOME' })
})

t.test('going over to WebSocket waits for the answer that is on its way, and nothing overtakes it', async t => {
  const feature = await startFeature(t, 403)
  const { proxy, notes, open, held } = feature
  const { client, clock, statuses } = open({ timeout: 60_000 })
  await until(() => client.status === 'open')
  feature.holds = true
  const answer = client.request('double', { n: 21 })
  await until(() => held.length === 1)
  client.send('note', { text: 'before' })
  proxy.upgrades = 'pass'
  clock.advance(30_000)
  await until(() => feature.chat.connections === 1)
  client.send('note', { text: 'after' })
  t.equal(client.transport, 'sse')
  held.pop()?.()
  t.same(await answer, { n: 42 })
  await until(() => client.transport === 'websocket')
  await until(() => notes.length === 2)
  t.same(notes, ['before', 'after'])
  t.equal(proxy.requests.filter(asked => asked.startsWith('POST')).length, 1)
  t.equal(statuses.filter(({ status }) => status === 'waiting').length, 1)
})

t.test('what was sent before `close` still leaves, and keeps no timer', async t => {
  const { notes, open } = await startFeature(t, 403)
  const { client, clock } = open()
  await until(() => client.status === 'open')
  for (const text of ['one', 'two', 'three']) client.send('note', { text })
  client.close()
  t.equal(clock.pending, 0)
  await until(() => notes.length === 3)
  t.same(notes, ['one', 'two', 'three'])
  t.equal(clock.pending, 0)
})
