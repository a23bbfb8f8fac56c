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
    await trx
      .insertInto('items')
      .values(
        fresh.map(({ seq, at, draft: { title, body, url, icon, level, data, expiresAt } }) => ({
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
      )
      .execute()
    const groups = fresh.flatMap(({ seq, draft }) => draft.groups.map(audience => ({ audience, seq })))
    for (let from = 0; from < groups.length; from += MAX_ROWS) {
      await trx
        .insertInto('groups')
        .values(groups.slice(from, from + MAX_ROWS))
        .execute()
    }
    const keys = fresh.flatMap(({ seq, at, draft: { key } }) => (key === null ? [] : [{ key, seq, at }]))
    if (keys.length > 0) await trx.insertInto('keys').values(keys).execute()
    return sent
  })
}

/** Rows of one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535. */
const MAX_ROWS = 10_000
