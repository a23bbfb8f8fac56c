/**
 * The only module that touches what ws and @fastify/websocket do not document. Each part is looked for before it is
 * used, and each caller has a way without it.
 */
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { WebSocket } from 'ws'

interface PrivateWebSocket {
  _socket?: Duplex | null
  _receiver?: { _maxPayload?: unknown } | null
  _extensions?: Record<string, { _maxPayload?: unknown; params?: Record<string, unknown> | null } | undefined>
  setSocket?(socket: Duplex, head: Buffer, options: object): void
}

const DEFLATE = 'permessage-deflate'

const parts = (socket: WebSocket): PrivateWebSocket => socket as unknown as PrivateWebSocket

/** Whether this ws has the parts that are used below, seen on a connection that leads nowhere. */
export function hasPrivateParts(): boolean {
  const socket = new WebSocket(null as unknown as string, undefined, {} as never)
  const { setSocket } = parts(socket)
  if (typeof setSocket !== 'function') return false
  const nowhere = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
  setSocket.call(socket, nowhere, Buffer.alloc(0), { maxPayload: 1 })
  const { _socket, _receiver } = parts(socket)
  socket.terminate()
  return _socket === nowhere && typeof _receiver?._maxPayload === 'number'
}

/** How a connection is written to. */
export interface Way {
  /** The stream below the WebSocket, for whole frames; without it `ws.send` is the way. */
  stream: Duplex | undefined
  /** Whether frames may be compressed. */
  deflate: boolean
}

/** The way through documented parts of ws only. */
export const PUBLIC_WAY: Way = { stream: undefined, deflate: false }

/**
 * The shortest way to a connection. A message that is compressed once for many refers back to no other, which every
 * agreement allows as long as all messages go this way; but its window must be as large as the one that it was compressed
 * with (RFC 7692 §7.1.2). Where a smaller one was agreed on, or it cannot be seen, ws compresses for the connection alone.
 */
export function wayTo(socket: WebSocket): Way {
  const { _socket, _extensions } = parts(socket)
  const stream = _socket ?? undefined
  if (!socket.extensions) return { stream, deflate: false }
  const params = _extensions?.[DEFLATE]?.params
  return params && (params.server_max_window_bits ?? 15) === 15 ? { stream, deflate: true } : PUBLIC_WAY
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

/** Lets go of the request and the response of the handshake, which a socket keeps for as long as it lives. */
export function detachResponse(socket: Duplex & { _httpMessage?: ServerResponse | null }): void {
  socket._httpMessage?.detachSocket?.(socket as unknown as Socket)
}

/** Whether an @fastify/websocket that the asking scope cannot see listens on this server. */
export function isServedElsewhere(server: Server): boolean {
  return server.listeners('upgrade').some(listener => listener.name === 'onUpgrade')
}

const kSocket = Symbol('livelet socket')

type Answer = ServerResponse & { [kSocket]?: Duplex }

function closeAnswered(this: Answer): void {
  this[kSocket]?.destroy()
}

/**
 * Closes the socket of an upgrade that was answered with an ordinary response outside of @fastify/websocket's scope,
 * where that leaves it open for good: `app.close()` would wait for it.
 */
export function closeRefusedUpgrades(server: Server): void {
  server.on('upgrade', (_request, socket: Duplex & { _httpMessage?: Answer }) => {
    const response = socket._httpMessage
    if (!response) return
    response[kSocket] = socket
    if (response.writableFinished) closeAnswered.call(response)
    else response.on('finish', closeAnswered)
  })
}
