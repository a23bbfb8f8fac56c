import { announce, type Feed, type Reading } from './feed.ts'
import { PLACES } from './places.ts'
import { type Answer, Refused } from './request.ts'

/** How long a request is held, s: most proxies give up later. */
const HOLD = 25
/** Time between two polls that are not held, ms. */
const PERIOD = 3_000
/** Entries of a log in one answer after which there are probably more. */
const FULL = 100
/** The server counts requests as it counts messages: all that are held, and all that are not, take at most this much of it. */
const SHARE = { held: 0.6, plain: 0.1 }

/**
 * Asks once for what is new of a topic, and says how long to wait until the next time, ms. The first answer is a whole one,
 * which tells what kind of topic it is; then the tag of the last one is sent, so that nothing comes if nothing is new.
 *
 * @param isHeld whether the server shall wait for something new
 * @param plain how many topics are polled without being held
 * @throws Refused, and what `fetch` throws
 */
export async function poll(feed: Feed, reading: Reading, isHeld: boolean, plain: number): Promise<number> {
  const { emit, perSecond, requests, timeout } = reading
  const isFirst = feed.re !== undefined
  const headers: Record<string, string> = { accept: 'application/json' }
  if (!isFirst && feed.since !== undefined) {
    headers['if-none-match'] = `"${feed.since}"`
    if (isHeld) headers.prefer = `wait=${HOLD}`
  }
  const { since, topic } = feed
  const limit = isHeld ? HOLD * 1_000 + timeout : timeout
  const answer = await requests.exchange({ topic, since }, { headers }, limit, feed.signal)
  if (answer.status === 200) {
    const isFull = (answer.body.type === undefined ? takeLog : takeState)(feed, reading, answer)
    if (isFull) return (1_000 * PLACES) / SHARE.held / perSecond
  } else if (answer.status === 304) {
    emit('{"type":"beat"}')
  } else if (isFirst || answer.status !== 429) {
    throw new Refused(answer)
  }
  if (isHeld && answer.status !== 429) return (1_000 * PLACES) / SHARE.held / perSecond
  return Math.max(PERIOD, (1_000 * plain) / SHARE.plain / perSecond)
}

/** A state comes as its bare message, its place in the tag. */
function takeState(feed: Feed, reading: Reading, { body, position = '' }: Answer): boolean {
  const colon = position.lastIndexOf(':')
  const epoch = position.slice(0, colon)
  const offset = Number(position.slice(colon + 1))
  const { since = '' } = feed
  const wasThere = since.slice(0, since.lastIndexOf(':')) === epoch
  if (feed.re !== undefined || !wasThere) {
    const recovered = wasThere && Number(since.slice(since.lastIndexOf(':') + 1)) <= offset
    announce(feed, reading, { kind: 'state', epoch, offset, ...(since && { recovered }) })
  }
  feed.since = position
  reading.emit(JSON.stringify({ ...body, topic: feed.topic, offset }))
  return false
}

/** A log comes as a page. Says whether there are probably more. */
function takeLog(feed: Feed, reading: Reading, { body }: Answer): boolean {
  const { epoch, offset, recovered, items } = body as { epoch: string; offset: number; recovered?: boolean; items: [] }
  const isGoingOn = feed.since !== undefined && recovered !== false
  if (feed.re !== undefined || recovered === false) {
    const from = isGoingOn ? Number(feed.since?.slice(feed.since.lastIndexOf(':') + 1)) : offset
    announce(feed, reading, { kind: 'log', epoch, offset: from, ...(feed.since !== undefined && { recovered }) })
  }
  feed.since = `${epoch}:${offset}`
  for (const item of items) reading.emit(JSON.stringify(item))
  return items.length >= FULL
}
