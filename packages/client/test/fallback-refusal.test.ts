import t from 'tap'
import { startFeature } from './fixtures/feature.ts'
import { until } from './fixtures/until.ts'

const refuse = (statusCode: number, code?: string) => ({
  onRequest: async () => {
    throw Object.assign(new Error('sign in first'), { statusCode, code })
  }
})

for (const [status, code, seen] of [
  [401, undefined, 'LIVELET_FORBIDDEN'],
  [403, 'LIVELET_FORBIDDEN', 'LIVELET_FORBIDDEN'],
  [404, undefined, 'LIVELET_NOT_FOUND'],
  [400, undefined, 'LIVELET_VALIDATION']
] as const) {
  t.test(`a ${status} over HTTP is final, and the application is told why`, async t => {
    const { open } = await startFeature(t, 'pass', { hooks: refuse(status, code) })
    const { client, clock, errors, statuses } = open()
    const answer = client.request('double', { n: 1 })
    await t.rejects(answer, { code: 'CLOSED', message: /sign in first/ })
    t.match(statuses.at(-1), { status: 'closed', code: status, reason: `${seen}: sign in first` })
    t.match(errors, [{ code: seen, message: 'sign in first' }])
    t.equal(client.status, 'closed')
    t.equal(clock.pending, 0)
  })
}

for (const status of [408, 429, 500, 503]) {
  t.test(`a ${status} over HTTP is not`, async t => {
    const { open } = await startFeature(t, 'pass', { hooks: refuse(status) })
    const { client, statuses } = open()
    await until(() => statuses.filter(event => event.status === 'waiting').length === 2)
    t.equal(client.status, 'waiting')
  })
}

for (const how of ['a stream is cut', 'a topic is joined', 'a message is posted']) {
  t.test(`who is not let in any more is stopped after ${how}`, async t => {
    let isIn = true
    const identify = () => {
      if (!isIn) throw Object.assign(new Error('signed out'), { statusCode: 401 })
      return null
    }
    const { chat, proxy, open } = await startFeature(t, 403, { identify })
    const { client, clock, statuses } = open()
    client.subscribe('room/main', () => {})
    await until(() => chat.connections === 1)
    isIn = false
    if (how === 'a stream is cut') proxy.cut()
    else if (how === 'a topic is joined') client.subscribe('mood/main', () => {})
    else await t.rejects(client.request('double', { n: 1 }), { code: 'LIVELET_FORBIDDEN', message: 'signed out' })
    if (how === 'a message is posted') proxy.cut()
    await until(() => client.status === 'waiting')
    clock.advance(1000)
    await until(() => client.status === 'closed')
    t.match(statuses.at(-1), { code: 401, reason: /signed out/ })
    t.equal(clock.pending, 0)
  })
}

t.test('a topic that may not be joined is refused alone', async t => {
  const { chat, open } = await startFeature(t, 403)
  const { client, read } = open()
  const refused: string[] = []
  client.subscribe('room/secret', () => {}, { onError: ({ code }) => refused.push(code) })
  client.subscribe('nothing/main', () => {}, { onError: ({ code }) => refused.push(code) })
  await until(() => refused.length === 2)
  t.same(refused.sort(), ['LIVELET_FORBIDDEN', 'LIVELET_NOT_FOUND'])
  const moods = read('mood/main')
  chat.topic('mood', 'main').publish('mood', { text: 'calm' })
  await until(() => moods.length === 1)
  t.equal(client.status, 'open')
})

t.test('who is signed out is told so by the stream, and stays out', async t => {
  const { chat, open } = await startFeature(t, 403, { identify: () => ({ id: 'ann' }) })
  const { client, clock, statuses } = open()
  client.subscribe('room/main', () => {})
  await until(() => chat.connections === 1)
  chat.disconnect('ann')
  await until(() => client.status === 'closed')
  t.match(statuses.at(-1), { code: 4003 })
  t.equal(clock.pending, 0)
})

t.test('a permission that is withdrawn ends the subscription', async t => {
  let may = true
  const allow = { room: () => may }
  const { chat, proxy, open } = await startFeature(t, 403, { identify: () => ({ id: 'ann' }), allow })
  const { client, clock } = open()
  const codes: string[] = []
  client.subscribe('room/main', () => {}, { onError: ({ code }) => codes.push(code) })
  await until(() => chat.connections === 1)
  may = false
  await chat.recheck('ann')
  await until(() => codes.length === 1)
  t.same(codes, ['LIVELET_FORBIDDEN'])
  await until(() => proxy.open.length === 0)
  t.equal(client.status, 'open')
  client.close()
  t.equal(clock.pending, 0)
})

t.test('a server that restarts says when to come back', async t => {
  const { app, open } = await startFeature(t, 403)
  const { client, statuses, read } = open()
  read('room/main')
  await until(() => client.status === 'open')
  await app.close()
  await until(() => client.status === 'waiting')
  const event = statuses.find(({ status }, n) => n > 2 && status === 'waiting')
  t.ok(event?.code === 1012 || event?.code === 1006)
})
