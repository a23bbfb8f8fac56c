import type { Audience, LogEntry, LogSource } from '@livelet/channel'
import { MAX_COUNT, type Unread } from './contract.ts'
import { userOf } from './notification.ts'
import type { Counted, Store } from './store.ts'

interface Reader {
  connections: number
  audience: Audience | undefined
  /** `undefined` until somebody has asked. */
  unread: Counted | undefined
  /** Counts under way, which of them were applied, and what has arrived since the first of them began. */
  counting: number
  applied: number
  arrived: number[]
}

export interface ReadersOptions {
  store: Pick<Store, 'audience' | 'unread'>
  /** Tells a user's connections how many are unread. */
  tell(user: string, unread: Unread): void
  /** Calls back after a little while, in which more may arrive. */
  later(run: () => void): void
}

/** The users that are connected to this node, and how many each has not read: known without a query for each arrival. */
export interface Readers {
  opened(user: string): void
  closed(user: string): void
  /** Asks the store what the user gets from now on. */
  audience(user: string): Promise<Audience>
  /** Counts anew in the store. */
  count(user: string): Promise<Unread>
  /** Counts what has come, once, and tells those whom it is for. */
  arrived(entries: readonly LogEntry[]): void
  /** Connected users that are in one of the groups. */
  in(groups: ReadonlySet<string>): string[]
  /** Connected users that have asked how many are unread. */
  readonly counted: string[]
}

const shown = ({ count, more }: Unread): Unread => ({ count, more })

function plus({ count, more, head }: Counted, seqs: readonly number[]): Counted {
  const news = seqs.filter(seq => seq > head)
  const all = count + news.length
  return { count: Math.min(all, MAX_COUNT), more: more || all > MAX_COUNT, head: Math.max(head, ...news) }
}

const isIn = (audience: Audience | undefined, groups: ReadonlySet<string>, seq: number) => {
  for (const [group, since] of audience ?? []) if (seq > since && groups.has(group)) return true
  return false
}

export function trackReaders({ store, tell, later }: ReadersOptions): Readers {
  const readers = new Map<string, Reader>()
  let due = new Set<string>()
  let counts = 0
  let last = 0

  function flush(): void {
    const users = due
    due = new Set()
    for (const user of users) {
      const unread = readers.get(user)?.unread
      if (unread) tell(user, shown(unread))
    }
  }

  function add(user: string, reader: Reader, seq: number): void {
    if (reader.counting > 0) reader.arrived.push(seq)
    const before = reader.unread
    if (!before || seq <= before.head) return
    reader.unread = plus(before, [seq])
    if (before.more) return
    if (due.size === 0) later(flush)
    due.add(user)
  }

  /** Users whom an item may be for: those that are named, else all. */
  function* candidates(groups: ReadonlySet<string>): Iterable<[string, Reader]> {
    for (const group of groups) {
      const user = userOf(group)
      if (user === undefined) {
        yield* readers
        return
      }
      const reader = readers.get(user)
      if (reader) yield [user, reader]
    }
  }

  return {
    opened(user) {
      const reader = readers.get(user)
      if (reader) reader.connections++
      else {
        readers.set(user, {
          connections: 1,
          audience: undefined,
          unread: undefined,
          counting: 0,
          applied: 0,
          arrived: []
        })
      }
    },
    closed(user) {
      const reader = readers.get(user)
      if (!reader || --reader.connections > 0) return
      readers.delete(user)
    },
    async audience(user) {
      const audience = await store.audience(user)
      const reader = readers.get(user)
      if (reader) reader.audience = audience
      return audience
    },
    async count(user) {
      const reader = readers.get(user)
      if (!reader) return shown(await store.unread(user))
      const turn = ++counts
      reader.counting++
      try {
        const counted = await store.unread(user)
        const now = plus(counted, reader.arrived)
        // One that began earlier may be answered later.
        if (turn > reader.applied) {
          reader.applied = turn
          reader.unread = now
        }
        return shown(now)
      } finally {
        reader.counting--
        if (reader.counting === 0) reader.arrived = []
      }
    },
    arrived(entries) {
      for (const { offset, groups } of entries) {
        if (offset <= last || !groups) continue
        last = offset
        for (const [user, reader] of candidates(groups)) {
          if (isIn(reader.audience, groups, offset)) add(user, reader, offset)
        }
      }
    },
    in: groups =>
      [...candidates(groups)]
        .filter(([, { audience }]) => isIn(audience, groups, Number.POSITIVE_INFINITY))
        .map(([user]) => user),
    get counted() {
      return [...readers].filter(([, { unread }]) => unread).map(([user]) => user)
    }
  }
}

/** The feed as the channel reads it. What all readers share is also what is counted. */
export function sourceOf(store: Store, readers: Pick<Readers, 'arrived'>): LogSource {
  return {
    get epoch() {
      return store.feed.epoch
    },
    get floor() {
      return store.feed.floor
    },
    get head() {
      return store.feed.head
    },
    refresh: store.refresh,
    async read(after, limit, audience) {
      const entries = await store.read(after, limit, audience)
      if (!audience) readers.arrived(entries)
      return entries
    }
  }
}
