import { randomUUID } from 'node:crypto'
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onRequestHookHandler,
  preHandlerHookHandler
} from 'fastify'
import type { Channel } from './channel.ts'
import type { Fields } from './codec.ts'
import type { Identity, LiveConnection, MessageContext } from './definition.ts'
import {
  BadJsonError,
  ForbiddenError,
  InternalError,
  isLiveletError,
  RateLimitedError,
  TooBigError,
  UnavailableError,
  ValidationError
} from './errors.ts'
import { isOriginAllowed } from './handshake.ts'
import { RateLimit } from './limits.ts'
import { hookList } from './options.ts'

/** Senders whose pace is remembered. Who is forgotten begins with a whole burst again. */
const MAX_SENDERS = 10_000

const kSender = Symbol('livelet sender')

type Sent = FastifyRequest & { [kSender]?: Identity | null }

/** The body parser's own errors, in Livelet's words. */
function translate(error: Error & { code?: string }, maxPayload: number): Error {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new TooBigError(`at most ${maxPayload} bytes`)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ValidationError('expected the content type application/json')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new BadJsonError('the body is not as long as its content-length')
    default:
      return error
  }
}

/** One message by HTTP `POST`, guarded as the handshake is, for contracts that say which type one without a type has. */
export function openPost(fastify: FastifyInstance, channel: Channel, url: string): void {
  const { hub, settings, codec, log } = channel
  const limits = new Map<string, RateLimit>()

  async function guard(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { origin } = request.headers
    if (!isOriginAllowed(origin, request.host, settings.origins)) {
      log.warn(
        { origin, host: request.host, reqId: request.id },
        `${settings.as}: a page of another origin was refused`
      )
      throw new ForbiddenError('pages of this origin may not send: see the option "origins"')
    }
    reply.header('vary', 'Origin')
    if (origin !== undefined) {
      reply.header('access-control-allow-origin', origin)
      // `*` lets every page in, but with nobody's cookies.
      if (settings.origins.includes(origin)) reply.header('access-control-allow-credentials', 'true')
    }
    if (hub.isDraining) throw new UnavailableError('the server is restarting')
  }

  async function identify(request: Sent): Promise<void> {
    const identity = (await settings.identify?.(request)) ?? null
    const now = hub.clock.now()
    if (identity?.expiresAt !== undefined && identity.expiresAt <= now) {
      throw new ForbiddenError('the authentication has expired')
    }
    request[kSender] = identity
    const sender = identity ? `user ${identity.id}` : `address ${request.ip}`
    const limit = limits.get(sender) ?? new RateLimit(settings.rate)
    limits.delete(sender)
    limits.set(sender, limit)
    const [oldest] = limits.keys()
    if (limits.size > MAX_SENDERS && oldest !== undefined) limits.delete(oldest)
    if (limit.take(now) === 'pass') return
    throw new RateLimitedError(
      `at most ${settings.rate.perSecond} messages a second and ${settings.rate.burst} at once`
    )
  }

  async function answer(request: Sent, reply: FastifyReply): Promise<string> {
    const { type, fields, id, error } = codec.decode(String(request.body ?? ''), codec.contract.defaultType)
    if (error) throw error
    const identity = request[kSender] ?? null
    const connection: LiveConnection = { id: randomUUID(), identity, dialect: 'json' }
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort())
    const context: MessageContext = { connection, identity, log: request.log, signal: gone.signal }
    try {
      const result = ((await channel.handlers[type]?.(fields, context)) ?? {}) as Fields
      const { answer } = codec.contract.receive[type] ?? {}
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-store')
      return typeof answer === 'string' ? codec.encode(answer, result, { re: id }) : codec.encodeOk(type, result, id)
    } catch (error) {
      if (isLiveletError(error)) throw error
      request.log.error({ err: error }, `${settings.as}: a message failed`)
      throw new InternalError('something went wrong on the server')
    }
  }

  // A scope of its own, because the host may have parsers of its own.
  fastify.register(async scope => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    const { onRequest, preHandler, ...hooks } = settings.hooks
    scope.post(url, {
      ...hooks,
      bodyLimit: settings.maxPayload,
      onRequest: [guard, ...hookList<onRequestHookHandler>(onRequest)],
      preHandler: [...hookList<preHandlerHookHandler>(preHandler), identify],
      errorHandler: (error: Error, _request, reply) => void reply.send(translate(error, settings.maxPayload)),
      handler: answer
    })
    // What a browser asks before a page of another origin may send JSON.
    if (settings.origins.length > 0) {
      scope.options(url, { onRequest: guard }, (_request, reply) =>
        reply
          .code(204)
          .header('access-control-allow-methods', 'POST')
          .header('access-control-allow-headers', 'content-type, authorization')
          .header('access-control-max-age', '600')
          .send()
      )
    }
  })
}
