import { randomUUID } from 'node:crypto'
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onRequestHookHandler,
  preHandlerHookHandler
} from 'fastify'
import type { Channel } from '../channel.ts'
import type { Fields } from '../codec.ts'
import type { LiveConnection, MessageContext } from '../definition.ts'
import { BadJsonError, TooBigError, ValidationError } from '../errors.ts'
import { hookList } from '../options.ts'
import { forSender, guardRequest, identifyRequest, senderOf } from './guard.ts'

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
  const { settings, codec } = channel

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const { type, fields, id, error } = codec.decode(String(request.body ?? ''), codec.contract.defaultType)
    if (error) throw error
    const identity = senderOf(request)
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
      throw forSender(channel, request, error)
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
      onRequest: [
        async (request, reply) => guardRequest(channel, request, reply),
        ...hookList<onRequestHookHandler>(onRequest)
      ],
      preHandler: [...hookList<preHandlerHookHandler>(preHandler), request => identifyRequest(channel, request)],
      errorHandler: (error: Error, _request, reply) => void reply.send(translate(error, settings.maxPayload)),
      handler: answer
    })
  })
}
