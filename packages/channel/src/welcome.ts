import { randomUUID } from 'node:crypto'
import { SUBPROTOCOL } from '@livelet/protocol'
import type { Codec } from './codec.ts'
import type { Settings } from './options.ts'

/** What a client is told first, over a WebSocket by itself and over HTTP if it asks with `?welcome`. */
export class Welcome {
  readonly #before: string
  readonly #after: string

  /** All but the connection's id is the same for every client, and written once. */
  constructor(codec: Codec, { heartbeat, maxPayload, rate }: Settings) {
    const id = randomUUID()
    const topic = codec.contract.defaultTopic
    const text = codec.encode('welcome', { protocol: SUBPROTOCOL, connection: id, topic, heartbeat, maxPayload, rate })
    const at = text.indexOf(id)
    this.#before = text.slice(0, at)
    this.#after = text.slice(at + id.length)
  }

  /** @param connection an id that needs no escaping in JSON */
  of(connection: string): string {
    return this.#before + connection + this.#after
  }
}
