import pg from 'pg'
import t from 'tap'
import type { NotificationsDecorator } from '../src/index.ts'
import { postgresNotifications } from '../src/postgres.ts'
import { as, start, TOPIC } from './fixtures/app.ts'
import { everyQueryHasAnIndex } from './fixtures/plans.ts'
import { startPostgres } from './fixtures/postgres.ts'
import { draft, open, storeSuite } from './fixtures/store-suite.ts'

const postgres = await startPostgres(t)

storeSuite(t, async () => postgresNotifications(await postgres.create()))

t.test('every query can find what it asks for along an index', async t => {
  const url = await postgres.create()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  // Tables this small are read whole, unless that is forbidden.
  await client.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET enable_seqscan = off`)
  await client.end()
  await everyQueryHasAnIndex(t, postgresNotifications(url), /Seq Scan on livelet_notifications_(?!feed|schema)/)
})

t.test('a pool of the app is used, and stays open', async t => {
  const pool = new pg.Pool({ connectionString: await postgres.create() })
  t.teardown(() => pool.end())
  const first = await open(t, postgresNotifications(pool))
  await first.store.send(draft('kept'))
  await first.store.close()
  t.match((await pool.query('SELECT title FROM livelet_notifications_items')).rows, [{ title: 'kept' }])
})

t.test('what another app wrote into the same database is there for who joins, resumes or lists', async t => {
  const url = await postgres.create()
  const [one, two] = await Promise.all([
    start(t, { store: postgresNotifications(url) }),
    start(t, { store: postgresNotifications(url) })
  ])
  const before = await one.connect('/notifications', as('ann'))
  const { epoch } = await before.joined(TOPIC)
  await before.close()
  for (let n = 1; n <= 300; n++)
    await (n % 2 ? one : two).app.notifications.send({ to: { user: 'ann' }, title: `${n}` })
  const after = await one.connect('/notifications', as('ann'))
  t.match(await after.joined(TOPIC, { epoch, offset: 0 }), { recovered: true })
  for (let n = 1; n <= 300; n++) t.match(await after.message('notification'), { seq: n, title: `${n}` })
  await two.app.notifications.markRead('ann', { upTo: 290 })
  t.match(await one.app.notifications.unread('ann'), { count: 10 })
  t.match(await after.request({ type: 'list', limit: 1 }), { items: [{ seq: 300 }] })
})

t.test(
  'when connections break a send rejects at most, the app lives on, and when all is well again the next one works',
  async t => {
    const url = await postgres.create()
    const pool = new pg.Pool({ connectionString: url })
    pool.on('error', () => {})
    t.teardown(() => pool.end())
    for (const where of [url, pool]) {
      const store = postgresNotifications(where)
      const { app } = await start(t, { store, as: where === url ? 'one' : 'two', path: '/notifications' })
      const api: NotificationsDecorator = Reflect.get(app, where === url ? 'one' : 'two')
      await api.send({ to: 'everyone', title: 'before' })
      const admin = new pg.Client({ connectionString: url })
      await admin.connect()
      const cut =
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
      const accepted: string[] = []
      let isOver = false
      const sending = (async () => {
        for (let n = 0; !isOver; n++) {
          const group = Array.from({ length: 5 }, async (_, i) => {
            const title = `${n}.${i}`
            // Under the same key until it is accepted: a commit that broke in the middle may have been made.
            for (;;) {
              const sent = await api.send({ to: 'everyone', title, key: title }).catch(() => undefined)
              if (sent) return accepted.push(title)
            }
          })
          await Promise.all(group)
        }
      })()
      for (let n = 0; n < 20; n++) {
        const before = accepted.length
        await admin.query(cut)
        while (accepted.length < before + 10) await new Promise(setImmediate)
      }
      isOver = true
      await sending
      await admin.end()
      const stored: string[] = []
      for (let before: number | undefined; ; ) {
        const { items, next } = await api.list('ann', { limit: 100, ...(before && { before }) })
        stored.push(...items.map(({ title }) => title))
        if (next === null) break
        before = next
      }
      t.same(stored.sort(), [...accepted, 'before'].sort(), 'each once')
    }
  }
)
