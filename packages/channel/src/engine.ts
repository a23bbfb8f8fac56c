import type { Position } from '@livelet/protocol'

export type MaybePromise<T> = T | Promise<T>

/** What is published: a message of a contract's `send` types. */
export interface Publication {
  type: string
  fields: object
}

/** A publication in its place. */
export interface Placed extends Publication, Position {}

/** An entry of a log. */
export interface LogEntry extends Publication {
  offset: number
  /** Whom it is for [everybody]. */
  groups?: ReadonlySet<string>
}

/** What a reader gets of a log: the groups that it is in, each with the offset after which it is. */
export type Audience = ReadonlyMap<string, number>

/**
 * Where the entries of a log are. Offsets rise and may have holes. The three numbers may be getters; whoever appends
 * wakes the topic afterwards.
 */
export interface LogSource {
  /** Changes when offsets begin anew. */
  readonly epoch: string
  /** The highest offset that was removed, 0 if none was. */
  readonly floor: number
  /** The offset of the newest entry, 0 if there is none. */
  readonly head: number
  /** Brings the three numbers up to date, where others than this process append. Called before each join. */
  refresh?(): MaybePromise<void>
  /**
   * At most `limit` entries after offset `after`, in order; of a log whose entries have `groups`, those for the audience,
   * or all without one. `floor` must be as new as what is read.
   */
  read(after: number, limit: number, audience?: Audience): MaybePromise<readonly LogEntry[]>
}

/** A log that an engine keeps. */
export interface EngineLog extends LogSource {
  append(publication: Publication): MaybePromise<number>
}

/** Something that one node of many holds for a while. */
export interface Lock {
  /** Prolongs it by its time to live; `false` if it was lost meanwhile. */
  renew(): MaybePromise<boolean>
  release(): MaybePromise<void>
}

export type Listener = (message: Placed) => void

/** What nodes share. In one process it is memory; `@livelet/redis` joins many. */
export interface Engine {
  /** Changes when offsets that this engine gives begin anew. */
  readonly epoch: string
  /** An offset greater than every one given before. */
  nextOffset(): MaybePromise<number>
  /**
   * Sends a publication to every subscriber of the topic on every node, in the order of publishing. Without a position
   * it gets the next one of this engine.
   */
  publish(topic: string, publication: Publication, position?: Partial<Position>): MaybePromise<void>
  /** Like `publish`, and keeps it for `read`. Dropped if its position is not newer than that of the one kept. */
  publishState(topic: string, publication: Publication, position?: Partial<Position>): MaybePromise<void>
  /** The state that is kept for the topic. */
  read(topic: string): MaybePromise<Placed | undefined>
  /** Forgets the state that is kept for the topic. */
  forget(topic: string): MaybePromise<void>
  /** Ends with a function that ends the subscription. */
  subscribe(topic: string, listener: Listener): MaybePromise<() => void>
  /** The log of the topic, kept by this engine. */
  log(topic: string): MaybePromise<EngineLog>
  /** Takes the lock for `ttl` ms, or nothing while another holds it. */
  lock(name: string, ttl: number): MaybePromise<Lock | undefined>
  close(): MaybePromise<void>
}

/** Whether `next` comes after `last`: a new epoch does, and so does a higher offset in the same one. */
export function isNewer(next: Position, last: Position | undefined): boolean {
  return !last || next.epoch !== last.epoch || next.offset > last.offset
}
