import t from 'tap'
import { sqliteNotifications } from '../src/sqlite.ts'
import { as, start, TOPIC } from './fixtures/app.ts'
import { watch } from './fixtures/watched.ts'

t.test('what is sent arrives at once at those whom it is for, and at nobody else', async t => {
  const { app, connect, connectText } = await start(t)
  const [ann, bob, anybody, text] = await Promise.all([
    connect('/notifications', as('ann')),
    connect('/notifications', as('bob')),
    connect('/notifications'),
    connectText('/notifications', as('ann'))
  ])
  for (const client of [ann, bob, anybody]) {
    t.match(await client.message('welcome'), { topic: TOPIC })
    t.match(await client.joined(TOPIC), { kind: 'log', offset: 0, epoch: String })
    t.match(await client.message(), { type: 'unread', count: 0, more: false }, 'which comes after each `joined`')
  }
  await app.notifications.send({
    to: { user: 'ann' },
    title: '주문이 도착했습니다',
    url: '/orders/7',
    data: { order: 7 }
  })
  await app.notifications.send({ to: { users: ['bob', 'cleo'] }, title: 'for two', level: 'success' })
  await app.notifications.send({ to: 'everyone', title: 'for all', body: 'really' })
  const all = { type: 'notification', topic: TOPIC, offset: 3, seq: 3, title: 'for all', body: 'really', level: 'info' }
  t.match(await ann.message('notification'), {
    seq: 1,
    title: '주문이 도착했습니다',
    url: '/orders/7',
    data: { order: 7 },
    at: Number
  })
  t.match(await ann.message('notification'), all)
  t.match(await bob.message('notification'), { seq: 2, title: 'for two', level: 'success' })
  t.match(await bob.message('notification'), all)
  t.match(await anybody.message('notification'), all)
  t.equal(await text.next(), '🔔 주문이 도착했습니다')
  t.equal(await text.next(), '🔔 for all: really')
})

t.test('who was away gets exactly what was missed, in order and once, also after a restart', async t => {
  const folder = t.testdir()
  const store = () => sqliteNotifications(`${folder}/kept.db`)
  const first = await start(t, { store: store() })
  const client = await first.connect('/notifications', as('ann'))
  const { epoch } = await client.joined(TOPIC)
  const send = ({ app }: typeof first, n: number) =>
    app.notifications.send({ to: n % 2 ? { user: 'ann' } : { user: 'bob' }, title: `${n}` })
  await send(first, 1)
  t.match(await client.message('notification'), { title: '1' })
  await client.close()
  for (let n = 2; n <= 500; n++) send(first, n)
  await send(first, 501)
  await first.app.close()

  const second = await start(t, { store: store() })
  await send(second, 503)
  const again = await second.connect('/notifications', as('ann'))
  t.match(await again.joined(TOPIC, { epoch, offset: 1 }), { recovered: true, epoch, offset: 1 })
  for (let n = 3; n <= 503; n += 2) t.match(await again.message('notification'), { title: `${n}` })
  await send(second, 505)
  t.match(await again.message('notification'), { title: '505' })
})

t.test('what was swept away is not pretended to be recovered', async t => {
  const { app, connect } = await start(t, { retain: { perUser: 10 } })
  const { sweep } = await sweeper(app)
  for (let n = 1; n <= 30; n++) await app.notifications.send({ to: { user: 'ann' }, title: `${n}` })
  const client = await connect('/notifications', as('ann'))
  const { epoch } = await client.joined(TOPIC)
  await sweep()
  t.match(await client.joined(TOPIC, { epoch, offset: 19 }), { recovered: false, offset: 30 })
  t.match(await client.joined(TOPIC, { epoch, offset: 20 }), { recovered: true })
  for (let n = 21; n <= 30; n++) t.match(await client.message('notification'), { title: `${n}` })
  t.match(await client.joined(TOPIC, { epoch: 'another', offset: 25 }), { recovered: false })
})

/** Runs the scheduled sweep now. */
async function sweeper(app: Awaited<ReturnType<typeof start>>['app']) {
  const job = app.scheduler.getById('notifications.sweep') as unknown as { task: { execute(): Promise<void> } }
  return { sweep: () => job.task.execute() }
}

t.test('a subscription holds for open connections from when it resolves', async t => {
  const { app, connect } = await start(t)
  const client = await connect('/notifications', as('ann'))
  await client.joined(TOPIC)
  const send = (title: string) => app.notifications.send({ to: { topic: 'news' }, title })
  await send('too early')
  await app.notifications.subscribe('ann', 'news')
  await send('now')
  t.match(await client.message('notification'), { title: 'now' })
  await app.notifications.unsubscribe('ann', 'news')
  await send('no more')
  await app.notifications.send({ to: 'everyone', title: 'last' })
  t.match(await client.message('notification'), { title: 'last' })
})

t.test('the readers of the live tail share what is read', async t => {
  const store = watch(sqliteNotifications(`${t.testdir()}/counted.db`))
  const { app, connect } = await start(t, { store })
  const clients = await Promise.all(Array.from({ length: 50 }, (_, n) => connect('/notifications', as(`user-${n}`))))
  for (const client of clients) {
    await client.joined(TOPIC)
    await client.message('unread')
  }
  const before = store.count('SelectQueryNode')
  for (let n = 1; n <= 20; n++) {
    await app.notifications.send({ to: 'everyone', title: `${n}` })
    for (const client of clients) t.match(await client.message('notification'), { title: `${n}` })
  }
  for (const client of clients) while ((await client.message('unread')).count < 20);
  const selects = store.count('SelectQueryNode') - before
  t.ok(selects <= 20 * 3, `${selects} queries for 20 notifications to 50 readers`)
})
