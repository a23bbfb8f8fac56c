import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Socket } from 'node:net'

/** Bytes on the wire: `up` from the client, `down` to it. */
export interface Bytes {
  up: number
  down: number
}

/** Node publishes here when a response has left, whichever server of the process it was, and whatever answered. */
const RESPONSE_HAS_LEFT = 'http.server.response.finish'

/** What a connection had carried when its last response had left. */
const lastEnds = new WeakMap<Socket, Bytes>()

const carriedBy = ({ bytesRead, bytesWritten }: Socket): Bytes => ({ up: bytesRead, down: bytesWritten })

function onResponseHasLeft(message: unknown): void {
  if (typeof message !== 'object' || message === null || !('socket' in message)) return
  if (message.socket instanceof Socket) lastEnds.set(message.socket, carriedBy(message.socket))
}

/** Begins to notice where requests end on connections that carry several. What it gives back ends that. */
export function followResponses(): () => void {
  subscribe(RESPONSE_HAS_LEFT, onResponseHasLeft)
  return () => void unsubscribe(RESPONSE_HAS_LEFT, onResponseHasLeft)
}

/**
 * Counts what a request and its response take on the wire, headers included, for as long as they last; after an upgrade
 * the frames too. HTTP/1.1 carries one request after another on a connection (browsers do not pipeline), so a request's
 * bytes are those since the response before it, whoever asked for that. A request's own headers have been read when it
 * is known: that is why it is not counted from there.
 */
export function countBytes(socket: Socket): () => Bytes {
  const { up, down } = lastEnds.get(socket) ?? { up: 0, down: 0 }
  return () => {
    const now = carriedBy(socket)
    return { up: now.up - up, down: now.down - down }
  }
}
