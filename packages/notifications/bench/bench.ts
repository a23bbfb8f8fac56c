/**
 * Measures what the README promises, on SQLite: durable sends, questions about a large store, and a long replay beside
 * somebody else's echo. `pnpm --filter @livelet/notifications bench [rows]`
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteNotifications } from '../src/sqlite.ts'
import { openStore, type Store } from '../src/store.ts'
import { measureQuestions } from './questions.ts'
import { measureReplay } from './replay.ts'
import { measureSends } from './sends.ts'

const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'livelet-bench-'))

async function withStore(name: string, work: (store: Store) => Promise<void>): Promise<void> {
  const database = await sqliteNotifications(join(folder, `${name}.db`)).open(console.error)
  const store = await openStore(database, { prefix: 'livelet_notifications_' })
  await work(store)
  await store.close()
}

console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`)
await measureSends(folder, withStore)
await measureQuestions(withStore, Number(process.argv[2] ?? 1_000_000))
await measureReplay(folder)
await rm(folder, { recursive: true })
