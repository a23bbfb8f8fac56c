import { CloseCode, type MessageId } from '@livelet/protocol'
import type { WebSocket } from 'ws'
import type { Channel } from './channel.ts'
import type { Identity } from './definition.ts'
import { BadJsonError, isLiveletError, RateLimitedError } from './errors.ts'
import { Frame } from './frame.ts'
import type { Dialect } from './handshake.ts'
import { Inbox, type InboxOwner } from './inbox.ts'
import { isOneTooMany, RateLimit } from './limits.ts'
import { Outbox, type OutboxOwner } from './outbox.ts'
import type { Form, Peer } from './reader.ts'
import { errorTask, messageTask, textTask } from './tasks.ts'
import type { Topic } from './topics/topic.ts'
import { PUBLIC_WAY, wayTo } from './ws-private.ts'

/** Longest reason of a close frame, bytes (RFC 6455 §5.5: 125, two of which are the code). */
const MAX_REASON = 123
/** Pings that may stay unanswered. */
const MAX_MISSED = 2

const kConnection = Symbol('livelet connection')

type LiveSocket = WebSocket & { [kConnection]?: Connection }

// The same functions for every socket: thousands of them have no closures of their own.
function onMessage(this: LiveSocket, data: Buffer, isBinary: boolean): void {
  this[kConnection]?.receive(data, isBinary)
}

function onHeard(this: LiveSocket): void {
  const connection = this[kConnection]
  if (connection) connection.heard = true
}

function onClose(this: LiveSocket): void {
  this[kConnection]?.onClosed()
}

function onError(this: LiveSocket, error: Error): void {
  this[kConnection]?.onError(error)
}

/** One client's connection: what comes in is limited and handled in order, what goes out waits in its outbox. */
export class Connection implements Peer, InboxOwner, OutboxOwner {
  // What each publication looks at, close together: see the outbox.
  readonly form: Form
  readonly outbox: Outbox
  readonly id: string
  readonly dialect: Dialect
  readonly isStream = true
  readonly identity: Identity | null
  readonly channel: Channel
  readonly socket: WebSocket
  readonly requestId: string
  /** Whether something came since the last ping, how many stayed unanswered, and when the next is due, ms. */
  heard = true
  missed = 0
  nextPing: number
  /** When it was told to close, ms. */
  closingSince: number | undefined
  /** From the first ping on: at the handshake there is enough to do. */
  #hearsPings = false
  readonly #inbox: Inbox
  readonly #rate: RateLimit
  #topics: Map<string, Topic> | undefined
  #badTimes: number[] | undefined
  #pumps: Map<object, () => void> | undefined
  #aborts: Set<AbortController> | undefined

  constructor(
    channel: Channel,
    socket: WebSocket,
    id: string,
    dialect: Dialect,
    identity: Identity | null,
    requestId: string
  ) {
    const { hub, settings } = channel
    this.id = id
    this.dialect = dialect
    this.form = dialect
    this.identity = identity
    this.channel = channel
    this.socket = socket
    this.requestId = requestId
    this.nextPing = hub.clock.now() + settings.heartbeat
    this.outbox = new Outbox(this, hub.isFast ? wayTo(socket) : PUBLIC_WAY, hub.flusher, settings.outbox)
    this.#inbox = new Inbox(this)
    this.#rate = new RateLimit(settings.rate)
  }

  get isOpen(): boolean {
    return this.closingSince === undefined
  }

  /** Topics that it is joined to, by their names on the wire. */
  get topics(): Map<string, Topic> {
    this.#topics ??= new Map()
    return this.#topics
  }

  get mayRun(): boolean {
    return this.isOpen && !this.outbox.isFull
  }

  /** Handles what arrived; ws has checked that text is UTF-8. */
  receive(data: Buffer, isBinary: boolean): void {
    if (!this.isOpen) return
    this.heard = true
    if (data.length > this.channel.settings.maxPayload) {
      this.close(CloseCode.tooBig, 'too big')
      return
    }
    const verdict = this.#rate.take(this.channel.hub.clock.now())
    if (verdict === 'close') {
      this.close(CloseCode.tooMany, 'too many messages')
      return
    }
    const isJson = this.dialect === 'json'
    if (verdict === 'refuse') {
      const { perSecond, burst } = this.channel.settings.rate
      const error = new RateLimitedError(`at most ${perSecond} messages a second and ${burst} at once`)
      const id = isJson && !isBinary ? this.channel.codec.decode(data.toString()).id : undefined
      this.#inbox.add(errorTask(this, error, id))
    } else if (isBinary) {
      if (this.channel.definition.binary === 'echo')
        this.#inbox.add({ run: () => this.outbox.push(new Frame(data, true)) })
      else this.#inbox.add(errorTask(this, new BadJsonError('expected text, got a binary message')))
    } else {
      this.#inbox.add(isJson ? messageTask(this, data.toString()) : textTask(this, data.toString()))
    }
  }

  /** Puts a task among the messages, in its turn. */
  enqueue(run: () => void | Promise<void>): void {
    this.#inbox.add({ run })
  }

