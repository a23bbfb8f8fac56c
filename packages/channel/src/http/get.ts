import { randomUUID } from 'node:crypto'
import type { Position } from '@livelet/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Channel } from '../channel.ts'
import type { Identity } from '../definition.ts'
import { UnavailableError, ValidationError } from '../errors.ts'
import type { Content } from '../topics/topic.ts'
import { forSender, senderOf, takePlace, vary } from './guard.ts'
import { waitOf, wantsEvents } from './negotiate.ts'
import { ParkedPoll } from './poll.ts'
import { etagOf, knownTags, lastEventId, sinceOf } from './position.ts'
import { EventStream } from './stream.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** Answers a `GET` of a feature's path: with a stream, with what is newer, with what is there, or that it takes a WebSocket. */
export async function answerGet(channel: Channel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { contract } = channel.codec
  if (!contract.topics) return upgradeRequired(contract.name, reply)
  vary(reply, 'Accept', 'Prefer')
  reply.header('cache-control', 'private, no-cache')
  try {
    const name = topicOf(channel, request)
    const { since } = request.query as Record<string, unknown>
    const from = sinceOf(since)
    if (!wantsEvents(request.headers.accept)) return await answerJson(channel, request, reply, name, from)
    if (request.method === 'HEAD') return reply.type('text/event-stream').send()
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

async function answerJson(
  channel: Channel,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  since: Position | undefined
): Promise<FastifyReply> {
  const { headers, method } = request
  const known = knownTags(headers['if-none-match'])
  const connection = { id: randomUUID(), identity: senderOf(request), dialect: 'json' } as const
  // Who asks for the same address again and again is where its last answer ended.
  const from = since ?? known.first
  let content = await channel.read(connection, name, from)
  const isOld = () => isNothingNew(content) && (known.isKnown(etagOf(content)) || isAfter(from))
  const isAfter = (position: Position | undefined) =>
    content.kind === 'log' && position !== undefined && known.isKnown(etagOf(position))
  const wait = method === 'GET' && headers['if-none-match'] !== undefined ? waitOf(headers.prefer) : 0
  if (wait > 0) reply.header('preference-applied', `wait=${wait}`)
  if (isOld() && wait > 0) {
    const outcome = await park(channel, request, reply, name, content, wait)
    if (outcome === 'news') content = await channel.readAgain(connection, name, from)
  }
  if (isOld())
    return reply
      .header('etag', headers['if-none-match']?.match(/"[^"]*"/)?.[0] ?? etagOf(content))
      .code(304)
      .send()
  return reply.header('etag', etagOf(content)).type(JSON_TYPE).send(bodyOf(content, since))
}

/** A log has something new only if it has entries, or has lost some. */
const isNothingNew = ({ kind, items, recovered }: Content) =>
  kind === 'state' || (items.length === 0 && recovered !== false)

function bodyOf({ kind, items, epoch, offset, recovered }: Content, since: Position | undefined): string {
  if (kind === 'state') return items[0] ?? '{}'
  const head = JSON.stringify({ epoch, offset, ...(since && { recovered }) })
  return `${head.slice(0, -1)},"items":[${items.join(',')}]}`
}

/** Holds a request until there is something after `position`, or for `wait` s. */
async function park(
  channel: Channel,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  { epoch, offset }: Position,
  wait: number
): Promise<'news' | 'time'> {
  const leave = takePlace(channel, request.ip)
  const poll = new ParkedPoll(channel, senderOf(request), channel.hub.clock.now() + 1_000 * wait)
  const onGone = () => poll.end('time')
  reply.raw.once('close', onGone)
  channel.add(poll)
  try {
    if (channel.hub.isDraining) throw new UnavailableError('the server is restarting')
    await channel.join(poll, name, { epoch, offset })
    return await poll.outcome
  } catch (error) {
    if (error instanceof UnavailableError) reply.header('retry-after', '1')
    throw error
  } finally {
    poll.isOpen = false
    channel.leave(poll, name)
    channel.remove(poll)
    leave()
    reply.raw.removeListener('close', onGone)
  }
}

async function stream(
  channel: Channel,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  since: Position | undefined
): Promise<FastifyReply> {
  const leave = takePlace(channel, request.ip)
  const identity: Identity | null = senderOf(request)
  const events = new EventStream(channel, identity, reply)
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
    if (!events.hasBegun) throw new UnavailableError('the server is restarting')
  } catch (error) {
    if (events.hasBegun) events.fail(error, `${name} cannot be joined`)
    else end()
    throw error
  }
  return reply
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
