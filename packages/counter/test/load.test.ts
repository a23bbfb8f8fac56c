import { join } from 'node:path'
import { type TestClient, testApp } from '@livelet/channel/testing'
import t from 'tap'
import counter from '../src/index.ts'
import { memoryCounters } from '../src/memory.ts'
import { sqliteCounters } from '../src/sqlite.ts'

const CONNECTIONS = 1_000
const ADDS = 100

const rate = { perSecond: 1e9, burst: 1e9 }
const stores = {
  memory: () => memoryCounters(),
  SQLite: (folder: string) => sqliteCounters(join(folder, 'counter.db'))
}

for (const [name, open] of Object.entries(stores)) {
  // With keys, SQLite writes three times as much: that is the same code path, and half a minute.
  for (const keyed of name === 'SQLite' ? [false] : [false, true]) {
    const how = keyed ? 'with keys, each sent twice' : 'without keys'
    t.test(`1,000 connections add 100 each at once, and none is lost: ${name}, ${how}`, async t => {
      const store = open(t.testdir())
      const { app, connect } = await testApp(t, app => app.register(counter, { store, rate }))
      const clients: TestClient[] = []
      // A hundred handshakes at a time: more would only wait for each other.
      while (clients.length < CONNECTIONS) {
        clients.push(...(await Promise.all(Array.from({ length: 100 }, () => connect('/counter')))))
      }
      const times = keyed ? 2 : 1
      await Promise.all(
        clients.map(async (client, c) => {
          await client.message('welcome')
          for (let n = 0; n < ADDS * times; n++) {
            client.send({ type: 'add', id: n, ...(keyed && { key: `${c}.${n % ADDS}` }) })
          }
          for (let n = 0; n < ADDS * times; n++) {
            const answer = await client.message()
            if (answer.type !== 'ok' || answer.re !== n) throw new Error(JSON.stringify(answer))
          }
        })
      )
      t.equal(await app.counter.read('main'), CONNECTIONS * ADDS)
    })
  }
}
