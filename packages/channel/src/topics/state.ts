import type { Position } from '@livelet/protocol'
import { isNewer, type MaybePromise, type Placed, type Publication } from '../engine.ts'
import type { Frame } from '../frame.ts'
import type { Reader } from '../reader.ts'
import { Encoded, sendJoined, type Topic, type TopicContext } from './topic.ts'

/** A state with the version that its store gave it, and the store's epoch if that outlives the process. */
export interface Loaded extends Publication {
  version?: number
  epoch?: string
}

/** Reads the latest value from where it is kept. */
export type LoadState = () => MaybePromise<Loaded | undefined>

/** The latest value counts. */
export function stateTopic(
  name: string,
  context: TopicContext,
  load: LoadState
): Topic & { apply(message: Placed): void } {
  const readers = new Set<Reader>()
  /** What each text reader got last, where that decides whether it gets the next. */
  const lastWords = new WeakMap<Reader, Buffer>()
  let current: { position: Position; encoded: Encoded } | undefined
  let loading: Promise<void> | undefined

  const announce = (connection: Reader, position: Position, rest: object) =>
    sendJoined(connection, {
      type: 'joined',
      topic: name,
      kind: 'state',
      epoch: position.epoch,
      offset: position.offset,
      ...rest
    })

  function sendCurrent(connection: Reader): void {
    const frame = current?.encoded.in(connection.form)
    if (frame && isNews(connection, frame)) connection.outbox.pushState(frame, topic)
  }

  function isNews(connection: Reader, { payload }: Frame): boolean {
    if (!context.distinctText || connection.dialect === 'json') return true
    const last = lastWords.get(connection)
    if (last ? last.equals(payload) : payload.length === 0) return false
    lastWords.set(connection, payload)
    return true
  }

  async function loadOnce(): Promise<void> {
    // Taken before loading: what is published meanwhile comes after what is loaded.
    const reserved = await context.engine.nextOffset()
    const before = current
    const loaded = await load()
    if (!loaded) {
      // Forgotten meanwhile.
      if (readers.size === 0 && current === before) current = undefined
      return
    }
    const { type, fields, version, epoch = context.engine.epoch } = loaded
    const known = version === undefined ? context.remembered.find(name, context.codec.encode(type, fields)) : undefined
    topic.apply({ type, fields, epoch, offset: version ?? reserved, ...(known?.epoch === epoch && known) })
  }

  /** Loads the latest, unless it is here because somebody reads it. */
  async function refresh(): Promise<void> {
    if (current && readers.size > 0) return
    loading ??= loadOnce().finally(() => {
      loading = undefined
    })
    await loading
  }

  /** A value that is loaded again without a version is in the place where it was last seen. */
  function remember(): void {
    if (current) context.remembered.add(name, { ...current.position, text: current.encoded.bare })
  }

  const topic: Topic & { apply(message: Placed): void } = {
    name,
    kind: 'state',
    get size() {
      return readers.size
    },
    async join(connection, since, re) {
      await refresh()
      const head = current?.position ?? { epoch: context.engine.epoch, offset: await context.engine.nextOffset() }
      const recovered = since !== undefined && since.epoch === head.epoch && since.offset <= head.offset
      readers.add(connection)
      announce(connection, recovered ? since : head, { ...(since && { recovered }), re })
      if (!recovered || since.offset < head.offset) sendCurrent(connection)
    },
    leave(connection) {
      if (readers.delete(connection) && readers.size === 0) remember()
    },
    async read() {
      await refresh()
      if (!current) return undefined
      if (readers.size === 0) remember()
      return { kind: 'state', ...current.position, items: [current.encoded.bare] }
    },
    apply(message) {
      const last = current?.position
      if (!isNewer(message, last)) return
      const position = { epoch: message.epoch, offset: message.offset }
      current = { position, encoded: new Encoded(context, name, message, message.epoch) }
      for (const reader of readers) {
        if (last && last.epoch !== position.epoch) announce(reader, position, {})
        sendCurrent(reader)
      }
    }
  }
  return topic
}
