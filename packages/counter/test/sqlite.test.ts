import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Libsql from 'libsql'
import t, { type Test } from 'tap'
import { openDatabase } from '../src/sqlite/database.ts'
import { sqliteCounters } from '../src/sqlite.ts'
import { KEY_LIFETIME } from '../src/store.ts'
import { by, storeSuite } from './fixtures/store-suite.ts'

const fileIn = (t: Test) => join(t.testdir(), 'counters.db')

/** The file as another program sees it. */
function inspect(t: Test, path: string) {
  const libsql = new Libsql(path)
  t.teardown(() => libsql.close())
  return libsql
}

function openAt(t: Test, path: string) {
  const store = sqliteCounters(path)
  t.teardown(() => store.close?.())
  return store
}

storeSuite(t, t => openAt(t, fileIn(t)))

t.test('values, versions, keys and the epoch outlive closing', async t => {
  const path = fileIn(t)
  const first = openAt(t, path)
  await first.change('main', by(Number.MAX_SAFE_INTEGER - 1, { key: 'k' }))
  await first.close?.()

  const second = openAt(t, path)
  t.equal(second.epoch, first.epoch)
  t.same(await second.read('main'), { value: Number.MAX_SAFE_INTEGER - 1, version: 1 })
  t.match(await second.change('main', by(1, { key: 'k' })), { duplicate: true })
  t.match(await second.change('main', by(1)), { value: Number.MAX_SAFE_INTEGER, version: 2 })
})

t.test('every new file has an epoch of its own', async t => {
  t.not(openAt(t, ':memory:').epoch, openAt(t, ':memory:').epoch)
})

t.test('after kill -9 in the middle of adds, every answered one is there', { timeout: 30_000 }, async t => {
  const path = fileIn(t)
  const child = fork(fileURLToPath(new URL('fixtures/adder.ts', import.meta.url)), [path])
  const answered: string[] = []
  child.on('message', key => {
    answered.push(String(key))
    if (answered.length === 1000) child.kill('SIGKILL')
  })
  const [, signal] = await once(child, 'close')
  t.equal(signal, 'SIGKILL')

  const store = openAt(t, path)
  const value = (await store.read('main'))?.value ?? 0
  t.ok(value >= answered.length, `${answered.length} were answered, ${value} are there`)
  const again = await Promise.all(answered.map(key => store.change('main', by(1, { key, now: Date.now() }))))
  t.ok(again.every(({ duplicate }) => duplicate))
})

t.test('two that have the same file open count as one', async t => {
  const path = fileIn(t)
  const stores = [openAt(t, path), openAt(t, path)]
  await Promise.all(stores.flatMap(store => Array.from({ length: 100 }, () => store.change('main', by(1)))))
  for (const store of stores) t.same(await store.read('main'), { value: 200, version: 200 })
})

t.test('a change is there for others only once it is answered', async t => {
  const path = fileIn(t)
  const [store, other] = [openAt(t, path), openAt(t, path)]
  const change = store.change('main', by(1))
  t.equal(await other.read('main'), undefined)
  await change
  t.match(await other.read('main'), { value: 1 })
})

t.test('when the file fails, every change of the group is told, and the next ones count again', async t => {
  const path = fileIn(t)
  const store = openAt(t, path)
  await store.change('main', by(1))
  const file = inspect(t, path)

  file.exec('ALTER TABLE livelet_counter_keys RENAME TO moved')
  const settled = await Promise.allSettled([store.change('main', by(1)), store.change('main', by(1, { key: 'k' }))])
  t.match(settled, [
    { status: 'rejected', reason: { message: /no such table/ } },
    { status: 'rejected', reason: { message: /no such table/ } }
  ])
  file.exec('ALTER TABLE moved RENAME TO livelet_counter_keys')
  t.match(await store.change('main', by(1, { key: 'k' })), { value: 2, duplicate: false })
})

t.test('after closing, changes are refused', async t => {
  const store = openAt(t, ':memory:')
  await store.close?.()
  await t.rejects(async () => store.change('main', by(1)), { code: 'LIVELET_UNAVAILABLE' })
})

t.test('keys that have expired are cleared away', async t => {
  const path = fileIn(t)
  const store = openAt(t, path)
  await Promise.all(Array.from({ length: 2500 }, (_, i) => store.change('main', by(1, { key: `k${i}`, now: 0 }))))
  const keys = inspect(t, path).prepare('SELECT count(*) AS count FROM livelet_counter_keys')
  t.match(keys.get(), { count: 2500 })
  await store.change('main', by(1, { key: 'a', now: KEY_LIFETIME }))
  t.match(keys.get(), { count: 1501 }, 'some by each change')
  await store.change('main', by(1, { key: 'b', now: KEY_LIFETIME }))
  await store.change('main', by(1, { key: 'c', now: KEY_LIFETIME }))
  t.match(keys.get(), { count: 3 })
})

t.test('a file that cannot be opened is an error that names it', async t => {
  const missing = join(t.testdir(), 'no', 'such', 'folder', 'counters.db')
  t.throws(() => sqliteCounters(missing), { message: new RegExp(`cannot open the counters in "${missing}": `) })
  const other = join(t.testdir(), 'other.db')
  writeFileSync(other, 'this is no database '.repeat(100))
  t.throws(() => sqliteCounters(other), { message: `cannot open the counters in "${other}": file is not a database` })
  t.equal(existsSync(missing), false)
})

t.test('without libsql the error says how to get it', async t => {
  const require = () => {
    throw new Error("Cannot find module 'libsql'")
  }
  t.throws(() => openDatabase(':memory:', require), { message: '@livelet/counter/sqlite needs libsql: npm i libsql' })
})
