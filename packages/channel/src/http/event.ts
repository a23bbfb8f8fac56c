import { Buffer } from 'node:buffer'
import type { Position } from '@livelet/protocol'
import { Frame } from '../frame.ts'

/** What a topic's messages carry as `id`, as an ETag, and as `since`: `<epoch>:<offset>`. */
export const positionId = ({ epoch, offset }: Position): string => `${epoch}:${offset}`

/** One event of a stream (WHATWG HTML §9.2), encoded once however many streams it goes to. Its data is one line of JSON. */
export class EventFrame extends Frame {
  #chunk: Buffer | undefined

  /** @param lines `id:`, `event:`, `data:` and the like, without the empty line that ends the event */
  constructor(...lines: string[]) {
    super(`${lines.join('\n')}\n\n`)
  }

  /**
   * The bytes as HTTP/1.1 carries them.
   *
   * @param chunked whether the response is sent in chunks (RFC 9112 §7.1), as it is to all but clients of HTTP/1.0
   */
  override wire(chunked: boolean): Buffer {
    if (!chunked) return this.payload
    this.#chunk ??= Buffer.from(`${this.length.toString(16)}\r\n${this.payload.toString('latin1')}\r\n`, 'latin1')
    return this.#chunk
  }
}

/** A message of the contract: `data` is what it is over a WebSocket. */
export function messageEvent(json: string, position?: Position): EventFrame {
  return position ? new EventFrame(`id: ${positionId(position)}`, `data: ${json}`) : new EventFrame(`data: ${json}`)
}

/** A message of the protocol has a name of its own, so that `onmessage` sees the feature's messages alone. */
export function controlEvent(type: string, json: string, position?: Position): EventFrame {
  const lines = [`event: ${type}`, `data: ${json}`]
  return new EventFrame(...(position ? [`id: ${positionId(position)}`] : []), ...lines)
}
