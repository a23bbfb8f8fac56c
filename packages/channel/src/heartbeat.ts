import { CloseCode } from '@livelet/protocol'
import type { Clock } from './clock.ts'
import type { Connection } from './connection.ts'

/** Time that a peer has to answer a close frame, ms. */
const CLOSE_TIMEOUT = 5_000
/** Beats that may stay unanswered. */
const MAX_MISSED = 2
/** Longest time between two looks, ms. */
const MAX_TICK = 1_000

/** One timer for all connections: pings, beats, silence, expired authentication, and closes that nobody answers. */
export class Heartbeat {
  readonly #clock: Clock
  readonly #connections: ReadonlySet<Connection>
  #tick = MAX_TICK
  #cancel: (() => void) | undefined

  constructor(clock: Clock, connections: ReadonlySet<Connection>) {
    this.#clock = clock
    this.#connections = connections
  }

  /** Looks often enough for this heartbeat, ms. */
  start(heartbeat: number): void {
    this.#tick = Math.min(this.#tick, Math.max(10, heartbeat / 5))
    this.stop()
    this.#cancel = this.#clock.after(this.#tick, () => {
      this.sweep(this.#clock.now())
      this.start(heartbeat)
    })
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  sweep(now: number): void {
    for (const connection of this.#connections) {
      if (connection.closingSince !== undefined) {
        if (now - connection.closingSince >= CLOSE_TIMEOUT) connection.socket.terminate()
      } else if ((connection.identity?.expiresAt ?? Number.POSITIVE_INFINITY) <= now) {
        connection.close(CloseCode.expired, 'the authentication has expired')
      } else this.#beat(connection, now)
    }
  }

  #beat(connection: Connection, now: number): void {
    const { heartbeat } = connection.channel.settings
    if (connection.dialect === 'json' && now - connection.lastSent >= heartbeat) connection.sendControl('beat', {})
    if (now < connection.nextPing) return
    connection.nextPing = now + heartbeat
    connection.missed = connection.heard ? 0 : connection.missed + 1
    connection.heard = false
    if (connection.missed >= MAX_MISSED) connection.close(CloseCode.noHeartbeat, 'no heartbeat')
    else connection.socket.ping()
  }
}
