import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { NotificationsOptions } from '../src/index.ts'
import type { Notification } from '../src/notification.ts'
import { sqliteNotifications } from '../src/sqlite.ts'
import { as, start, TOPIC } from './fixtures/app.ts'

const allowSend: NotificationsOptions['allowSend'] = identity => identity?.id === 'ann'

async function setUp(t: Test, options: NotificationsOptions = {}) {
  const running = await start(t, options)
  const post = (body: object, headers: Record<string, string> = {}) =>
    fetch(`${running.url}/notifications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body)
    })
  return { ...running, post }
}

t.test('clients may send only where `allowSend` says yes', async t => {
  const refused = await setUp(t)
  const client = await refused.connect('/notifications', as('ann'))
  const refusal = { code: 'LIVELET_FORBIDDEN', message: /allowSend/ }
  t.match(await client.request({ type: 'send', to: 'everyone', title: 'hi' }), refusal)
  const response = await refused.post({ to: 'everyone', title: 'hi' })
  t.equal(response.status, 403)
  t.match(await response.json(), refusal)
  t.same((await refused.app.notifications.list('ann')).items, [])

  const store = sqliteNotifications(join(t.testdir(), 'other.db'))
  const allowed = await setUp(t, { allowSend, store })
  const [ann, bob] = await Promise.all([
    allowed.connect('/notifications', as('ann')),
    allowed.connect('/notifications', as('bob'))
  ])
  await bob.joined(TOPIC)
  t.match(await ann.request({ type: 'send', to: 'everyone', title: 'hi' }), { type: 'ok', seq: 1, duplicate: false })
  t.match(await bob.message('notification'), { seq: 1, title: 'hi' })
  t.match(await bob.request({ type: 'send', to: 'everyone', title: 'hi' }), refusal)
  const posted = await allowed.post({ to: { user: 'bob' }, title: 'by post', key: 'k' }, { user: 'ann' })
  t.equal(posted.status, 200)
  t.match(await posted.json(), { seq: 2, duplicate: false })
  t.match(await bob.message('notification'), { seq: 2, title: 'by post' })
  t.match(await (await allowed.post({ to: { user: 'bob' }, title: 'by post', key: 'k' }, { user: 'ann' })).json(), {
    seq: 2,
    duplicate: true
  })
})

t.test('a client’s key meets neither another client’s nor the app’s own', async t => {
  const { app, connect } = await setUp(t, { allowSend: () => true })
  const [ann, bob] = await Promise.all([connect('/notifications', as('ann')), connect('/notifications', as('bob'))])
  const message = { type: 'send', to: 'everyone', title: 'x', key: 'k' }
  t.match(await ann.request(message), { seq: 1, duplicate: false })
  t.match(await bob.request(message), { seq: 2, duplicate: false })
  t.match(await app.notifications.send({ to: 'everyone', title: 'x', key: 'k' }), { seq: 3, duplicate: false })
  t.match(await ann.request(message), { seq: 1, duplicate: true })
})

t.test('what is not as it should be is refused with the name of the field, and nothing is kept', async t => {
  const { app, connect } = await setUp(t, { allowSend: () => true })
  const circle: Record<string, unknown> = {}
  circle.self = circle
  const right = { to: 'everyone', title: 'x' }
  for (const [wrong, words] of [
    [{ title: '' }, /"title"/],
    [{ title: undefined }, /"title"/],
    [{ title: 'x'.repeat(257) }, /"title"/],
    [{ title: 7 }, /"title"/],
    [{ title: 'a\0b' }, /"title"/],
    [{ body: '\ud800' }, /"body"/],
    [{ body: 'x'.repeat(4097) }, /"body"/],
    [{ to: 'all' }, /"to/],
    [{ to: {} }, /"to/],
    [{ to: { user: '' } }, /"to/],
    [{ to: { users: [] } }, /"to/],
    [{ to: { user: 'ann', topic: 'news' } }, /"to/],
    [{ to: null }, /"to/],
    [{ url: 'javascript:alert(1)' }, /"url"/],
    [{ url: '//evil.example' }, /"url"/],
    [{ icon: 'data:image/png,x' }, /"icon"/],
    [{ level: 'fatal' }, /"level"/],
    [{ key: '' }, /"key"/],
    [{ key: 'x'.repeat(129) }, /"key"/],
    [{ expiresAt: 0.5 }, /"expiresAt"/],
    [{ data: 'x'.repeat(10 * 1024 * 1024) }, /"data"/],
    [{ data: circle }, /"data"/],
    [{ data: 10n }, /"data"/]
  ] as const) {
    const given = { ...right, ...wrong } as unknown as Notification
    const name = String(words)
    await t.rejects(app.notifications.send(given), { code: 'LIVELET_VALIDATION', message: words }, name)
    // What JSON cannot say cannot come over the wire; 10 MB have a test of their own.
    if ('data' in wrong) continue
    // A client of its own for each: ten bad ones in a minute end a connection.
    const client = await connect('/notifications', as('ann'))
    const answer = await client.request({ type: 'send', ...given })
    t.match(answer, { type: 'error', code: 'LIVELET_VALIDATION', message: words }, name)
  }
  t.same((await app.notifications.list('ann')).items, [])
})

t.test('10 MB over the wire end the connection, or the request', async t => {
  const { connect, post } = await setUp(t, { allowSend: () => true })
  const big = { to: 'everyone', title: 'x', data: 'x'.repeat(10 * 1024 * 1024) }
  const client = await connect('/notifications', as('ann'))
  client.send({ type: 'send', ...big })
  t.match(await client.closed(), { code: 1009 })
  const response = await post(big).catch(error => error)
  // The server may hang up before all of it was sent.
  if (response instanceof Response) t.match(await response.json(), { statusCode: 413, code: 'LIVELET_TOO_BIG' })
  else t.match(response, { message: 'fetch failed' })
})

t.test('reading takes a mark that makes sense, and passes over what is another’s', async t => {
  const { app, connect } = await setUp(t)
  await app.notifications.send({ to: { user: 'bob' }, title: 'secret' })
  const client = await connect('/notifications', as('ann'))
  for (const wrong of [{}, { ids: [1], upTo: 1 }, { ids: [] }, { ids: [0] }, { upTo: -1 }, { upTo: '1' }]) {
    t.match(await client.request({ type: 'read', ...wrong }), { code: 'LIVELET_VALIDATION' }, JSON.stringify(wrong))
    await t.rejects(app.notifications.markRead('ann', wrong as never), { code: 'LIVELET_VALIDATION' })
  }
  t.match(await client.request({ type: 'read', ids: [1] }), { code: 'LIVELET_NOT_FOUND' })
  t.same(await app.notifications.unread('bob'), { count: 1, more: false })
  for (const user of ['', 'x'.repeat(257), 7 as unknown as string]) {
    await t.rejects(app.notifications.markRead(user, { upTo: 1 }), { code: 'LIVELET_VALIDATION', message: /"user"/ })
  }
  t.same(await app.notifications.markRead('nobody has come by this name', { upTo: 1 }), { count: 0, more: false })
})

t.test('the inbox is read in pages', async t => {
  const { app, connect } = await setUp(t)
  for (let n = 1; n <= 45; n++) await app.notifications.send({ to: { user: 'ann' }, title: `${n}` })
  const client = await connect('/notifications', as('ann'))
  const first = await client.request({ type: 'list' })
  t.match(first, { type: 'page', next: 26 })
  t.match(first.items[0], { seq: 45, title: '45', level: 'info', at: Number, read: false })
  t.equal(first.items.length, 20)
  t.match(await client.request({ type: 'list', before: 26, limit: 100 }), { items: { length: 25 }, next: null })
  await app.notifications.markRead('ann', { upTo: 40 })
  t.match(
    (await client.request({ type: 'list', unread: true })).items.map((item: { seq: number }) => item.seq),
    [45, 44, 43, 42, 41]
  )
  t.match((await app.notifications.list('ann', { limit: 2 })).items, [{ seq: 45 }, { seq: 44 }])
  for (const wrong of [{ limit: 0 }, { limit: 101 }, { before: 0 }]) {
    t.match(await client.request({ type: 'list', ...wrong }), { code: 'LIVELET_VALIDATION' })
    await t.rejects(app.notifications.list('ann', wrong), { code: 'LIVELET_VALIDATION' })
  }
})

t.test('a person only reads here, and is told so in the feature’s language', async t => {
  const { connectText } = await setUp(t, { locale: 'en' })
  const client = await connectText('/notifications')
  client.send('hello')
  t.equal(await client.next(), 'error: notifications are only read here')
})
