import { memoryEngine } from '@livelet/channel'
import t, { type Test } from 'tap'
import type { NotificationsOptions, Schedule } from '../src/index.ts'
import { sqliteNotifications } from '../src/sqlite.ts'
import { start } from './fixtures/app.ts'

const store = () => sqliteNotifications(':memory:')

async function follow(t: Test, schedules: readonly Schedule[], more: NotificationsOptions = {}) {
  const running = await start(t, { store: store(), schedules, ...more })
  return { ...running, reader: await running.connectText('/notifications') }
}

t.test('what a schedule makes is pushed, again and again', async t => {
  let n = 0
  const make = () => ({ to: 'everyone' as const, title: `${++n}` })
  const { reader } = await follow(t, [{ id: 'demo', every: 20, make }])
  const [, first = ''] = /^🔔 (\d+)$/.exec(String(await reader.next())) ?? []
  for (let next = Number(first) + 1; next < Number(first) + 5; next++) t.equal(await reader.next(), `🔔 ${next}`)
})

t.test('nothing is sent when nothing is made', async t => {
  let asked = 0
  const make = async () => (++asked % 3 ? undefined : { to: 'everyone' as const, title: `${asked}` })
  const { reader } = await follow(t, [{ id: 'demo', every: 10, make }])
  const first = Number(String(await reader.next()).slice(3))
  t.equal(await reader.next(), `🔔 ${first + 3}`)
})

t.test('a `make` that throws is logged, and asked again next time', async t => {
  let asked = 0
  const lines: Record<string, unknown>[] = []
  const make = () => {
    if (++asked === 2) throw new Error('out of ideas')
    return { to: 'everyone' as const, title: `${asked}` }
  }
  const running = await import('@livelet/channel/testing').then(({ testApp }) =>
    testApp(
      t,
      async app => {
        const { default: notifications } = await import('../src/index.ts')
        await app.register(notifications, { store: store(), schedules: [{ id: 'demo', every: 10, make }] })
      },
      { logger: { level: 'error', stream: { write: (line: string) => void lines.push(JSON.parse(line)) } } }
    )
  )
  const reader = await running.connectText('/notifications')
  while ((await reader.next()) !== '🔔 4');
  t.match(lines, [{ err: { message: 'out of ideas' }, msg: 'notifications: notifications.schedule.demo failed' }])
})

t.test('a run that takes longer than its interval is not overrun', async t => {
  let running = 0
  let most = 0
  let n = 0
  const make = async () => {
    most = Math.max(most, ++running)
    await new Promise(resolve => setTimeout(resolve, 50))
    running--
    return { to: 'everyone' as const, title: `${++n}` }
  }
  const { reader } = await follow(t, [{ id: 'slow', every: 10, make }])
  for (let seen = 0; seen < 3; seen++) await reader.next()
  t.equal(most, 1)
})

t.test('a cron expression may name seconds', async t => {
  const { reader } = await follow(t, [
    { id: 'tick', cron: '* * * * * *', timezone: 'Asia/Seoul', make: () => ({ to: 'everyone', title: 'tick' }) }
  ])
  t.equal(await reader.next(), '🔔 tick')
})

t.test('of many nodes one makes it, and another takes over when that one has gone', async t => {
  const engine = memoryEngine()
  const made: string[] = []
  const node = (name: string) =>
    start(t, {
      store: store(),
      engine,
      schedules: [{ id: 'demo', every: 10, make: () => void made.push(name) }]
    })
  const [one, two] = await Promise.all([node('one'), node('two')])
  const after = async (count: number) => {
    while (made.length < count) await new Promise(setImmediate)
  }
  await after(20)
  t.equal(new Set(made).size, 1)
  const [first] = made
  await (first === 'one' ? one : two).app.close()
  made.length = 0
  await after(5)
  t.same([...new Set(made)], [first === 'one' ? 'two' : 'one'])
})
