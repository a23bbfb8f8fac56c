import type { Audience } from '@livelet/channel'
import { type Listed, MAX_COUNT, type Page, type Unread } from '../contract.ts'
import type { Transaction } from './database.ts'
import { COLUMNS, shown } from './feed.ts'
import { type Part, partsOf } from './parts.ts'

/** Who looks into an inbox. Anybody who is no user has read everything. */
export interface Viewer {
  user: string | undefined
  audience: Audience
  /** Everything up to here is read. */
  upto: number
}

export interface ListQuery {
  /** Only those with a lower `seq`. */
  before?: number | undefined
  limit: number
  /** Only unread ones. */
  unread?: boolean | undefined
}

/** What a user has not read of a group: after `from`, and not marked by itself. */
function unreadOnly(part: Part, user: string, from: number): Part {
  return part
    .where('groups.seq', '>', from)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('reads')
            .select('reads.seq')
            .where('reads.user_id', '=', user)
            .whereRef('reads.seq', '=', 'groups.seq')
        )
      )
    )
}

/** How many a user has not read up to `head`, as far as it is counted. */
export async function countUnread(db: Transaction, viewer: Viewer, head: number, now: number): Promise<Unread> {
  const { user, audience, upto } = viewer
  if (user === undefined) return { count: 0, more: false }
  const parts = partsOf(db, audience, now, (part, since) =>
    unreadOnly(part, user, Math.max(upto, since))
      .where('groups.seq', '<=', head)
      .limit(MAX_COUNT + 1)
  )
  if (!parts) return { count: 0, more: false }
  // One group after another, and no further than it is counted.
  const some = db
    .selectFrom(parts.as('found'))
    .select('found.seq')
    .limit(MAX_COUNT + 1)
  const { count } = await db
    .selectFrom(some.as('some'))
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return { count: Math.min(Number(count), MAX_COUNT), more: Number(count) > MAX_COUNT }
}

/** The oldest that a user has not read up to `head`. */
export async function firstUnread(
  db: Transaction,
  viewer: Viewer & { user: string },
  head: number,
  now: number
): Promise<number | undefined> {
  const { user, audience, upto } = viewer
  const parts = partsOf(db, audience, now, (part, since) =>
    unreadOnly(part, user, Math.max(upto, since)).where('groups.seq', '<=', head).orderBy('groups.seq').limit(1)
  )
  const found = await parts?.execute()
  return found && found.length > 0 ? Math.min(...found.map(({ seq }) => Number(seq))) : undefined
}

/** The newest first. */
export async function listPage(db: Transaction, viewer: Viewer, query: ListQuery, now: number): Promise<Page> {
  const { user, audience, upto } = viewer
  const { before = Number.MAX_SAFE_INTEGER, limit, unread = false } = query
  if (unread && user === undefined) return { items: [], next: null }
  const parts = partsOf(db, audience, now, (part, since) => {
    const all = part
      .where('groups.seq', '<', before)
      .orderBy('groups.seq', 'desc')
      .limit(limit + 1)
    return unread && user !== undefined ? unreadOnly(all, user, Math.max(upto, since)) : all
  })
  if (!parts) return { items: [], next: null }
  const rows = await db
    .selectFrom(parts.as('found'))
    .innerJoin('items', 'items.seq', 'found.seq')
    .leftJoin('reads', join => join.onRef('reads.seq', '=', 'found.seq').on('reads.user_id', '=', user ?? ''))
    .select([...COLUMNS, 'found.audience', 'reads.user_id as reader'])
    .orderBy('found.seq', 'desc')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map(({ audience: group, reader, ...row }): Listed => {
    const item = shown(row)
    const begin = Math.max(upto, audience.get(group) ?? 0)
    return { ...item, read: user === undefined || reader !== null || item.seq <= begin }
  })
  return { items, next: rows.length > limit ? (items.at(-1)?.seq ?? null) : null }
}
