import { SUBPROTOCOL } from '@livelet/protocol'
import type { Channel } from './channel.ts'

/** What a client is told first, over a WebSocket by itself and over HTTP if it asks with `?welcome`. */
export function welcomeOf({ codec, settings }: Channel, connection: string): object {
  const { heartbeat, maxPayload, rate } = settings
  return { protocol: SUBPROTOCOL, connection, topic: codec.contract.defaultTopic, heartbeat, maxPayload, rate }
}
