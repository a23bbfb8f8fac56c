import type { ContractDefinition, MessagesOf } from '@livelet/protocol'
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import type { TProperties } from 'typebox'
import type { Fields } from './codec.ts'
import type { Audience, LogSource, MaybePromise, Publication } from './engine.ts'
import type { Dialect } from './handshake.ts'
import type { Loaded } from './topics/state.ts'

/** Who is on a connection, as `identify` says. `null` is anybody. */
export interface Identity {
  id: string
  name?: string
  /** When the authentication ends, ms since the epoch; the connection is then closed with 4003. */
  expiresAt?: number
}

/** One client's connection, as a feature sees it. */
export interface LiveConnection {
  readonly id: string
  readonly identity: Identity | null
  readonly dialect: Dialect
}

/** What a handler gets beside the message's fields. */
export interface MessageContext {
  connection: LiveConnection
  identity: Identity | null
  /** Aborted when a newer message takes this one's place, or the connection ends. */
  signal: AbortSignal
  log: FastifyBaseLogger
}

/** Who may join a topic of this family, and where its content comes from. */
export interface TopicRules {
  /** Whether this identity may join `<topic>/<name>`. Asked at every join, on every transport. */
  allow(identity: Identity | null, name: string): MaybePromise<boolean>
  /** Whether there is such a name [yes]. */
  has?(name: string): MaybePromise<boolean>
  /** Of a `state`: reads the latest value. Without it the engine keeps what was last published. */
  load?(name: string): MaybePromise<Loaded | undefined>
  /** Of a `log`: where its entries are. Without it the engine keeps what is published. */
  source?(name: string): MaybePromise<LogSource>
  /** Of a `log` whose entries have groups: what this reader gets. Asked at every join, and by `recheck`. */
  audience?(connection: LiveConnection, name: string): MaybePromise<Audience>
  /** Of a `log`: what a reader is sent beside it after each `joined`, for this connection alone. */
  greet?(connection: LiveConnection, name: string): MaybePromise<Publication | undefined>
  /**
   * Called when the topic opens on this node, before its first reader is joined. What it gives back is called when the
   * last reader has left.
   */
  open?(name: string): () => void
}

export interface TextRules {
  /**
   * What a line of plain text means, as a `receive` type and its fields.
   *
   * @throws a LiveletError, whose message is sent as `error: …`
   */
  parse(text: string): { type: string; fields: Fields }
  /** How a `send` type reads. Types that are not here are not sent to text clients; nor is `undefined`. */
  render?: Record<string, (fields: never) => string | undefined>
  /**
   * Of states: whether a reader gets words only if they are not those it got last. Who has got none yet has read
   * nothing, so that an empty text does not come first [no: each publication is sent].
   */
  distinct?: boolean
}

/** What happened at the handshake. */
export interface Handshake {
  request: FastifyRequest
  /** The lines of the 101 response. */
  responseHeaders: readonly string[]
}

/** A feature: its contract's messages, and what to do with them. */
export interface ChannelDefinition<D extends ContractDefinition> {
  topics?: { [T in keyof D['topics'] & string]: TopicRules }
  /** What each `receive` type does. It returns its answer's fields. What it throws is answered, and logged unless it was made for the client. */
  receive: {
    [T in keyof D['receive'] & string]: (
      fields: MessagesOf<D>['receive'][T]['fields'],
      context: MessageContext
    ) => MaybePromise<MessagesOf<D>['receive'][T]['answer']>
  }
  text?: TextRules
  /**
   * Which of its topics a `GET` of the feature's path asks for, in the feature's own words, as `?symbol=BTCUSDT` is
   * `price/BTCUSDT`. Not called where `?topic=` names one; without it, or if it gives `undefined`, the default topic is
   * meant.
   *
   * @throws a LiveletError, which is the answer
   */
  topicOf?(query: Record<string, unknown>): string | undefined
  /** What binary messages get [`'refuse'`]: an error, or themselves. */
  binary?: 'refuse' | 'echo'
  /** Called with each WebSocket, before its first message. It must not wait. */
  onOpen?(connection: LiveConnection, handshake: Handshake): void
  /** Called when a WebSocket has ended. Streams of events and held requests send nothing, so that they have neither. */
  onClose?(connection: LiveConnection): void
  /** The bundle that defines the feature's element. */
  element?: URL
  /** Schemas of the options that this feature has beside the shared ones. */
  options?: TProperties
}
