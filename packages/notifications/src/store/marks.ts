import { NotFoundError } from '@livelet/channel/errors'
import { type Database, type Transaction, transaction } from './database.ts'
import { firstUnread, type Viewer } from './inbox.ts'

type User = Viewer & { user: string }

export async function readMark(db: Transaction, user: string): Promise<number> {
  const mark = await db.selectFrom('marks').select('upto').where('user_id', '=', user).executeTakeFirst()
  return Number(mark?.upto ?? 0)
}

async function setMark(trx: Transaction, user: string, upto: number): Promise<void> {
  await trx
    .insertInto('marks')
    .values({ user_id: user, upto })
    .onConflict(conflict =>
      conflict
        .column('user_id')
        .doUpdateSet(({ ref }) => ({ upto: ref('excluded.upto') }))
        .whereRef('excluded.upto', '>', 'marks.upto')
    )
    .execute()
  await trx.deleteFrom('reads').where('user_id', '=', user).where('seq', '<=', upto).execute()
}

/** Marks everything up to `upTo` read, and ends with how far that was: what is not there yet stays unread. */
export function markUpTo(database: Database, user: string, upTo: number): Promise<number> {
  return transaction(database, async trx => {
    const { seq } = await trx.selectFrom('feed').select('seq').executeTakeFirstOrThrow()
    const mark = Math.min(upTo, Number(seq))
    await setMark(trx, user, mark)
    return mark
  })
}

/**
 * Marks some read. What is in no group of the user is passed over, so that nobody learns of what is another's. When all
 * up to one are read, the mark moves there, so that single marks do not pile up.
 *
 * @throws NotFoundError if none of them is in the user's inbox
 */
export function markIds(database: Database, viewer: User, ids: readonly number[], now: number): Promise<number[]> {
  const { user, audience } = viewer
  return transaction(database, async trx => {
    const rows = await trx
      .selectFrom('groups')
      .select('seq')
      .where('seq', 'in', ids)
      .where('audience', 'in', [...audience.keys()])
      .execute()
    const found = rows.map(({ seq }) => Number(seq))
    if (found.length === 0)
      throw new NotFoundError(`none of ${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''} is in the inbox`)
    const upto = await readMark(trx, user)
    const { seq: head } = await trx.selectFrom('feed').select('seq').executeTakeFirstOrThrow()
    const after = found.filter(seq => seq > upto)
    if (after.length === 0) return found
    await trx
      .insertInto('reads')
      .values(after.map(seq => ({ user_id: user, seq })))
      .onConflict(conflict => conflict.doNothing())
      .execute()
    const first = await firstUnread(trx, { ...viewer, upto }, Number(head), now)
    const all = first === undefined ? Number(head) : first - 1
    if (all > upto) await setMark(trx, user, all)
    return found
  })
}
