/**
 * The constants and message types of `livelet.v1`. No run-time dependency, so that a browser loads only these.
 */

/** The WebSocket subprotocol (RFC 6455 §1.9) of the JSON dialect. Without it, a connection speaks plain text. */
export const SUBPROTOCOL = 'livelet.v1'

/** Topics that one connection may be joined to at the same time. */
export const MAX_TOPICS = 100

/** How a topic is delivered: `signal` happens now, of a `state` the latest counts, of a `log` every entry. */
export type TopicKind = 'signal' | 'state' | 'log'

/** A position in a topic. Offsets rise, and may have holes; they compare only within one epoch. */
export interface Position {
  epoch: string
  offset: number
}

/** What pairs a request with its answer: at most 64 characters, or a safe integer. */
export type MessageId = string | number

/** Close codes (RFC 6455 §7.4; 4000–4999 are private use) that a Livelet server sends. */
export const CloseCode = {
  done: 1000,
  goingAway: 1001,
  notUtf8: 1007,
  tooBig: 1009,
  serverFault: 1011,
  restart: 1012,
  overloaded: 1013,
  removed: 4000,
  noHeartbeat: 4001,
  badMessages: 4002,
  expired: 4003,
  tooMany: 4008
} as const

const STOP: ReadonlySet<number> = new Set([
  CloseCode.notUtf8,
  CloseCode.tooBig,
  CloseCode.badMessages,
  CloseCode.expired,
  CloseCode.tooMany
])

/** Whether a client that was closed with `code` should connect again by itself, or stop and tell the application. */
export function reconnectsAfter(code: number): boolean {
  return !STOP.has(code)
}

/** Every error code that travels, with the HTTP status that it has over HTTP. */
export const ErrorStatus = {
  LIVELET_BAD_JSON: 400,
  LIVELET_UNKNOWN_TYPE: 400,
  LIVELET_VALIDATION: 400,
  LIVELET_FORBIDDEN: 403,
  LIVELET_NOT_FOUND: 404,
  LIVELET_SUPERSEDED: 409,
  LIVELET_TOO_BIG: 413,
  LIVELET_RATE_LIMITED: 429,
  LIVELET_INTERNAL: 500,
  LIVELET_UNAVAILABLE: 503
} as const

export type ErrorCode = keyof typeof ErrorStatus

export interface Rate {
  /** Messages a second that a connection may send in the long run. */
  perSecond: number
  /** Messages that it may send at once. */
  burst: number
}

/** The first message on a connection. */
export interface Welcome {
  type: 'welcome'
  protocol: typeof SUBPROTOCOL
  /** The connection's own id. */
  connection: string
  /** The feature's default topic, if it has one. */
  topic?: string
  /** Time between two beats, ms. */
  heartbeat: number
  /** Largest message that the server reads, bytes. */
  maxPayload: number
  rate: Rate
}

export interface Joined extends Position {
  type: 'joined'
  topic: string
  kind: TopicKind
  /** Present only if the join had `since`. `false`: something that was missed cannot be replayed. */
  recovered?: boolean
  re?: MessageId
}

export interface Left {
  type: 'left'
  topic: string
  re?: MessageId
}

export interface ErrorMessage {
  type: 'error'
  code: ErrorCode
  message: string
  re?: MessageId
}
