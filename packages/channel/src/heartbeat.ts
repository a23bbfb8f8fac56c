import { CloseCode } from '@livelet/protocol'
import type { Clock } from './clock.ts'
import type { Peer } from './reader.ts'

/** Time that a peer has to answer a close frame, ms. */
const CLOSE_TIMEOUT = 5_000
/** Longest time between two looks, ms. */
const MAX_TICK = 1_000

/** One timer for all connections: pings, beats, silence, expired authentication, parked requests, and closes that nobody answers. */
export class Heartbeat {
  readonly #clock: Clock
  readonly #connections: ReadonlySet<Peer>
  #tick = MAX_TICK
  #cancel: (() => void) | undefined

  constructor(clock: Clock, connections: ReadonlySet<Peer>) {
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
        if (now - connection.closingSince >= CLOSE_TIMEOUT) connection.terminate()
      } else if ((connection.identity?.expiresAt ?? Number.POSITIVE_INFINITY) <= now) {
        connection.close(CloseCode.expired, 'the authentication has expired')
      } else connection.beat(now)
    }
  }
}
