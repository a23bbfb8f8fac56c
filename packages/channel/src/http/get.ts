import { randomUUID } from 'node:crypto'
import type { Position } from '@livelet/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Channel } from '../channel.ts'
import { ForbiddenError, UnavailableError, ValidationError } from '../errors.ts'
import { forSender, senderOf, takePlace, vary } from './guard.ts'
import { answerJson, JSON_TYPE } from './json.ts'
import { wantsEvents } from './negotiate.ts'
import { lastEventId, sinceOf } from './position.ts'
import { EventStream } from './stream.ts'

/**
 * Answers a `GET` of a feature's path: with a stream, with what is newer, with what is there, or that it takes a WebSocket.
 * `?welcome` is the handshake of a client that has no WebSocket: who is refused there is refused altogether, which the
 * answer to a topic cannot tell.
 */
export async function answerGet(channel: Channel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { contract } = channel.codec
  if ('welcome' in (request.query as object)) {
    return reply.header('cache-control', 'no-store').type(JSON_TYPE).send(channel.welcome.of(randomUUID()))
  }
  if (!contract.topics) return upgradeRequired(contract.name, reply)
  vary(reply, 'Accept', 'Prefer')
  reply.header('cache-control', 'private, no-cache')
  try {
    const name = topicOf(channel, request)
    const { since } = request.query as Record<string, unknown>
    const from = sinceOf(since)
    if (!wantsEvents(request.headers.accept)) return await answerJson(channel, request, reply, name, from)
    if (request.method === 'HEAD') {
      await channel.check(senderOf(request), name)
      return reply.type('text/event-stream').send()
    }
    return await stream(channel, request, reply, name, lastEventId(request.headers['last-event-id']) ?? from)
  } catch (error) {
    if (reply.sent) return reply
    throw forSender(channel, request, error)
  }
}

/** The protocol's own word counts first, then the feature's, then what it gives who says nothing. */
function topicOf({ codec, definition }: Channel, request: FastifyRequest): string {
  const query = request.query as Record<string, unknown>
  const topic = query.topic ?? definition.topicOf?.(query) ?? codec.contract.defaultTopic
  if (topic === undefined) throw new ValidationError('expected ?topic=<topic>/<name>')
  codec.check('join', { topic })
  return topic as string
}

async function stream(
  channel: Channel,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  since: Position | undefined
): Promise<FastifyReply> {
  const leave = takePlace(channel, request, reply)
  const events = new EventStream(channel, senderOf(request), reply)
  let isOver = false
  const end = () => {
    if (isOver) return
    isOver = true
    events.onClosed()
    channel.remove(events)
    leave()
  }
  channel.add(events)
  reply.raw.once('close', end)
  try {
    if (channel.hub.isDraining) throw new UnavailableError('the server is restarting')
    // Proxies that hold an answer back until it is whole would hold it for good.
    reply.header('x-accel-buffering', 'no')
    await channel.join(events, name, since)
    if (!events.hasBegun) throw notBegun(channel)
  } catch (error) {
    if (events.hasBegun) events.fail(error, `${name} cannot be joined`)
    else end()
    throw error
  }
  return reply
}

/** Why a stream was ended while it was being joined. */
const notBegun = ({ hub }: Channel) =>
  hub.isDraining ? new UnavailableError('the server is restarting') : new ForbiddenError('the connection was ended')

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