  /** Follows its socket. What came before is lost. */
  listen(): void {
    const socket: LiveSocket = this.socket
    socket[kConnection] = this
    socket.on('message', onMessage)
    socket.on('close', onClose)
    socket.on('error', onError)
  }

  /** Tells the client first of all what it is connected to. */
  welcome(): void {
    this.outbox.begin(new Frame(this.channel.welcome.of(this.id)))
  }

  sendControl(type: string, fields: object, re?: MessageId): void {
    this.outbox.push(new Frame(this.channel.codec.encode(type, fields, { re })))
  }

  /** Sends a message of the contract that belongs to no topic: an answer, or something for this connection alone. */
  send(type: string, fields: object, re?: MessageId): void {
    if (this.dialect === 'json') {
      this.outbox.push(new Frame(this.channel.codec.encode(type, fields, { re })))
      return
    }
    const text = this.channel.render(type, fields)
    if (text !== undefined) this.outbox.push(new Frame(text))
  }

  /** Answers a message of a `receive` type with its fields. */
  sendOk(type: string, fields: object, re: MessageId): void {
    this.outbox.push(new Frame(this.channel.codec.encodeOk(type, fields, re)))
  }

  /** Tells the client what went wrong. What was not made for it goes to the log, and it learns only that. */
  sendError(error: unknown, re?: MessageId): void {
    const known = isLiveletError(error)
    if (!known)
      this.channel.log.error({ err: error, reqId: this.requestId }, `${this.channel.settings.as}: a message failed`)
    const code = known ? error.code : 'LIVELET_INTERNAL'
    const message = known ? error.message : 'something went wrong on the server'
    if (this.dialect === 'json') this.sendControl('error', { code, message }, re)
    else this.outbox.push(new Frame(`error: ${message.replace(/\s+/g, ' ')}`))
  }

  /** Counts a message that was not understood; one too many in a minute ends the connection. */
  countBad(): boolean {
    this.#badTimes ??= []
    if (!isOneTooMany(this.#badTimes, this.channel.hub.clock.now())) return false
    this.close(CloseCode.badMessages, 'too many bad messages')
    return true
  }

  /** A signal for a running handler, aborted when the connection ends. */
  abortable(): AbortController {
    const controller = new AbortController()
    this.#aborts ??= new Set()
    this.#aborts.add(controller)
    return controller
  }

  release(controller: AbortController): void {
    this.#aborts?.delete(controller)
  }

  /** Sets what continues a log reader when the outbox has room again. */
  setPump(topic: object, pump: (() => void) | undefined): void {
    if (pump) {
      this.#pumps ??= new Map()
      this.#pumps.set(topic, pump)
    } else this.#pumps?.delete(topic)
  }

  onDrain(): void {
    if (this.#pumps) for (const pump of this.#pumps.values()) pump()
    this.#inbox.next()
  }

  onOverflow(): void {
    this.outbox.drop()
    this.close(CloseCode.overloaded, 'more waits than the outbox holds')
  }

  /** Ends the connection because of a fault of the server; the client may come back. */
  fail(error: unknown, what: string): void {
    this.channel.log.error({ err: error, reqId: this.requestId }, what)
    this.close(CloseCode.serverFault, what)
  }

  /** Pings the client, and beats for what cannot see pings. */
  beat(now: number): void {
    const { heartbeat } = this.channel.settings
    if (this.dialect === 'json' && now - this.outbox.lastWrite >= heartbeat) this.sendControl('beat', {})
    if (now < this.nextPing) return
    this.nextPing = now + heartbeat
    if (!this.#hearsPings) {
      this.#hearsPings = true
      this.socket.on('pong', onHeard).on('ping', onHeard)
    }
    this.missed = this.heard ? 0 : this.missed + 1
    this.heard = false
    if (this.missed >= MAX_MISSED) this.close(CloseCode.noHeartbeat, 'no heartbeat')
    else this.socket.ping()
  }

  terminate(): void {
    this.socket.terminate()
  }

  /** Sends what waits, then a close frame. Who does not answer it is cut off by the hub's sweep. */
  close(code: number, reason = ''): void {
    if (!this.isOpen) return
    this.closingSince = this.channel.hub.clock.now()
    this.outbox.end()
    this.#leave()
    // A paused socket would never read the answer.
    this.socket.resume()
    this.socket.close(code, Buffer.byteLength(reason) <= MAX_REASON ? reason : '')
  }

  /** The socket is gone. */
  onClosed(): void {
    this.closingSince ??= this.channel.hub.clock.now()
    this.outbox.drop()
    this.#leave()
    this.channel.remove(this)
    this.channel.definition.onClose?.(this)
  }

  onError(error: Error): void {
    // ws closes the connection itself, with the code that fits (1007, 1009); a client can cause this at will.
    this.channel.log.debug({ err: error, reqId: this.requestId }, 'websocket error')
  }

  #leave(): void {
    this.#inbox.clear()
    for (const name of this.#topics?.keys() ?? []) this.channel.leave(this, name)
    for (const controller of this.#aborts ?? []) controller.abort()
    this.#aborts = undefined
  }
}
