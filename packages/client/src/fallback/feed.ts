import type { Clock } from '../types.ts'
import type { Requests } from './request.ts'

/** One topic that the client has joined over HTTP. */
export interface Feed {
  readonly topic: string
  /** The id of its join, until that is answered. */
  re: unknown
  /** `<epoch>:<offset>` of what has come; a state's only once its value has. */
  since: string | undefined
  /** Aborted when the client has left the topic. */
  readonly signal: AbortSignal
}

/** How a topic is read. */
export interface Reading {
  clock: Clock
  requests: Requests
  /** Time between two beats of the server, ms. */
  heartbeat: number
  /** Messages a second that the server takes of who is no connection. */
  perSecond: number
  /** How long an answer may take, ms. */
  timeout: number
  /** Aborted when everything ends. */
  signal: AbortSignal
  /** Hands a message to the client, as a WebSocket would have brought it. */
  emit(data: string): void
}

/** Joined: tells the client, and with its join's `re` if that waits for an answer. */
export function announce(feed: Feed, { emit }: Reading, joined: Record<string, unknown>): void {
  const { re } = feed
  feed.re = undefined
  emit(JSON.stringify({ ...joined, type: 'joined', topic: feed.topic, ...(re !== undefined && { re }) }))
}
