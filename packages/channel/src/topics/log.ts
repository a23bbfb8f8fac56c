import { CloseCode, type Position } from '@livelet/protocol'
import type { LiveConnection } from '../definition.ts'
import type { Audience, LogEntry, LogSource, MaybePromise, Publication } from '../engine.ts'
import type { Reader } from '../reader.ts'
import { isFor, PAGE, pageOf } from './page.ts'
import { Ring } from './ring.ts'
import { type Content, Encoded, sendJoined, type Topic, type TopicContext } from './topic.ts'

interface Place {
  epoch: string
  /** The offset up to which the connection has been given everything that is for it. */
  position: number
  /** What is for it; `undefined`: everything. */
  audience: Audience | undefined
  /** Whether a page is being read for it alone. */
  busy: boolean
  /** Entries of its next page: fewer where they are so big that not all of the last page had room. */
  limit: number
}

/** What a log asks its feature about a connection. */
export interface LogRules {
  audience?(connection: LiveConnection): MaybePromise<Audience | undefined>
  greet?(connection: Reader): MaybePromise<Publication | undefined>
}

/**
 * Every entry counts. A publish only wakes: what is new is read once for all readers, and each is given as much as its
 * outbox has room for, the newest from what all share, older ones from the source. One way serves live, replay and
 * slow readers. What is not for a reader is passed over.
 */
