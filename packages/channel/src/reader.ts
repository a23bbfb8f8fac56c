import type { MessageId } from '@livelet/protocol'
import type { Channel } from './channel.ts'
import type { LiveConnection } from './definition.ts'
import type { Frame } from './frame.ts'
import type { Dialect } from './handshake.ts'
import type { Topic } from './topics/topic.ts'

/** In which form a reader gets what is published: one of the dialects, or an event of a stream. */
export type Form = Dialect | 'event'

/** Where topics put what is for one reader. */
export interface Lane {
  /** Whether a log reader may be given more. */
  readonly hasRoom: boolean
  push(frame: Frame): void
  pushState(frame: Frame, topic: object): void
  pushSignal(frame: Frame): void
}

/** Who may be joined to topics, whatever the transport. */
export interface Reader extends LiveConnection {
  readonly channel: Channel
  readonly form: Form
  readonly isOpen: boolean
  readonly outbox: Lane
  /** Topics that it is joined to, by their names on the wire. */
  readonly topics: Map<string, Topic>
  /** Sets what continues a log reader when the outbox has room again. */
  setPump(topic: object, pump: (() => void) | undefined): void
  sendControl(type: string, fields: object, re?: MessageId): void
  /** Sends a message that belongs to no topic. */
  send(type: string, fields: object): void
  /** Ends it because of a fault of the server; the client may come back. */
  fail(error: unknown, what: string): void
  /** @param code a close code of `livelet.v1`, over every transport */
  close(code: number, reason?: string): void
}

/** A reader as the hub sees it, for as long as its client is there. */
export interface Peer extends Reader {
  /** When it was told to close, ms. */
  readonly closingSince: number | undefined
  /** Whether what is sent to its user beside its topics arrives. A parked request takes one answer only. */
  readonly isStream: boolean
  /** Called by the one timer of all. `now` is in ms. */
  beat(now: number): void
  /** Cuts it off. */
  terminate(): void
}
