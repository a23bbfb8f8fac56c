import type { Audience, LogEntry } from '@livelet/channel'
import type { Selectable } from 'kysely'
import type { Level, Shown } from '../contract.ts'
import type { Database } from './database.ts'
import { partsOf } from './parts.ts'
import type { Int, Tables } from './schema.ts'

/** Where the feed stands. */
export interface Feed {
  epoch: string
  /** The highest `seq` swept away. */
  floor: number
  /** The highest `seq` given. */
  head: number
}

export async function readFeed({ db }: Database): Promise<Feed> {
  const { epoch, floor, seq } = await db.selectFrom('feed').select(['epoch', 'floor', 'seq']).executeTakeFirstOrThrow()
  return { epoch, floor: Number(floor), head: Number(seq) }
}

export const COLUMNS = [
  'items.seq',
  'items.title',
  'items.body',
  'items.url',
  'items.icon',
  'items.level',
  'items.data',
  'items.at',
  'items.expires_at'
] as const

/** A row as its readers get it; what it does not have is left out. */
export function shown(row: Selectable<Tables['items']>): Shown {
  const { seq, title, body, url, icon, level, data, at, expires_at } = row
  return {
    seq: Number(seq),
    title,
    ...(body !== null && { body }),
    ...(url !== null && { url }),
    ...(icon !== null && { icon }),
    level: level as Level,
    ...(data !== null && { data: JSON.parse(data) as unknown }),
    at: Number(at),
    ...(expires_at !== null && { expiresAt: Number(expires_at) })
  }
}

const NOBODY: ReadonlySet<string> = new Set()

function entry(row: Selectable<Tables['items']>, groups?: ReadonlySet<string>): LogEntry {
  return { type: 'notification', fields: shown(row), offset: Number(row.seq), ...(groups && { groups }) }
}

/** The next entries after `after`, whoever they are for; those that have expired are for nobody. */
export async function readAll({ db }: Database, after: number, limit: number, now: number): Promise<LogEntry[]> {
  const page = db.selectFrom('items').selectAll().where('seq', '>', after).orderBy('seq').limit(limit).as('page')
  const rows = await db
    .selectFrom(page)
    .innerJoin('groups', 'groups.seq', 'page.seq')
    .selectAll('page')
    .select('groups.audience')
    .orderBy('page.seq')
    .execute()
  const entries: LogEntry[] = []
  let groups = new Set<string>()
  let last: Int | undefined
  for (const row of rows) {
    if (row.seq !== last) {
      groups = new Set()
      const isHidden = row.expires_at !== null && Number(row.expires_at) <= now
      entries.push(entry(row, isHidden ? NOBODY : groups))
      last = row.seq
    }
    groups.add(row.audience)
  }
  return entries
}

/** The next entries after `after` that are for an audience. */
export async function readFor(
  { db }: Database,
  audience: Audience,
  after: number,
  limit: number,
  now: number
): Promise<LogEntry[]> {
  const parts = partsOf(db, audience, now, (part, since) =>
    part.where('groups.seq', '>', Math.max(after, since)).orderBy('groups.seq').limit(limit)
  )
  if (!parts) return []
  const rows = await db
    .selectFrom(parts.as('found'))
    .innerJoin('items', 'items.seq', 'found.seq')
    .select(COLUMNS)
    .orderBy('found.seq')
    .limit(limit)
    .execute()
  return rows.map(row => entry(row))
}