export function logTopic(
  name: string,
  context: TopicContext,
  source: LogSource,
  rules: LogRules = {}
): Topic & { wake(): void } {
  const readers = new Map<Reader, Place>()
  let epoch = source.epoch
  let ring = new Ring(source.head)
  let isPulling = false
  let isBehind = false

  const encode = (entry: LogEntry) => new Encoded(context, name, entry, epoch)

  function renew(): void {
    epoch = source.epoch
    ring = new Ring(source.head)
  }

  /**
   * Whether an entry after `position` was removed before it could be read. If all after it are read, what was read
   * before the removal begins before the hole.
   */
  const isRemoved = (position: number, first: number | undefined, isWhole: boolean) =>
    source.floor > position && !(isWhole && first !== undefined && first <= source.floor)

  /** Reads what is newer than the ring, and gives it to all. */
  async function pull(): Promise<void> {
    while (isBehind && readers.size > 0) {
      isBehind = false
      const target = ring
      // What is there now is there when it is read.
      const { head } = source
      const entries = await source.read(target.end, PAGE)
      if (epoch !== source.epoch) renew()
      else if (target === ring) {
        if (isRemoved(ring.end, entries[0]?.offset, !rules.audience)) ring = new Ring(source.floor)
        const news = entries.filter(({ offset }) => offset > ring.end)
        const last = news.at(-1)?.offset ?? ring.end
        isBehind ||= entries.length === PAGE
        ring.add(news.map(encode), entries.length === PAGE ? last : Math.max(last, head))
      } else isBehind = true
      for (const [connection, reader] of readers) give(connection, reader)
    }
  }

  function wake(): void {
    isBehind = true
    if (isPulling) return
    isPulling = true
    pull()
      .catch(error => {
        for (const connection of readers.keys()) connection.fail(error, `${name} cannot be read`)
      })
      .finally(() => {
        isPulling = false
        if (isBehind && readers.size > 0) wake()
      })
  }

  function push(connection: Reader, reader: Place, entry: Encoded): void {
    reader.position = entry.offset
    const frame = isFor(entry, reader.audience) ? entry.in(connection.form) : null
    if (frame) connection.outbox.push(frame)
  }

  /** Gives a connection what it takes now. */
  function give(connection: Reader, reader: Place): void {
    if (reader.busy || !connection.outbox.hasRoom) return
    if (reader.epoch !== epoch) restart(connection, reader)
    if (reader.position < ring.start) {
      replay(connection, reader)
      return
    }
    if (reader.position >= ring.end) return
    for (const entry of ring.after(reader.position)) {
      if (!connection.outbox.hasRoom) return
      push(connection, reader, entry)
    }
    reader.position = ring.end
  }

  /** Gives a connection pages of its own, until it has come to the ring or takes no more. */
  async function replay(connection: Reader, reader: Place): Promise<void> {
    const isHere = () => readers.get(connection) === reader && connection.isOpen
    reader.busy = true
    try {
      while (isHere() && reader.epoch === epoch && reader.position < ring.start && connection.outbox.hasRoom) {
        const { audience, limit, position } = reader
        const { end } = ring
        const entries = await source.read(position, limit, audience)
        if (!isHere()) return
        if (epoch !== source.epoch) renew()
        if (reader.epoch !== epoch || reader.audience !== audience) continue
        if (isRemoved(position, entries[0]?.offset, !audience)) {
          connection.close(CloseCode.removed, `${name}: what comes next was removed`)
          return
        }
        let given = 0
        for (const entry of entries) {
          if (!connection.outbox.hasRoom) break
          push(connection, reader, encode(entry))
          given++
        }
        const isAll = given === entries.length
        reader.limit = isAll ? Math.min(2 * limit, PAGE) : Math.max(given, 1)
        if (isAll && given < limit) reader.position = Math.max(reader.position, end)
      }
    } catch (error) {
      connection.fail(error, `${name} cannot be read`)
    } finally {
      reader.busy = false
    }
    if (isHere()) give(connection, reader)
  }

  function announce(connection: Reader, reader: Place, rest: object): void {
    const { position: offset } = reader
    sendJoined(connection, { type: 'joined', topic: name, kind: 'log', epoch, offset, ...rest })
    greet(connection).catch(error => connection.fail(error, `${name}: a reader cannot be greeted`))
  }

  async function greet(connection: Reader): Promise<void> {
    const greeting = await rules.greet?.(connection)
    if (greeting && readers.has(connection)) connection.send(greeting.type, greeting.fields)
  }

  function restart(connection: Reader, reader: Place): void {
    reader.epoch = epoch
    reader.position = source.head
    announce(connection, reader, {})
  }

  /** What comes after a position: from what the readers share, where that goes back so far and is up to date. */
  async function page(since: Position, audience: Audience | undefined): Promise<Content> {
    const { head, floor } = source
    const after = since.offset
    const lost = (): Content => ({
      kind: 'log',
      epoch: source.epoch,
      offset: source.head,
      recovered: false,
      items: []
    })
    if (since.epoch !== source.epoch || after < floor || after > head) return lost()
    const isShared = epoch === since.epoch && readers.size > 0 && after >= ring.start && ring.end >= head
    if (isShared)
      return pageOf(
        [...ring.after(after)].filter(entry => isFor(entry, audience)),
        since,
        ring.end
      )
    const entries = await source.read(after, PAGE, audience)
    if (since.epoch !== source.epoch || isRemoved(after, entries[0]?.offset, !audience)) return lost()
    const last = entries.at(-1)?.offset ?? after
    const end = entries.length < PAGE ? Math.max(last, head) : last
    return pageOf(
      entries.map(entry => new Encoded(context, name, entry, since.epoch)),
      since,
      end
    )
  }

  const topic: Topic & { wake(): void } = {
    name,
    kind: 'log',
    get size() {
      return readers.size
    },
    async join(connection, since, re) {
      await source.refresh?.()
      const audience = await rules.audience?.(connection)
      // What nobody read needs not be caught up with.
      if (epoch !== source.epoch || readers.size === 0) renew()
      const { floor, head } = source
      const recovered = since !== undefined && since.epoch === epoch && since.offset >= floor && since.offset <= head
      const position = recovered ? since.offset : head
      const reader: Place = { epoch, position, audience, busy: false, limit: PAGE }
      readers.set(connection, reader)
      connection.setPump(topic, () => give(connection, reader))
      announce(connection, reader, { ...(since && { recovered }), re })
      give(connection, reader)
      if (head > ring.end) wake()
    },
    leave(connection) {
      readers.delete(connection)
      connection.setPump(topic, undefined)
    },
    async read(connection, since) {
      await source.refresh?.()
      const audience = await rules.audience?.(connection)
      return since ? page(since, audience) : { kind: 'log', epoch: source.epoch, offset: source.head, items: [] }
    },
    async recheck(connection) {
      const audience = await rules.audience?.(connection)
      const reader = readers.get(connection)
      if (reader) reader.audience = audience
    },
    wake
  }
  return topic
}
