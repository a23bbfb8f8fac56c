/**
 * The only module that touches what ws and @fastify/websocket do not document. Each part is looked for before it is
 * used, and each caller has a way without it.
 */
import type { Server, ServerResponse } from 'node:http'
import { Duplex } from 'node:stream'
import * as ws from 'ws'
import { WebSocket } from 'ws'

interface PrivateWebSocket {
  _socket?: Duplex | null
  _receiver?: { _maxPayload?: unknown } | null
  _extensions?: Record<string, { _maxPayload?: unknown } | undefined>
  setSocket?(socket: Duplex, head: Buffer, options: object): void
}

const DEFLATE = 'permessage-deflate'

const parts = (socket: WebSocket): PrivateWebSocket => socket as unknown as PrivateWebSocket

/** Whether this ws has the parts that are used below, seen on a connection that leads nowhere. */
export function hasPrivateParts(): boolean {
  const socket = new WebSocket(null as unknown as string, undefined, {} as never)
  const { setSocket } = parts(socket)
  if (typeof setSocket !== 'function' || typeof Sender?.frame !== 'function') return false
  const nowhere = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
  setSocket.call(socket, nowhere, Buffer.alloc(0), { maxPayload: 1 })
  const { _socket, _receiver } = parts(socket)
  socket.terminate()
  return _socket === nowhere && typeof _receiver?._maxPayload === 'number'
}

interface PrivateSender {
  frame(data: Buffer, options: object): Buffer[]
}

const { Sender } = ws as unknown as { Sender?: PrivateSender }

const TEXT = 1
const BINARY = 2

/** A whole message as one unmasked frame (RFC 6455 §5.2). */
export function frame(payload: Buffer, binary: boolean): Buffer {
  if (!Sender) return payload
  const opcode = binary ? BINARY : TEXT
  return Buffer.concat(Sender.frame(payload, { fin: true, rsv1: false, opcode, mask: false, readOnly: true }))
}

/** The stream below a WebSocket. What is written to it must be whole frames. */
export function streamOf(socket: WebSocket): Duplex | undefined {
  return parts(socket)._socket ?? undefined
}

/**
 * Sets the largest message of one connection, where ws knows only one limit for a whole server. permessage-deflate counts
 * what it inflates to; the receiver counts what arrives, which deflate makes longer where nothing can be compressed
 * (zlib's deflateBound: by less than a thousandth), so that the caller looks at the message's own length too.
 */
export function limitPayload(socket: WebSocket, bytes: number): void {
  const { _receiver, _extensions } = parts(socket)
  const deflate = _extensions?.[DEFLATE]
  if (_receiver) _receiver._maxPayload = deflate ? bytes + Math.ceil(bytes / 1000) + 64 : bytes
  if (deflate) deflate._maxPayload = bytes
}

/** Whether an @fastify/websocket that the asking scope cannot see listens on this server. */
export function isServedElsewhere(server: Server): boolean {
  return server.listeners('upgrade').some(listener => listener.name === 'onUpgrade')
}

/**
 * Closes the socket of an upgrade that was answered with an ordinary response outside of @fastify/websocket's scope,
 * where that leaves it open for good: `app.close()` would wait for it.
 */
export function closeRefusedUpgrades(server: Server): void {
  server.on('upgrade', (_request, socket: Duplex & { _httpMessage?: ServerResponse }) => {
    const response = socket._httpMessage
    if (response?.writableFinished) socket.destroy()
    else response?.once('finish', () => socket.destroy())
  })
}
