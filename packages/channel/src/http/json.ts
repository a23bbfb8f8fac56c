import { randomUUID } from 'node:crypto'
import type { Position } from '@livelet/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Channel } from '../channel.ts'
import { UnavailableError } from '../errors.ts'
import type { Content } from '../topics/topic.ts'
import { senderOf, takePlace } from './guard.ts'
import { waitOf } from './negotiate.ts'
import { ParkedPoll } from './poll.ts'
import { etagOf, knownTags } from './position.ts'

export const JSON_TYPE = 'application/json; charset=utf-8'

/** Answers with what is there, or that nothing is newer, at once or after a wait. */
export async function answerJson(
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
  /** The tag that the client knows, if nothing is newer. */
  const unchanged = () => {
    if (!isNothingNew(content)) return undefined
    const tags = [etagOf(content), ...(content.kind === 'log' && from ? [etagOf(from)] : [])]
    return tags.find(known.isKnown)
  }
  const wait = method === 'GET' && headers['if-none-match'] !== undefined ? waitOf(headers.prefer) : 0
  if (wait > 0) reply.header('preference-applied', `wait=${wait}`)
  if (wait > 0 && unchanged()) {
    const outcome = await park(channel, request, reply, name, content, wait)
    if (outcome === 'news') content = await channel.readAgain(connection, name, from)
  }
  const tag = unchanged()
  if (tag) return reply.header('etag', tag).code(304).send()
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
  const leave = takePlace(channel, request, reply)
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
