import type { LiveletError } from './error.ts'
import type { Joined, Position, Welcome } from './wire.ts'

/** A contract's messages, as `MessagesOf<typeof contract>` of `@livelet/protocol` gives them. */
export interface Messages {
  /** What clients send: by type, the `fields` and the `answer`. */
  receive: object
  /** What the server sends: by type, the fields. */
  send: object
}

/** Messages of a server whose contract is not known: any type, any fields. */
export interface AnyMessages {
  receive: Record<string, { fields: Record<string, unknown>; answer: Record<string, unknown> }>
  send: Record<string, Record<string, unknown>>
}

export type ReceiveType<M extends Messages> = keyof M['receive'] & string
export type SendType<M extends Messages> = keyof M['send'] & string
export type Fields<M extends Messages, T extends ReceiveType<M>> = M['receive'][T] extends { fields: infer F }
  ? F
  : never
export type Answer<M extends Messages, T extends ReceiveType<M>> = M['receive'][T] extends { answer: infer A }
  ? A
  : never

/** A message of the server that belongs to no topic. */
export type Message<M extends Messages, T extends SendType<M>> = { type: T } & M['send'][T]

/** A message of a topic; `type` tells which. */
export type TopicMessage<M extends Messages> = {
  [T in SendType<M>]: Message<M, T> & { topic: string; offset: number }
}[SendType<M>]

/** `connecting` until the server's welcome, `open`, `waiting` before the next attempt, `closed` for good. */
export type Status = 'connecting' | 'open' | 'waiting' | 'closed'

/** `websocket`, or over HTTP: `sse`, streams of events for as many topics as there is room for, or `poll`. */
export type Transport = 'websocket' | 'sse' | 'poll'

export interface StatusEvent {
  status: Status
  /** `open`: over what. It is told again when the client goes over to another. */
  transport?: Transport
  /** Why the connection ended (`waiting`, `closed`): its close code; below 1000 the HTTP status of a refusal. */
  code?: number
  reason?: string
  /** `waiting`: time until the next attempt, ms. */
  retryIn?: number
}

export interface RequestOptions {
  /** How long to wait for the answer, from the call on, ms. Default: the client's `timeout`. */
  timeout?: number
  /** Gives up the wait. What was already sent is not taken back. */
  signal?: AbortSignal
}

export interface SubscribeOptions {
  /** Where to go on from, for example what a page was rendered with. Counts for a topic's first handler only. */
  since?: Position
  /**
   * Called at each (re-)join. `recovered: false` says that something was missed for good: load it anew. `joined.offset`
   * is the position after which delivery goes on.
   */
  onJoined?(joined: Joined): void
  /**
   * A join was refused, or permission was withdrawn (`LIVELET_FORBIDDEN`: the subscription has ended). A refused join is
   * tried again: after a while if the server is `LIVELET_UNAVAILABLE` or `LIVELET_RATE_LIMITED`, else at the next
   * reconnect. Without it, the client's `onError` handlers are called.
   */
  onError?(error: LiveletError): void
}

/** The part of a WebSocket that the client uses: the browser's, Node's, and that of `ws` have it. */
export interface Socket {
  readonly readyState: number
  send(data: string): void
  close(code?: number, reason?: string): void
  onmessage: unknown
  onclose: unknown
  onerror: unknown
}

export type SocketConstructor = new (url: string, protocols: string) => Socket

/** Where time comes from, for tests. */
export interface Clock {
  /** A time that only rises, ms. */
  now(): number
  /** Calls back after `ms` milliseconds. */
  setTimeout(callback: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
}

export interface ClientOptions {
  /**
   * What may carry the connection. HTTP is tried if WebSocket fails, and loaded only then; without `poll`, three topics
   * can be read over it, without `sse` all are polled. Default: `['websocket', 'sse', 'poll']`; with a `WebSocket` of your
   * own and no `fetch` `['websocket']`, because it may send credentials that the global `fetch` would not.
   */
  transports?: readonly Transport[]
  /** The WebSocket to use, for Node before 22, which without it speaks HTTP. Default: the global one. */
  WebSocket?: SocketConstructor
  /** What HTTP is spoken with. Default: the global one. */
  fetch?: typeof globalThis.fetch
  /** The first reconnect comes within this time, ms; each failed attempt doubles it. Default 500. */
  minDelay?: number
  /** Reconnects never take longer than this, ms, unless the server asks for it. Default 20,000. */
  maxDelay?: number
  /** How long a request waits for its answer, and an attempt to connect for the server's welcome, ms. Default 10,000. */
  timeout?: number
  /** Messages kept while they cannot be sent. Default 100. */
  queue?: number
  /** Tells by `online`, `pageshow` and `visibilitychange` that it is worth trying now. Default: the browser's window. */
  page?: EventTarget
  /** For tests. Default: the system's, monotonic. */
  clock?: Clock
  /** A number from 0 up to 1, for tests. Default `Math.random`. */
  random?: () => number
}

export interface Client<M extends Messages = AnyMessages> {
  readonly status: Status
  /** What the server said first, on the present or the last connection. */
  readonly welcome: Welcome | undefined
  /** What carries the present or the last connection. */
  readonly transport: Transport | undefined
  /** Calls `listener` at once with the present status, then at each change. Returns what ends that. */
  onStatus(listener: (event: StatusEvent) => void): () => void
  /**
   * Sends without waiting for an answer; while there is no connection, when there is one. What is under way when a
   * connection breaks may be lost: use `request` where that matters. An error of the server comes to `onError`.
   * @throws LiveletError `QUEUE_FULL` or `CLOSED`.
   */
  send<T extends ReceiveType<M>>(type: T, fields: Fields<M, T>): void
  /**
   * Sends and resolves with the answer's fields. Rejects with a `LiveletError`: the server's, or `TIMEOUT`, `QUEUE_FULL`,
   * `CLOSED`, `UNKNOWN_OUTCOME`. The last one if the connection breaks before the answer; but if `fields` has a string
   * `key`, by which the server knows a repetition, it is sent again after the reconnect.
   */
  request<T extends ReceiveType<M>>(type: T, fields: Fields<M, T>, options?: RequestOptions): Promise<Answer<M, T>>
  /**
   * Calls `handler` with each message of `topic` (`<topic>/<name>`), once and in order, over all reconnects. Handlers of
   * one topic share one join; a later one of a `state` topic gets the latest value soon after the call.
   * @returns what ends it.
   * @throws LiveletError `CLOSED`.
   */
  subscribe(topic: string, handler: (message: TopicMessage<M>) => void, options?: SubscribeOptions): () => void
  /** Calls `handler` with messages of a type that belong to no topic and answer no request. Returns what ends it. */
  on<T extends SendType<M>>(type: T, handler: (message: Message<M, T>) => void): () => void
  /** Errors that answer no request: to a `send`, to a frame, from a malformed frame. Returns what ends it. */
  onError(handler: (error: LiveletError) => void): () => void
  /** Closes for good: what waits is rejected with `CLOSED`, no timer is left. `code`: 1000 (default) or 3000–4999. */
  close(code?: number, reason?: string): void
}
