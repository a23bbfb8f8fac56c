import type { Draft } from '../notification.ts'
import { type Database, type Transaction, transaction } from './database.ts'

export interface Sent {
  seq: number
  /** It had been sent before, under this key. */
  duplicate: boolean
}

/** A draft, and whose key it has. */
export interface Job {
  draft: Draft
  at: number
}

/** What earlier sends with these keys got. */
async function earlier(trx: Transaction, keys: readonly string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map()
  const rows = await trx.selectFrom('keys').select(['key', 'seq']).where('key', 'in', keys).execute()
  return new Map(rows.map(({ key, seq }) => [key, Number(seq)]))
}

/** Rows of one statement. There are few sizes, so that each statement is prepared once. */
const SIZES = [64, 16, 4, 1]

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  let from = 0
  for (const size of SIZES) {
    for (; from + size <= rows.length; from += size) yield rows.slice(from, from + size)
  }
}

/**
 * Writes all of them in one transaction. The feed's row is updated first: its lock makes the order of `seq` that of the
 * commits, whoever else writes.
 */
export function append(database: Database, jobs: readonly Job[]): Promise<Sent[]> {
  return transaction(database, async trx => {
    const feed = await trx
      .updateTable('feed')
      .set(row => ({ seq: row('seq', '+', jobs.length) }))
      .returning('seq')
      .executeTakeFirstOrThrow()
    let seq = Number(feed.seq) - jobs.length
    const known = await earlier(
      trx,
      jobs.flatMap(({ draft }) => draft.key ?? [])
    )
    const fresh: (Job & { seq: number })[] = []
    const sent = jobs.map(job => {
      const { key } = job.draft
      const before = key === null ? undefined : known.get(key)
      if (before !== undefined) return { seq: before, duplicate: true }
      fresh.push({ ...job, seq: ++seq })
      if (key !== null) known.set(key, seq)
      return { seq, duplicate: false }
    })
    if (fresh.length === 0) return sent
    const items = fresh.map(({ seq, at, draft: { title, body, url, icon, level, data, expiresAt } }) => ({
      seq,
      title,
      body,
      url,
      icon,
      level,
      data,
      at,
      expires_at: expiresAt
    }))
    const groups = fresh.flatMap(({ seq, draft }) => draft.groups.map(audience => ({ audience, seq })))
    const keys = fresh.flatMap(({ seq, at, draft: { key } }) => (key === null ? [] : [{ key, seq, at }]))
    for (const rows of chunks(items)) await trx.insertInto('items').values(rows).execute()
    for (const rows of chunks(groups)) await trx.insertInto('groups').values(rows).execute()
    for (const rows of chunks(keys)) await trx.insertInto('keys').values(rows).execute()
    return sent
  })
}
