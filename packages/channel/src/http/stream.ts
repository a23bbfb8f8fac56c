import { randomInt, randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import { CloseCode, type Position } from '@livelet/protocol'
import type { FastifyReply } from 'fastify'
import type { Channel } from '../channel.ts'
import type { Identity } from '../definition.ts'
import { Outbox, type OutboxOwner } from '../outbox.ts'
import type { Lane, Peer } from '../reader.ts'
import type { Topic } from '../topics/topic.ts'
import { controlEvent, EventFrame, messageEvent } from './event.ts'

/** Times after which clients come back if the stream is cut, ms: not all after the same. */
const RETRY = { from: 500, to: 2_500 }
/** Heartbeats for which a client may take nothing of what waits for it. */
const MAX_MISSED = 2

/** What an ended stream that never began is given. */
const NOWHERE: Lane = { hasRoom: false, push() {}, pushState() {}, pushSignal() {} }

const BEAT = new EventFrame(': beat')

/**
 * How a response is written to. A chunk is the same for all, so that it goes to the socket as it is. A response that waits
 * behind another on its connection (RFC 9112 §9.3.2), or has no real socket, writes for itself.
 */
function wayTo(response: ServerResponse): { stream: Writable; deflate: boolean } {
  const { socket, chunkedEncoding } = response
  return socket instanceof Socket ? { stream: socket, deflate: chunkedEncoding } : { stream: response, deflate: false }
}

/**
 * A stream of events, written by hand: @fastify/sse (0.6) encodes each event for each of its readers, starts a timer for
 * each, and needs a newer Node than this package. Here a stream has the outbox that a WebSocket has, and with it its
 * limit, and shares each event's bytes with all others.
 */
export class EventStream implements Peer, OutboxOwner {
  readonly id: string = randomUUID()
  readonly dialect = 'json'
  readonly form = 'event'
  readonly isStream = true
  readonly channel: Channel
  readonly identity: Identity | null
  readonly topics: Map<string, Topic> = new Map()
  closingSince: number | undefined
  readonly #reply: FastifyReply
  #opened: { outbox: Outbox; write(frame: EventFrame): void } | undefined
  #pump: (() => void) | undefined

  constructor(channel: Channel, identity: Identity | null, reply: FastifyReply) {
    this.channel = channel
    this.identity = identity
    this.#reply = reply
  }

  get isOpen(): boolean {
    return this.closingSince === undefined
  }

  /** Whether the response has begun, so that what goes wrong from now on cannot be its status. */
  get hasBegun(): boolean {
    return this.#opened !== undefined
  }

  /** Only who is joined is sent something, and thereby has an outbox. */
  get outbox(): Lane {
    return this.isOpen || this.#opened ? this.#open().outbox : NOWHERE
  }

  #open(): { outbox: Outbox; write(frame: EventFrame): void } {
    if (this.#opened) return this.#opened
    const { raw: response } = this.#reply.hijack()
    // What hooks have set is kept: a hijacked reply would lose it.
    response.writeHead(200, { ...this.#reply.getHeaders(), 'content-type': 'text/event-stream' } as Record<
      string,
      string
    >)
    response.flushHeaders()
    const way = wayTo(response)
    const { hub, settings } = this.channel
    const outbox = new Outbox(this, way, hub.flusher, settings.outbox)
    this.#opened = { outbox, write: frame => void way.stream.write(frame.wire(way.deflate)) }
    outbox.push(new EventFrame(`retry: ${randomInt(RETRY.from, RETRY.to)}`))
    return this.#opened
  }

  sendControl(type: string, fields: object): void {
    if (!this.isOpen) return
    const position = type === 'joined' ? (fields as Position) : undefined
    this.outbox.push(controlEvent(type, this.channel.codec.encode(type, fields), position))
    if (type === 'left') this.close(CloseCode.done, 'left')
  }

  send(type: string, fields: object): void {
    if (this.hasBegun) this.outbox.push(messageEvent(this.channel.codec.encode(type, fields)))
  }

  setPump(_topic: object, pump: (() => void) | undefined): void {
    this.#pump = pump
  }

  onDrain(): void {
    this.#pump?.()
  }

  onOverflow(): void {
    this.#opened?.outbox.drop()
    this.close(CloseCode.overloaded, 'more waits than the outbox holds')
  }

  beat(now: number): void {
    const { heartbeat } = this.channel.settings
    if (!this.#opened) return
    const { outbox } = this.#opened
    const silence = now - outbox.lastWrite
    if (silence < heartbeat) return
    if (outbox.hasRoom) outbox.push(BEAT)
    else if (silence >= MAX_MISSED * heartbeat) this.close(CloseCode.noHeartbeat, 'no heartbeat')
  }

  fail(error: unknown, what: string): void {
    this.channel.log.error({ err: error, reqId: this.#reply.request.id }, what)
    this.close(CloseCode.serverFault, what)
  }

  /** Sends what waits and why it ends, then the end. Who does not take it is cut off by the hub's sweep. */
  close(code: number, reason = ''): void {
    if (!this.isOpen) return
    this.closingSince = this.channel.hub.clock.now()
    if (this.#opened) {
      this.#opened.outbox.end()
      const retry = /^retry=(\d+)$/.exec(reason)?.[1]
      const lines = [`event: close`, `data: ${JSON.stringify({ code, reason })}`]
      this.#opened.write(new EventFrame(...(retry ? [`retry: ${retry}`] : []), ...lines))
      this.#reply.raw.end()
    }
    this.#leave()
  }

  /** The client is gone, or has all of the answer. */
  onClosed(): void {
    this.closingSince ??= this.channel.hub.clock.now()
    this.#opened?.outbox.drop()
    this.#leave()
  }

  terminate(): void {
    this.#reply.raw.destroy()
  }

  #leave(): void {
    for (const name of this.topics.keys()) this.channel.leave(this, name)
  }
}
