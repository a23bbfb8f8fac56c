import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Channel } from '../channel.ts'
import type { Identity } from '../definition.ts'
import { ForbiddenError, InternalError, isLiveletError, RateLimitedError, UnavailableError } from '../errors.ts'
import { isOriginAllowed } from '../handshake.ts'

const kSender = Symbol('livelet sender')

type Sent = FastifyRequest & { [kSender]?: Identity | null }

/** Headers of ours that a page of another origin may read. */
const EXPOSED = 'etag, preference-applied, retry-after'

/** Adds to what the answer depends on, beside what plugins of the host have said. */
export function vary(reply: FastifyReply, ...names: string[]): void {
  const named = String(reply.getHeader('vary') ?? '')
    .split(',')
    .map(name => name.trim())
  const isThere = (name: string) => named.some(other => other.toLowerCase() === name.toLowerCase())
  reply.header('vary', [...named.filter(Boolean), ...names.filter(name => !isThere(name))].join(', '))
}

/** @throws LIVELET_FORBIDDEN for a page of another origin that is not allowed */
export function checkOrigin({ settings, log }: Channel, request: FastifyRequest): void {
  const { origin } = request.headers
  if (isOriginAllowed(origin, request.host, settings.origins)) return
  log.warn({ origin, host: request.host, reqId: request.id }, `${settings.as}: a page of another origin was refused`)
  throw new ForbiddenError('pages of this origin may not connect: see the option "origins"')
}

/** `onRequest`: everything that can be refused before it is known who asks, and what lets allowed origins read the answer. */
export function guardRequest(channel: Channel, request: FastifyRequest, reply: FastifyReply): void {
  vary(reply, 'Origin')
  checkOrigin(channel, request)
  const { origin } = request.headers
  if (origin !== undefined) {
    reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', EXPOSED)
    // `*` lets every page in, but with nobody's cookies.
    if (channel.settings.origins.includes(origin)) reply.header('access-control-allow-credentials', 'true')
  }
  if (channel.hub.isDraining) throw new UnavailableError('the server is restarting')
}

/** The last `preHandler`: who asks, and whether they ask too fast. */
export async function identifyRequest(channel: Channel, request: Sent): Promise<void> {
  const { hub, settings, senders } = channel
  const identity = await identityOf(channel, request)
  request[kSender] = identity
  const sender = identity ? `user ${identity.id}` : `address ${request.ip}`
  if (senders.take(sender, hub.clock.now()) === 'pass') return
  throw new RateLimitedError(`at most ${settings.rate.perSecond} messages a second and ${settings.rate.burst} at once`)
}

/** @throws LIVELET_FORBIDDEN if the authentication has expired, and what `identify` throws */
export async function identityOf({ hub, settings }: Channel, request: FastifyRequest): Promise<Identity | null> {
  const identity = (await settings.identify?.(request)) ?? null
  if (identity?.expiresAt !== undefined && identity.expiresAt <= hub.clock.now()) {
    throw new ForbiddenError('the authentication has expired')
  }
  return identity
}

export const senderOf = (request: Sent): Identity | null => request[kSender] ?? null

/** What the sender may learn of an error. What was not made for it goes to the log. */
export function forSender({ settings }: Channel, request: FastifyRequest, error: unknown): Error {
  if (isLiveletError(error)) return error
  request.log.error({ err: error }, `${settings.as}: a request failed`)
  return new InternalError('something went wrong on the server')
}

/**
 * Takes a connection's place for a request that stays. What it gives back lets go of the place.
 *
 * @throws LIVELET_UNAVAILABLE, LIVELET_RATE_LIMITED
 */
export function takePlace({ caps, settings }: Channel, request: FastifyRequest, reply: FastifyReply): () => void {
  // A place that is taken for who left meanwhile would never be given back.
  if (reply.raw.destroyed) throw new UnavailableError('the client has gone')
  const counted = settings.maxConnectionsPerAddress === undefined ? '' : request.ip
  const full = caps.take(counted)
  if (full === 'all') throw new UnavailableError(`at most ${settings.maxConnections} connections`)
  if (full) throw new RateLimitedError(`at most ${settings.maxConnectionsPerAddress} connections from one address`)
  return () => caps.release(counted)
}
