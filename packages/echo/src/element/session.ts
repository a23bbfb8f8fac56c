import { SUBPROTOCOL } from '@livelet/protocol'
import type { Handshake } from '../contract.ts'
import { byteLength, formatHex } from './bytes.ts'
import { type Entry, idOf, readMessage, shorten } from './frames.ts'
import { roundTrips } from './round-trips.ts'

export type Dialect = 'text' | 'json'
export type Status = 'closed' | 'connecting' | 'open'

export interface Session {
  /** In the JSON dialect, as an `echo` request. */
  sendText(text: string): void
  /** Exactly this frame. */
  sendRaw(frame: string): void
  sendBinary(bytes: Uint8Array<ArrayBuffer>): void
  /** JSON dialect only. */
  ping(): void
  close(): void
}

export interface SessionEvents {
  opened(socket: { url: string; protocol: string; extensions: string }): void
  entry(entry: Entry): void
  handshake(handshake: Handshake): void
  closed(code: number): void
}

/** One bare WebSocket, whose frames are told one by one. */
export function openSession(server: URL, dialect: Dialect, events: SessionEvents): Session {
  const url = new URL(server)
  url.protocol = url.protocol.replace('http', 'ws')
  const socket = dialect === 'json' ? new WebSocket(url, SUBPROTOCOL) : new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  const trips = roundTrips()
  let ids = 0

  function sendRaw(frame: string) {
    const now = performance.now()
    const id = dialect === 'json' ? idOf(readMessage(frame)?.id) : undefined
    if (id !== undefined) trips.sentRequest(id, now)
    else if (dialect === 'text') trips.sentText(now)
    socket.send(frame)
    events.entry({ what: 'frame', direction: 'sent', kind: 'text', text: shorten(frame), size: byteLength(frame) })
  }

  function request(type: string, fields: object) {
    ids += 1
    sendRaw(JSON.stringify({ type, id: ids, ...fields }))
  }

  function receivedText(frame: string, now: number) {
    const message = dialect === 'json' ? readMessage(frame) : undefined
    const re = idOf(message?.re)
    const roundTrip =
      dialect === 'text' ? trips.receivedText(now) : re === undefined ? undefined : trips.receivedAnswer(re, now)
    const size = byteLength(frame)
    events.entry({ what: 'frame', direction: 'received', kind: 'text', text: shorten(frame), size, roundTrip })
    if (message?.type === 'handshake') events.handshake(message as unknown as Handshake)
  }

  socket.onopen = () => {
    events.opened({ url: socket.url, protocol: socket.protocol, extensions: socket.extensions })
    events.entry({ what: 'open', protocol: socket.protocol })
    if (dialect === 'json') request('handshake', {})
  }
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    const now = performance.now()
    if (typeof data === 'string') {
      receivedText(data, now)
      return
    }
    const [text, size] = [formatHex(new Uint8Array(data)), data.byteLength]
    const roundTrip = trips.receivedBinary(now)
    events.entry({ what: 'frame', direction: 'received', kind: 'binary', text, size, roundTrip })
  }
  socket.onclose = ({ code, reason }) => {
    events.entry({ what: 'close', code, reason })
    events.closed(code)
  }

  return {
    sendText: text => (dialect === 'json' ? request('echo', { data: text }) : sendRaw(text)),
    sendRaw,
    sendBinary(bytes) {
      trips.sentBinary(performance.now())
      socket.send(bytes)
      const [text, size] = [formatHex(bytes), bytes.byteLength]
      events.entry({ what: 'frame', direction: 'sent', kind: 'binary', text, size })
    },
    ping: () => request('ping', { sent: Date.now() }),
    close: () => socket.close(1000)
  }
}
