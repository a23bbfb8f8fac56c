import { join } from 'node:path'
import { sql } from 'kysely'
import Libsql from 'libsql'
import t, { type Test } from 'tap'
import { sqliteNotifications } from '../src/sqlite.ts'
import { as, start, TOPIC } from './fixtures/app.ts'
import { everyQueryHasAnIndex } from './fixtures/plans.ts'
import { draft, open, storeSuite } from './fixtures/store-suite.ts'
import { watch } from './fixtures/watched.ts'

const fileIn = (t: Test) => join(t.testdir(), 'notifications.db')

storeSuite(t, async t => sqliteNotifications(fileIn(t)))

t.test('every query finds what it asks for along an index', async t => {
  await everyQueryHasAnIndex(t, sqliteNotifications(fileIn(t)), /SCAN livelet_notifications_(?!feed|schema)/)
})

t.test('the file is written ahead, and each commit waits for the disk', async t => {
  const watched = watch(sqliteNotifications(fileIn(t)))
  await open(t, watched)
  const { db } = watched
  for (const [pragma, value] of [
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1]
  ] as const) {
    const { rows } = await sql.raw<Record<string, unknown>>(`PRAGMA ${pragma}`).execute(db)
    t.equal(rows[0]?.[pragma], value, pragma)
  }
})

t.test('everything outlives closing', async t => {
  const path = fileIn(t)
  const first = await open(t, sqliteNotifications(path))
  await first.store.send(draft('kept', { key: 'k' }))
  await first.store.subscribe('ann', 'news')
  await first.store.markUpTo('ann', 1)
  await first.store.close()
  const second = await open(t, sqliteNotifications(path))
  t.same(second.store.feed, first.store.feed)
  t.match(await second.store.send(draft('again', { key: 'k' })), { seq: 1, duplicate: true })
  t.match(await second.store.unread('ann'), { count: 0 })
  t.ok((await second.store.audience('ann')).has('t:news'))
})

t.test('tables of a newer version are refused, and left as they are', async t => {
  const path = fileIn(t)
  const first = await open(t, sqliteNotifications(path))
  await first.store.close()
  const file = new Libsql(path)
  file.exec('INSERT INTO livelet_notifications_schema VALUES (99, 0)')
  file.close()
  await t.rejects(open(t, sqliteNotifications(path)), {
    message: /notifications.db": its tables are of a newer version \(99\)/
  })
})

t.test('on a full disk a send rejects, nothing is half-written, and the next one works once there is room', async t => {
  const watched = watch(sqliteNotifications(fileIn(t)))
  const { app, connect } = await start(t, { store: watched, allowSend: () => true })
  const client = await connect('/notifications', as('ann'))
  await client.joined(TOPIC)
  const { db } = watched
  const body = 'x'.repeat(4096)
  const sendMany = (count: number) =>
    Promise.allSettled(
      Array.from({ length: count }, (_, n) =>
        app.notifications.send({ to: 'everyone', title: `${n}`, body, key: `${n}` })
      )
    )
  await sql.raw('PRAGMA max_page_count = 200').execute(db)
  const settled = []
  for (let n = 0; n < 20; n++) settled.push(...(await sendMany(20 * n)))
  const accepted = settled.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value.seq] : []))
  const rejected = settled.filter(({ status }) => status === 'rejected')
  t.ok(accepted.length > 0 && rejected.length > 0, `${accepted.length} accepted, ${rejected.length} rejected`)
  t.match(rejected[0], { reason: { message: /disk is full/ } })
  // Until there is no room for a single one either.
  for (let n = 0; ; n++) {
    const sending = app.notifications.send({ to: 'everyone', title: 'one more', body, key: `one ${n}` })
    const sent = await sending.catch(() => undefined)
    if (!sent) break
    accepted.push(sent.seq)
  }
  const big = { type: 'send', to: 'everyone', title: 'x', body, data: body }
  t.match(await client.request(big), { type: 'error', code: 'LIVELET_INTERNAL' })

  const kept = new Set(accepted)
  const rows = async (table: string) =>
    (await sql.raw<{ seq: number }>(`SELECT seq FROM livelet_notifications_${table}`).execute(db)).rows.map(
      ({ seq }) => seq
    )
  for (const table of ['items', 'groups', 'keys']) t.same(new Set(await rows(table)), kept, table)

  await sql.raw('PRAGMA max_page_count = 100000').execute(db)
  const { seq } = await app.notifications.send({ to: 'everyone', title: 'there is room again' })
  t.equal(seq, Math.max(...accepted) + 1)
  let last = await client.message('notification')
  while (last.seq < seq) last = await client.message('notification')
  t.match(last, { title: 'there is room again' })
})
