import { join } from 'node:path'
import Libsql from 'libsql'
import { draftOf } from '../src/notification.ts'
import type { Store } from '../src/store.ts'

const BODY = 'Your parcel has left the warehouse and arrives tomorrow.'

/** What the disk gives: rows that each wait for a commit of their own. */
function commitsOfOne(folder: string): number {
  const file = new Libsql(join(folder, 'one.db'))
  file.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS rows (title TEXT, body TEXT)'
  )
  const insert = file.prepare('INSERT INTO rows VALUES (?, ?)')
  const count = 2_000
  const began = performance.now()
  for (let n = 0; n < count; n++) insert.run(`title ${n}`, BODY)
  const seconds = (performance.now() - began) / 1000
  file.close()
  return Math.round(count / seconds)
}

async function sends(store: Store, concurrent: number, count: number): Promise<number> {
  let next = 0
  const sender = async () => {
    while (next < count) {
      const n = next++
      await store.send(draftOf({ to: { user: `user-${n % 10_000}` }, title: `title ${n}`, body: BODY }))
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: concurrent }, sender))
  return Math.round((count / (performance.now() - began)) * 1000)
}

export async function measureSends(
  folder: string,
  withStore: (name: string, work: (store: Store) => Promise<void>) => Promise<void>
): Promise<void> {
  console.log(`rows that each have a commit of their own, synchronous=FULL: ${commitsOfOne(folder)}/s`)
  await withStore('sends', async store => {
    await sends(store, 64, 5_000)
    for (const [concurrent, count] of [
      [1, 2_000],
      [64, 60_000],
      [256, 60_000]
    ] as const) {
      console.log(`durable sends, ${concurrent} at once: ${await sends(store, concurrent, count)}/s`)
    }
  })
  console.log(`rows that each have a commit of their own, once more: ${commitsOfOne(folder)}/s`)
}
