import type { Joined } from '@livelet/client'
import t from 'tap'
import { startFeature } from './fixtures/feature.ts'
import { until } from './fixtures/until.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, n) => `${n + 1}`)

for (const upgrades of [403, 400, 'drop', 'hang'] as const) {
  t.test(
    `behind a proxy that answers an upgrade with ${upgrades}, all works over HTTP, and WebSocket later`,
    async t => {
      const { chat, proxy, open } = await startFeature(t, upgrades)
      const { client, clock, statuses, read } = open()
      const joins: Joined[] = []
      const lines: string[] = []
      client.subscribe('room/main', ({ text }) => lines.push(text), { onJoined: joined => joins.push(joined) })
      const moods = read('mood/main')
      let said = 0
      const say = (count: number) => {
        for (let n = 0; n < count; n++) chat.topic('room', 'main').publish('said', { text: `${++said}` })
      }
      if (upgrades === 'hang') {
        await until(() => proxy.asked === 1)
        clock.advance(10_000)
      }
      await until(() => client.transport === 'sse')
      t.match(statuses.at(-1), { status: 'open', transport: 'sse' })
      await until(() => joins.length === 1)
      say(50)
      chat.topic('mood', 'main').publish('mood', { text: 'calm' })
      await until(() => lines.length === 50 && moods.length === 1)
      t.same(await client.request('double', { n: 21 }), { n: 42 })
      await t.rejects(client.request('double', { n: 0.5 }), { code: 'LIVELET_VALIDATION' })

      // It is tried again, and fails again.
      clock.advance(30_000)
      await until(() => proxy.asked === 2)
      if (upgrades === 'hang') clock.advance(10_000)
      say(50)
      await until(() => lines.length === 100)
      t.equal(client.transport, 'sse')

      proxy.upgrades = 'pass'
      const publishing = (async () => {
        for (let n = 0; n < 100; n++) {
          say(10)
          await new Promise(resolve => setImmediate(resolve))
        }
      })()
      await until(() => {
        clock.advance(1000)
        return client.transport === 'websocket'
      })
      t.match(statuses.at(-1), { status: 'open', transport: 'websocket' })
      await until(() => proxy.open.length === 0)
      await publishing
      say(50)
      chat.topic('mood', 'main').publish('mood', { text: 'merry' })
      await until(() => lines.length >= said && moods.length === 2)
      t.same(lines, numbers(said), 'every entry once, and in order')
      t.same(moods, ['calm', 'merry'])
      t.same(await client.request('double', { n: 4 }), { n: 8 })
      t.notOk(joins.some(({ recovered }) => recovered === false))
      t.notOk(
        statuses.some(({ status }, n) => status === 'waiting' && n > 2),
        'nobody waited for it'
      )
      client.close()
      t.equal(clock.pending, 0)
    }
  )
}
