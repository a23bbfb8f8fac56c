import type { Audience } from '@livelet/channel'
import { ForbiddenError } from '@livelet/channel/errors'
import { EVERYONE, groupOfTopic, groupOfUser } from '../notification.ts'
import { type Database, type Transaction, transaction } from './database.ts'

/** Topics that one user may be subscribed to: each is asked by itself when an inbox is read. */
export const MAX_TOPICS = 100

/** What anybody gets. */
export const ANYBODY: Audience = new Map([[EVERYONE, 0]])

/** What a user gets: what is for everyone, the user's own, and topics from the subscription on. */
export async function audienceOf(db: Transaction, user: string): Promise<Audience> {
  const topics = await db.selectFrom('topics').select(['topic', 'since']).where('user_id', '=', user).execute()
  return new Map([
    ...ANYBODY,
    [groupOfUser(user), 0],
    ...topics.map(({ topic, since }): [string, number] => [groupOfTopic(topic), Number(since)])
  ])
}

/** Begins now; a subscription that is there already goes on as it is. @throws ForbiddenError past `MAX_TOPICS` */
export function subscribe(database: Database, user: string, topic: string): Promise<void> {
  return transaction(database, async trx => {
    const { seq } = await trx.selectFrom('feed').select('seq').executeTakeFirstOrThrow()
    await trx
      .insertInto('topics')
      .values({ user_id: user, topic, since: seq })
      .onConflict(conflict => conflict.doNothing())
      .execute()
    const { count } = await trx
      .selectFrom('topics')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('user_id', '=', user)
      .executeTakeFirstOrThrow()
    if (Number(count) > MAX_TOPICS) throw new ForbiddenError(`a user may be subscribed to at most ${MAX_TOPICS} topics`)
  })
}

export async function unsubscribe({ db }: Database, user: string, topic: string): Promise<void> {
  await db.deleteFrom('topics').where('user_id', '=', user).where('topic', '=', topic).execute()
}
