import type { Audience } from '@livelet/channel'
import type { Kysely, SelectQueryBuilder } from 'kysely'
import type { Tables } from './schema.ts'

type Found = { seq: Tables['groups']['seq']; audience: string }
export type Part = SelectQueryBuilder<Tables, 'groups' | 'items', Found>

/**
 * What is for an audience and has not expired, as one query: each group is asked by itself along its index, and as far
 * as `narrow` says, so that it costs the same however much is stored. `undefined`: no group.
 */
export function partsOf(
  db: Kysely<Tables>,
  audience: Audience,
  now: number,
  narrow: (part: Part, since: number) => Part
) {
  const parts = [...audience].map(([group, since]) => {
    const part = db
      .selectFrom('groups')
      .innerJoin('items', 'items.seq', 'groups.seq')
      .select(['groups.seq', 'groups.audience'])
      .where('groups.audience', '=', group)
      .where(row => row.or([row('items.expires_at', 'is', null), row('items.expires_at', '>', now)]))
    // Neither database takes a LIMIT in a member of a UNION, so that each is a query of its own.
    return db.selectFrom(narrow(part, since).as('part')).select(['part.seq', 'part.audience'])
  })
  const [first, ...others] = parts
  return first && others.reduce((all, part) => all.unionAll(part), first)
}
