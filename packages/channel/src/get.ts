import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Channel } from './channel.ts'
import { InternalError, isLiveletError } from './errors.ts'

/** Answers a plain `GET` of a feature's path: the latest of the state that the query names, or that it takes a WebSocket. */
export async function answerGet(channel: Channel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { codec, definition, settings, log } = channel
  try {
    const topic = definition.topicOf?.(request.query as Record<string, unknown>)
    if (topic === undefined) return upgradeRequired(codec.contract.name, reply)
    const identity = (await settings.identify?.(request)) ?? null
    const { type, fields } = await channel.read(identity, topic)
    return reply
      .header('cache-control', 'private, no-cache')
      .type('application/json; charset=utf-8')
      .send(codec.encode(type, fields))
  } catch (error) {
    if (isLiveletError(error)) throw error
    log.error({ err: error, reqId: request.id }, `${settings.as}: a request failed`)
    throw new InternalError('something went wrong on the server')
  }
}

function upgradeRequired(name: string, reply: FastifyReply): FastifyReply {
  return reply
    .code(426)
    .header('upgrade', 'websocket')
    .header('connection', 'upgrade')
    .send({
      statusCode: 426,
      error: 'Upgrade Required',
      message: `${name} speaks WebSocket here: connect to this address with ws:// or wss://`
    })
}
