import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import channel from '@livelet/channel'
import { testApp } from '@livelet/channel/testing'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import notifications, { type NotificationsDecorator } from '../src/index.ts'
import { postgresNotifications } from '../src/postgres.ts'
import { sqliteNotifications } from '../src/sqlite.ts'

declare module 'fastify' {
  interface FastifyInstance {
    alerts: NotificationsDecorator
  }
}

function closedAfter(t: Test) {
  const app = Fastify()
  t.teardown(() => app.close())
  return app
}

const make = () => undefined

t.test('a wrong option is refused with its name', async t => {
  for (const [options, words] of [
    [{ store: 'notifications.db' }, /"store" must be/],
    [{ store: {} }, /"store.open" is missing/],
    [{ schedules: [{ id: 'a', every: 1000 }] }, /"schedules.0.make" is missing/],
    [{ schedules: [{ id: 'a', make }] }, /either "every" or "cron", see "a"/],
    [{ schedules: [{ id: 'a', every: 1000, cron: '* * * * *', make }] }, /either "every" or "cron"/],
    [{ schedules: [{ id: 'a', every: 1, make }] }, /"schedules.0.every" must be >= 10/],
    [{ schedules: [{ id: 'a', cron: 'now and then', make }] }, /"schedule.a" must have a cron expression/],
    [{ schedules: [{ id: 'a', cron: '0 9 * * *', timezone: 'Moon/Crater', make }] }, /time zone/],
    [
      {
        schedules: [
          { id: 'a', every: 1000, make },
          { id: 'a', every: 2000, make }
        ]
      },
      /an id for each/
    ],
    [{ retain: { days: 0 } }, /"retain.days"/],
    [{ retain: { perUser: 0.5 } }, /"retain.perUser"/],
    [{ allowSend: true }, /"allowSend" must be a function/],
    [{ as: 'x'.repeat(41) }, /"as" must have at most 40/],
    [{ sound: 'ding' }, /"sound" is not known/]
  ] as const) {
    await t.rejects(
      async () => closedAfter(t).register(notifications, options as object),
      words,
      JSON.stringify(options)
    )
  }
  t.throws(() => sqliteNotifications(''), { message: /the path of a file/ })
  t.throws(() => postgresNotifications({} as never), { message: /a URL or a pool/ })
})

t.test('a store that cannot be opened is a clear error, and the app does not start', async t => {
  const missing = join(t.testdir(), 'no', 'such', 'folder', 'notifications.db')
  const other = join(t.testdir(), 'other.db')
  writeFileSync(other, 'this is no database '.repeat(100))
  for (const [store, words] of [
    [sqliteNotifications(missing), `cannot open the notifications in "${missing}": `],
    [sqliteNotifications(other), `cannot open the notifications in "${other}": file is not a database`],
    [
      postgresNotifications('postgres://someone:secret@127.0.0.1:1/db'),
      'cannot open the notifications in postgres://someone@127.0.0.1:1/db: '
    ]
  ] as const) {
    const app = closedAfter(t)
    app.register(notifications, { store })
    await t.rejects(
      async () => void (await app.ready()),
      { message: new RegExp(`^${words.replace(/[.?*+^$()[\]\\|]/g, '\\$&')}`) },
      words
    )
    await t.rejects(app.listen({ port: 0 }))
  }
  t.equal(existsSync(missing), false)
})

t.test('without the library of its database, the error says how to get it', async t => {
  const require = () => {
    throw new Error('Cannot find module')
  }
  const log = () => {}
  await t.rejects(sqliteNotifications(':memory:', require).open(log), { message: /npm i libsql$/ })
  await t.rejects(postgresNotifications('postgres://127.0.0.1/db', require).open(log), { message: /npm i pg$/ })
})

t.test('without a store they are in memory, and the log says so', async t => {
  const lines: string[] = []
  const { app } = await testApp(t, app => app.register(notifications), {
    logger: { level: 'warn', stream: { write: (line: string) => void lines.push(line) } }
  })
  await app.notifications.send({ to: { user: 'ann' }, title: 'x' })
  t.match(await app.notifications.list('ann'), { items: [{ title: 'x' }] })
  t.match(lines.join(''), 'gone with the process')
})

t.test('two of them have two names, and share one file without meeting', async t => {
  const file = join(t.testdir(), 'both.db')
  const { app, connectText } = await testApp(t, async app => {
    await app.register(channel)
    await app.register(notifications, { store: sqliteNotifications(file) })
    await app.register(notifications, { as: 'alerts', path: '/alerts', store: sqliteNotifications(file) })
  })
  const [one, two] = await Promise.all([connectText('/notifications'), connectText('/alerts')])
  await app.alerts.send({ to: 'everyone', title: 'alert' })
  await app.notifications.send({ to: 'everyone', title: 'notification' })
  t.equal(await one.next(), '🔔 notification')
  t.equal(await two.next(), '🔔 alert')
  const third = closedAfter(t)
  await third.register(channel)
  await third.register(notifications, { store: sqliteNotifications(file) })
  await t.rejects(async () => third.register(notifications, { path: '/two', store: sqliteNotifications(file) }), {
    message: 'fastify.notifications is taken: pass "as"'
  })
})
