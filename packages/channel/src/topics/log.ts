import { CloseCode } from '@livelet/protocol'
import type { Connection } from '../connection.ts'
import type { LogSource } from '../engine.ts'
import { Encoded, sendJoined, type Topic, type TopicContext } from './topic.ts'

/** Entries that are read at once. */
const PAGE = 128
/** Newest entries whose frames all readers share. */
const RING = 256

/** The newest entries, encoded once for all readers. It holds every entry after offset `start`. */
class Ring {
  start: number
  entries: Encoded[] = []

  constructor(start: number) {
    this.start = start
  }

  get head(): number {
    return this.entries.at(-1)?.offset ?? this.start
  }

  add(entry: Encoded): void {
    this.entries.push(entry)
    if (this.entries.length > RING) this.start = this.entries.shift()?.offset ?? this.start
  }

  after(offset: number, limit: number): Encoded[] {
    let first = this.entries.length
    while (first > 0 && (this.entries[first - 1]?.offset ?? 0) > offset) first--
    return this.entries.slice(first, first + limit)
  }
}

interface Reader {
  epoch: string
  /** The offset up to which the connection has been given everything. */
  position: number
  busy: boolean
}

/**
 * Every entry counts. Nothing is pushed: a publish only wakes, and each reader takes its next page when its outbox has
 * drained. One way serves live, replay and slow readers.
 */
export function logTopic(name: string, context: TopicContext, source: LogSource): Topic & { wake(): void } {
  const readers = new Map<Connection, Reader>()
  let epoch = source.epoch
  let ring = new Ring(source.head)
  let pulling: Promise<void> | undefined

  /** Reads what is newer than the ring, once for all readers that wait for it. */
  function pull(): Promise<void> {
    pulling ??= (async () => {
      const target = ring
      for (const entry of await source.read(target.head, PAGE)) target.add(new Encoded(context, name, entry))
    })().finally(() => {
      pulling = undefined
    })
    return pulling
  }

  /** The next page after `position`: shared frames for who keeps up, the source for who is further back. */
  async function page(position: number): Promise<Encoded[]> {
    if (position >= ring.start) {
      if (ring.head <= position) await pull()
      // The ring may have moved on past this reader while it was read.
      if (position >= ring.start) return ring.after(position, PAGE)
    }
    const entries = await source.read(position, PAGE)
    return entries.map(entry => new Encoded(context, name, entry))
  }

  /** Whether an entry after `position` was removed before it could be read: what was read then begins after the hole. */
  const isRemoved = (position: number, first?: Encoded) =>
    source.floor > position && !(first && first.offset <= source.floor)

  function restart(connection: Connection, reader: Reader): void {
    if (epoch !== source.epoch) {
      epoch = source.epoch
      ring = new Ring(source.head)
    }
    reader.epoch = epoch
    reader.position = source.head
    sendJoined(connection, { type: 'joined', topic: name, kind: 'log', epoch, offset: reader.position })
  }

  /** Gives a connection pages for as long as it takes them. */
  async function pump(connection: Connection, reader: Reader): Promise<void> {
    if (reader.busy) return
    reader.busy = true
    try {
      const isHere = () => readers.get(connection) === reader && connection.isOpen
      while (isHere() && connection.outbox.hasRoom) {
        if (reader.epoch !== source.epoch) restart(connection, reader)
        if (source.head <= reader.position) break
        const entries = await page(reader.position)
        if (!isHere()) return
        if (reader.epoch !== source.epoch) continue
        if (isRemoved(reader.position, entries[0])) {
          connection.close(CloseCode.removed, `${name}: what comes next was removed`)
          return
        }
        if (entries.length === 0) break
        for (const entry of entries) {
          const frame = entry.in(connection.dialect)
          if (frame) connection.outbox.push(frame)
          reader.position = entry.offset
        }
      }
    } catch (error) {
      connection.fail(error, `${name} cannot be read`)
    } finally {
      reader.busy = false
    }
  }

  const topic: Topic & { wake(): void } = {
    name,
    kind: 'log',
    get size() {
      return readers.size
    },
    join(connection, since, re) {
      if (epoch !== source.epoch) {
        epoch = source.epoch
        ring = new Ring(source.head)
      }
      const { floor, head } = source
      const recovered = since !== undefined && since.epoch === epoch && since.offset >= floor && since.offset <= head
      const offset = recovered ? since.offset : head
      const reader: Reader = { epoch, position: offset, busy: false }
      readers.set(connection, reader)
      sendJoined(connection, {
        type: 'joined',
        topic: name,
        kind: 'log',
        epoch,
        offset,
        ...(since && { recovered }),
        re
      })
      connection.setPump(topic, () => pump(connection, reader))
      pump(connection, reader)
    },
    leave(connection) {
      readers.delete(connection)
      connection.setPump(topic, undefined)
    },
    wake() {
      for (const [connection, reader] of readers) pump(connection, reader)
    }
  }
  return topic
}
