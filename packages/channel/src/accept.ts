import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { SUBPROTOCOL } from '@livelet/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebSocket } from 'ws'
import type { Channel } from './channel.ts'
import { Connection } from './connection.ts'
import type { Identity } from './definition.ts'
import { RateLimitedError, UnavailableError, ValidationError } from './errors.ts'
import { type Dialect, dialectOf } from './handshake.ts'
import { checkOrigin, identityOf } from './http/guard.ts'
import { detachResponse, limitPayload } from './ws-private.ts'

const kAccepted = Symbol('livelet accepted')
const kPlace = Symbol('livelet place')
const kResponseHeaders = Symbol('livelet response headers')

/** What the hooks of a handshake found out. */
interface Accepted {
  dialect: Dialect
  identity: Identity | null
  socket: Duplex
}

type Handshaking = IncomingMessage & { [kAccepted]?: Accepted; [kResponseHeaders]?: readonly string[] }
type Placed = Duplex & { [kPlace]?: { channel: Channel; address: string } | undefined }

/** Gives back the place of a client that has gone: no Fastify hook runs for one that leaves during the handshake. */
function releasePlace(this: Placed): void {
  const place = this[kPlace]
  this[kPlace] = undefined
  place?.channel.caps.release(place.address)
}

/** `onRequest`: everything that can be refused before it is known who asks. */
export function guard(channel: Channel, request: FastifyRequest, reply: FastifyReply): void {
  const { hub, settings, caps } = channel
  const raw: Handshaking = request.raw
  if (hub.isDraining) throw new UnavailableError('the server is restarting')
  checkOrigin(channel, request)
  const dialect = dialectOf(raw.headers['sec-websocket-protocol'])
  if (!dialect) throw new ValidationError(`expected the subprotocol ${SUBPROTOCOL}, or none for plain text`)
  // ws takes the first subprotocol that is offered, whatever it is.
  if (dialect === 'json') raw.headers['sec-websocket-protocol'] = SUBPROTOCOL

  // The request of an `injectWS` has no socket; the response always has the one that will be upgraded.
  const socket: Placed | null = reply.raw.socket
  // A place that is taken for who left during an earlier hook would never be given back.
  if (!socket || socket.destroyed) throw new UnavailableError('the client has gone')
  const address = settings.maxConnectionsPerAddress === undefined ? '' : request.ip
  const full = caps.take(address)
  if (full === 'all') throw new UnavailableError(`at most ${settings.maxConnections} connections`)
  if (full) throw new RateLimitedError(`at most ${settings.maxConnectionsPerAddress} connections from one address`)
  raw[kAccepted] = { dialect, identity: null, socket }
  socket[kPlace] = { channel, address }
  socket.on('close', releasePlace)
}

/** The last `preHandler`: who asks. */
export function identify(channel: Channel, request: FastifyRequest): void | Promise<void> {
  const accepted = (request.raw as Handshaking)[kAccepted]
  if (!accepted || !channel.settings.identify) return
  return identityOf(channel, request).then(identity => {
    accepted.identity = identity
  })
}

/** `onSend`: a handshake that is answered is refused. The stream of an `injectWS` is not closed after that. */
export async function release(request: FastifyRequest): Promise<void> {
  const accepted = (request.raw as Handshaking)[kAccepted]
  if (accepted) releasePlace.call(accepted.socket)
}

function uncork(stream: Duplex): void {
  stream.uncork()
}

/** `headers` of ws, just before it answers a handshake: what {@link accept} says at once leaves in the same write. */
export function onResponseHeaders(headers: string[], request: Handshaking): void {
  const accepted = request[kAccepted]
  if (!accepted) return
  request[kResponseHeaders] = headers
  accepted.socket.cork()
  // Not in accept: it is not called if a listener of the app throws.
  process.nextTick(uncork, accepted.socket)
}

/** A new id in one piece: `randomUUID` joins its own of twenty, which would stay, 420 bytes more for each connection. */
const newId = () => Buffer.from(randomUUID(), 'latin1').toString('latin1')

/** Takes over a WebSocket. Nothing here waits: what arrives before the listeners are there is lost. */
export function accept(channel: Channel, socket: WebSocket, request: FastifyRequest, clients: Set<WebSocket>): void {
  const raw: Handshaking = request.raw
  const { hub, settings, codec, definition } = channel
  const { dialect, identity, socket: stream } = raw[kAccepted] as Accepted
  // The app's own @fastify/websocket would end it at shutdown without a code, before the drain.
  clients.delete(socket)
  // The listener that @fastify/websocket put there keeps the whole request.
  socket.removeAllListeners('error')
  detachResponse(stream)
  if (hub.isFast) limitPayload(socket, settings.maxPayload)

  const connection = new Connection(channel, socket, newId(), dialect, identity, request.id)
  connection.listen()
  channel.add(connection)
  if (dialect === 'json' && socket.protocol !== SUBPROTOCOL) {
    connection.fail(new Error(`the app's handleProtocols chose "${socket.protocol}"`), `${SUBPROTOCOL} was not chosen`)
    return
  }
  if (dialect === 'json') connection.welcome()
  definition.onOpen?.(connection, { request, responseHeaders: raw[kResponseHeaders] ?? [] })
  const topic = codec.contract.defaultTopic
  if (dialect === 'text' && topic) {
    connection.enqueue(() => channel.join(connection, topic).catch(error => connection.sendError(error)))
  }
}
