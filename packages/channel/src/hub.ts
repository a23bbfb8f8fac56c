import { randomInt } from 'node:crypto'
import { CloseCode } from '@livelet/protocol'
import type { Ajv } from 'ajv'
import type { FastifyBaseLogger } from 'fastify'
import type { WebSocket } from 'ws'
import type { Clock } from './clock.ts'
import type { Engine } from './engine.ts'
import { Flusher } from './flusher.ts'
import { Heartbeat } from './heartbeat.ts'
import type { ChannelDefaults } from './options.ts'
import type { Peer } from './reader.ts'
import { Upgrades } from './upgrades.ts'

/** Connections that are told to go at once, and the time until the next are, ms. */
const BATCH = 100
const BATCH_EVERY = 25

export interface HubOptions {
  ajv: Ajv
  clock: Clock
  log: FastifyBaseLogger
  engine: Engine
  defaults: ChannelDefaults
  isFast: boolean
  /** ms */
  drain: number
}

/** What all features of one app share: their connections, one timer, one flush, and the way to an end. */
export class Hub {
  readonly ajv: Ajv
  readonly clock: Clock
  readonly log: FastifyBaseLogger
  readonly engine: Engine
  readonly defaults: ChannelDefaults
  /** Whether frames go to the stream below ws, many in one write. */
  readonly isFast: boolean
  readonly flusher: Flusher
  readonly connections = new Set<Peer>()
  readonly heartbeat: Heartbeat
  /** Names under which features have opened here. */
  readonly names = new Set<string>()
  readonly upgrades = new Upgrades()
  readonly #drain: number
  #draining: Promise<void> | undefined
  #onEmpty: (() => void) | undefined

  constructor({ ajv, clock, log, engine, defaults, isFast, drain }: HubOptions) {
    this.ajv = ajv
    this.clock = clock
    this.log = log
    this.engine = engine
    this.defaults = defaults
    this.isFast = isFast
    this.#drain = drain
    this.flusher = new Flusher(clock)
    this.heartbeat = new Heartbeat(clock, this.connections)
  }

  get isDraining(): boolean {
    return this.#draining !== undefined
  }

  remove(connection: Peer): void {
    this.connections.delete(connection)
    if (this.connections.size === 0) this.#onEmpty?.()
  }

  /**
   * Ends every connection: each is told 1012, with a time after which to come back, in batches spread over half of the
   * drain time, so that neither this node nor the next meets all of them at once. What is left after it is cut off.
   *
   * @param others connections to the app's own WebSocket routes, which are told 1001
   */
  drain(others: Iterable<WebSocket> = []): Promise<void> {
    this.#draining ??= this.#end([...others])
    return this.#draining
  }

  async #end(others: readonly WebSocket[]): Promise<void> {
    this.heartbeat.stop()
    this.upgrades.refuse()
    const timeout = this.#wait(this.#drain)
    const gone = others.map(socket => new Promise<unknown>(resolve => socket.once('close', resolve)))
    for (const socket of others) socket.close(CloseCode.goingAway)
    if (this.connections.size > 0) gone.push(new Promise<void>(resolve => (this.#onEmpty = resolve)))
    // What only waits for an answer gets it at once.
    for (const connection of this.connections) {
      if (!connection.isStream) connection.close(CloseCode.restart, this.#retry())
    }
    const waiting = [...this.connections].filter(({ isStream }) => isStream)
    const batches = Math.ceil(waiting.length / BATCH)
    const every = Math.min(BATCH_EVERY, this.#drain / 2 / Math.max(1, batches))
    while (waiting.length > 0) {
      for (const connection of waiting.splice(0, BATCH)) connection.close(CloseCode.restart, this.#retry())
      if (waiting.length > 0) await this.#wait(every * (0.5 + Math.random()))
    }
    await Promise.race([Promise.all(gone), timeout])
    for (const connection of this.connections) connection.terminate()
    for (const socket of others) socket.terminate()
    this.upgrades.destroy()
  }

  /** A reason that tells a client to wait a while, ms, the longer the more others have to come back too. */
  #retry(): string {
    return `retry=${randomInt(100, 1_000 + 2 * this.connections.size)}`
  }

  #wait(ms: number): Promise<void> {
    return new Promise(resolve => this.clock.after(ms, resolve))
  }
}
