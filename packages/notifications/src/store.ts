import type { Audience, LogEntry } from '@livelet/channel'
import { UnavailableError } from '@livelet/channel/errors'
import type { Page, Unread } from './contract.ts'
import type { Draft } from './notification.ts'
import { append, type Job, type Sent } from './store/append.ts'
import type { Database, Opened } from './store/database.ts'
import { type Feed, readAll, readFeed, readFor } from './store/feed.ts'
import { groupCommit } from './store/group-commit.ts'
import { countUnread, type ListQuery, listPage, type Viewer } from './store/inbox.ts'
import { markIds, markUpTo, readMark } from './store/marks.ts'
import { migrate } from './store/migrations.ts'
import { type Retain, sweep } from './store/sweep.ts'
import { ANYBODY, audienceOf, subscribe, unsubscribe } from './store/topics.ts'

/** Sends that share a transaction at most. */
const MAX_GROUP = 256

/** Where notifications are kept: what `sqliteNotifications` and `postgresNotifications` give. */
export interface NotificationStore {
  /**
   * Opens the database; `onError` is told of faults that belong to no question, such as a connection that broke idle.
   *
   * @throws Error that says which database, and why not
   */
  open(onError: (error: Error) => void): Promise<Opened>
}

/** Unread ones, and up to which `seq` they are counted. */
export interface Counted extends Unread {
  head: number
}

/** The notifications of one feature in one database. Every promise of a change resolves when it is committed. */
export interface Store {
  /** As of the last read or `refresh`. */
  readonly feed: Readonly<Feed>
  refresh(): Promise<void>
  send(draft: Draft): Promise<Sent>
  /** For whom it was; `undefined` if there is none. */
  remove(seq: number): Promise<ReadonlySet<string> | undefined>
  audience(user: string): Promise<Audience>
  subscribe(user: string, topic: string): Promise<void>
  unsubscribe(user: string, topic: string): Promise<void>
  read(after: number, limit: number, audience?: Audience): Promise<LogEntry[]>
  /** @param user `undefined`: anybody */
  list(user: string | undefined, query: ListQuery): Promise<Page>
  unread(user: string): Promise<Counted>
  /** Ends with how far: what is not there yet stays unread. */
  markUpTo(user: string, upTo: number): Promise<number>
  /** Which of them are in the user's inbox. @throws NotFoundError if none is */
  markIds(user: string, ids: readonly number[]): Promise<number[]>
  sweep(retain: Retain): Promise<number>
  /** Waits for what is under way. */
  close(): Promise<void>
}

export interface StoreOptions {
  /** What the tables' names begin with. */
  prefix: string
  now?: () => number
}

/** Opens the tables, making them if need be. @throws Error that names the database */
export async function openStore(opened: Opened, { prefix, now = Date.now }: StoreOptions): Promise<Store> {
  const db = opened.tables(prefix)
  const database: Database = { dialect: opened.dialect, db }
  let feed: Feed
  try {
    await migrate(database, prefix)
    feed = await readFeed(database)
  } catch (error) {
    await opened.close().catch(() => {})
    throw new Error(`cannot open the notifications in ${opened.name}: ${(error as Error).message}`, { cause: error })
  }

  const commits = groupCommit<Job, Sent>(async jobs => {
    const sent = await append(database, jobs)
    const head = Math.max(...sent.map(({ seq }) => seq))
    if (head > feed.head) feed = { ...feed, head }
    return sent
  }, MAX_GROUP)
  let closing: Promise<void> | undefined

  async function refresh(): Promise<void> {
    const read = await readFeed(database)
    // Two questions under way may be answered in either order.
    if (read.epoch === feed.epoch && read.head < feed.head) return
    feed = read
  }

  async function viewer<U extends string | undefined>(user: U): Promise<Viewer & { user: U }> {
    if (user === undefined) return { user, audience: ANYBODY, upto: 0 }
    return { user, audience: await audienceOf(db, user), upto: await readMark(db, user) }
  }

  return {
    get feed() {
      return feed
    },
    refresh,
    async send(draft) {
      if (closing) throw new UnavailableError('the notifications are closed')
      return commits.add({ draft, at: now() })
    },
    async remove(seq) {
      const rows = await db.selectFrom('groups').select('audience').where('seq', '=', seq).execute()
      if (rows.length === 0) return undefined
      await db.deleteFrom('items').where('seq', '=', seq).execute()
      return new Set(rows.map(({ audience }) => audience))
    },
    audience: user => audienceOf(db, user),
    subscribe: (user, topic) => subscribe(database, user, topic),
    unsubscribe: (user, topic) => unsubscribe(database, user, topic),
    async read(after, limit, audience) {
      const entries = audience
        ? await readFor(database, audience, after, limit, now())
        : await readAll(database, after, limit, now())
      // After the entries, so that the floor tells what was removed before they were read.
      await refresh()
      return entries
    },
    list: async (user, query) => listPage(db, await viewer(user), query, now()),
    async unread(user) {
      const { head } = await readFeed(database)
      return { ...(await countUnread(db, await viewer(user), head, now())), head }
    },
    markUpTo: (user, upTo) => markUpTo(database, user, upTo),
    markIds: async (user, ids) => markIds(database, await viewer(user), ids, now()),
    async sweep(retain) {
      const removed = await sweep(database, retain, now())
      await refresh()
      return removed
    },
    close() {
      closing ??= commits.settled().then(opened.close)
      return closing
    }
  }
}
