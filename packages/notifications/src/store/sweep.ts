import { type Database, type Transaction, transaction } from './database.ts'

/** How long and how much is kept. */
export interface Retain {
  /** Days since it was sent. */
  days?: number
  /** The newest of each user's own, of each topic's, and of everyone's. */
  perUser?: number
}

const DAY = 86_400_000
/** What one transaction removes, so that none takes long. */
const BATCH = 500

/** Repeats what removes up to `BATCH` until it finds less, and lets others have their turn in between. */
async function repeat(removeSome: () => Promise<number>): Promise<number> {
  let all = 0
  for (let removed = BATCH; removed >= BATCH; ) {
    removed = await removeSome()
    all += removed
    await new Promise(setImmediate)
  }
  return all
}

/** Says that what was removed cannot be replayed any more. */
async function raiseFloor(trx: Transaction, seq: number): Promise<void> {
  await trx.updateTable('feed').set({ floor: seq }).where('floor', '<', seq).execute()
}

/** Nobody was to see it any more, so that nothing is missing: the floor stays. */
const removeExpired = (database: Database, now: number) =>
  repeat(async () => {
    const { db } = database
    const rows = await db
      .selectFrom('items')
      .select('seq')
      .where('expires_at', 'is not', null)
      .where('expires_at', '<=', now)
      .orderBy('expires_at')
      .limit(BATCH)
      .execute()
    if (rows.length === 0) return 0
    const seqs = rows.map(({ seq }) => seq)
    await db.deleteFrom('items').where('seq', 'in', seqs).execute()
    return rows.length
  })

/** `seq` rises with time, so that the oldest are the first. */
const removeOld = (database: Database, before: number) =>
  repeat(() =>
    transaction(database, async trx => {
      // The feed's row first, as everybody who writes: two that wait for each other would be stuck.
      await trx
        .updateTable('feed')
        .set(({ ref }) => ({ floor: ref('floor') }))
        .execute()
      const rows = await trx
        .selectFrom('items')
        .select(['seq', 'at'])
        .where('seq', '>', 0)
        .orderBy('seq')
        .limit(BATCH)
        .execute()
      const young = rows.findIndex(({ at }) => Number(at) >= before)
      const old = young < 0 ? rows : rows.slice(0, young)
      const last = Number(old.at(-1)?.seq ?? 0)
      if (old.length === 0) return 0
      await raiseFloor(trx, last)
      await trx.deleteFrom('items').where('seq', '<=', last).execute()
      return old.length
    })
  )

const removeOldKeys = ({ db }: Database, before: number) =>
  repeat(async () => {
    const rows = await db.selectFrom('keys').select('key').where('at', '<', before).orderBy('at').limit(BATCH).execute()
    if (rows.length > 0) {
      const keys = rows.map(({ key }) => key)
      await db.deleteFrom('keys').where('key', 'in', keys).execute()
    }
    return rows.length
  })

/** Removes what a group has more than its newest `keep`; what is in no group then goes as well. */
const removeSurplus = (database: Database, audience: string, keep: number) =>
  repeat(async () => {
    const edge = await database.db
      .selectFrom('groups')
      .select('seq')
      .where('audience', '=', audience)
      .orderBy('seq', 'desc')
      .offset(keep)
      .limit(1)
      .executeTakeFirst()
    if (!edge) return 0
    return transaction(database, async trx => {
      await trx
        .updateTable('feed')
        .set(({ ref }) => ({ floor: ref('floor') }))
        .execute()
      const rows = await trx
        .selectFrom('groups')
        .select('seq')
        .where('audience', '=', audience)
        .where('seq', '<=', edge.seq)
        .orderBy('seq')
        .limit(BATCH)
        .execute()
      const seqs = rows.map(({ seq }) => seq)
      const last = Number(seqs.at(-1) ?? 0)
      if (seqs.length === 0) return 0
      await raiseFloor(trx, last)
      await trx.deleteFrom('groups').where('audience', '=', audience).where('seq', '<=', last).execute()
      await trx
        .deleteFrom('items')
        .where('seq', 'in', seqs)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('groups').select('groups.seq').whereRef('groups.seq', '=', 'items.seq')))
        )
        .execute()
      return seqs.length
    })
  })

async function removeSurpluses(database: Database, keep: number): Promise<number> {
  let removed = 0
  let last = ''
  for (;;) {
    // From one group to the next along the index, past all that is in them.
    const next = await database.db
      .selectFrom('groups')
      .select('audience')
      .where('audience', '>', last)
      .orderBy('audience')
      .limit(1)
      .executeTakeFirst()
    if (!next) return removed
    last = next.audience
    removed += await removeSurplus(database, last, keep)
  }
}

/** Removes what has expired, and what is not retained. Ends with how many that were. */
export async function sweep(database: Database, { days, perUser }: Retain, now: number): Promise<number> {
  let removed = await removeExpired(database, now)
  if (days !== undefined) {
    removed += await removeOld(database, now - days * DAY)
    await removeOldKeys(database, now - days * DAY)
  }
  if (perUser !== undefined) removed += await removeSurpluses(database, perUser)
  return removed
}
