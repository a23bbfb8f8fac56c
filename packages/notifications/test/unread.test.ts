import t from 'tap'
import { as, start, TOPIC } from './fixtures/app.ts'

t.test('the number of unread ones is pushed when something arrives, and when something is read', async t => {
  const { app, connect } = await start(t)
  const [tab, other, bob] = await Promise.all([
    connect('/notifications', as('ann')),
    connect('/notifications', as('ann')),
    connect('/notifications', as('bob'))
  ])
  for (const client of [tab, other, bob]) {
    await client.joined(TOPIC)
    t.match(await client.message('unread'), { count: 0, more: false })
  }
  for (let n = 1; n <= 3; n++) await app.notifications.send({ to: { user: 'ann' }, title: `${n}` })
  for (const client of [tab, other]) {
    let count = 0
    while (count < 3) ({ count } = await client.message('unread'))
  }
  t.match(await tab.request({ type: 'read', ids: [2] }), { type: 'ok', unread: 2, more: false })
  t.match(await other.message('read'), { ids: [2] })
  t.match(await other.message('unread'), { count: 2, more: false })
  t.match(await other.request({ type: 'read', upTo: 99 }), { unread: 0 })
  t.match(await tab.message('read'), { upTo: 3 }, 'only what was there')
  await app.notifications.send({ to: { user: 'ann' }, title: 'later' })
  t.same(await app.notifications.unread('ann'), { count: 1, more: false })
  t.match(await app.notifications.markRead('ann', { ids: [4] }), { count: 0 })
  t.match(await tab.message('read'), { ids: [4] })
  t.match(await bob.request({ type: 'list' }), { items: [] })
  t.notOk(bob.waiting.length, 'another user hears of none of it')
})

t.test('every connection is told after each `joined`, and what is replayed is not counted twice', async t => {
  const { app, connect } = await start(t)
  for (let n = 1; n <= 300; n++) app.notifications.send({ to: { user: 'ann' }, title: `${n}` })
  await app.notifications.send({ to: { user: 'ann' }, title: 'last' })
  await app.notifications.markRead('ann', { upTo: 250 })
  const client = await connect('/notifications', as('ann'))
  const { epoch } = await client.joined(TOPIC)
  t.match(await client.message('unread'), { count: 51 })
  await client.joined(TOPIC, { epoch, offset: 100 })
  t.match(await client.message('unread'), { count: 51 })
  await app.notifications.send({ to: { user: 'ann' }, title: 'new' })
  t.match(await client.message('unread'), { count: 52 })
})

t.test('100 and more is said as such', async t => {
  const { app, connect } = await start(t)
  const client = await connect('/notifications', as('ann'))
  await client.joined(TOPIC)
  await Promise.all(Array.from({ length: 150 }, (_, n) => app.notifications.send({ to: 'everyone', title: `${n}` })))
  let unread = await client.message('unread')
  while (!unread.more) unread = await client.message('unread')
  t.match(unread, { count: 100, more: true })
  t.match(await app.notifications.unread('ann'), { count: 100, more: true })
})

t.test('what is taken back goes from open lists, and is no longer counted', async t => {
  const { app, connect } = await start(t)
  const client = await connect('/notifications', as('ann'))
  await client.joined(TOPIC)
  const { seq } = await app.notifications.send({ to: 'everyone', title: 'oops' })
  t.match(await client.message('notification'), { seq })
  t.equal(await app.notifications.remove(seq), true)
  t.match(await client.message('removed'), { ids: [seq] })
  t.match(await client.message('unread'), { count: 0 })
  t.equal(await app.notifications.remove(seq), false)
})

t.test('who is no user has nothing unread, reads what is for everyone, and can mark nothing', async t => {
  const { app, connect } = await start(t)
  await app.notifications.send({ to: 'everyone', title: 'hello' })
  const client = await connect('/notifications')
  await client.joined(TOPIC)
  t.match(await client.message('unread'), { count: 0, more: false })
  t.match(await client.request({ type: 'list' }), { type: 'page', items: [{ title: 'hello', read: true }], next: null })
  t.match(await client.request({ type: 'read', upTo: 1 }), { code: 'LIVELET_FORBIDDEN' })
})
