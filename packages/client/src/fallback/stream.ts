import { createEventParser, type StreamEvent } from './events.ts'
import { announce, type Feed, type Reading } from './feed.ts'
import { answerOf, Refused, type Watch, watch } from './request.ts'

/** Beats that may be missed, as over a WebSocket, and what their way may take on top, ms. */
const MISSED = 2
const GRACE = 5_000
/** A stream that ends sooner is not opened again at once, ms. */
const PROVEN = 5_000

/** The server has said why it ends the stream: for the client it is the end of its connection. */
export class Closed extends Error {
  readonly code: number

  constructor(code: number, reason: string) {
    super(reason)
    this.code = code
  }
}

/** `again`: it was cut and may go on from where it was; `over`: the topic has been left; `useless`: no events get through. */
export type StreamEnd = 'again' | 'over' | 'useless'

/**
 * Reads one topic from a stream of events until that ends. A stream whose `joined` does not come in half of the time for an
 * answer is held back by something in between, which would hold it back for good.
 *
 * @throws Refused, Closed, and what `fetch` throws
 */
export async function readStream(feed: Feed, reading: Reading): Promise<StreamEnd> {
  const { clock, heartbeat, timeout } = reading
  const watched = watch(clock, feed.signal)
  let joinedAt: number | undefined
  try {
    watched.within(timeout / 2)
    for await (const events of chunks(feed, reading, watched)) {
      for (const event of events) {
        if (hand(feed, reading, event)) return 'over'
        if (event.name === 'joined') joinedAt ??= clock.now()
      }
      if (joinedAt !== undefined) watched.within(MISSED * heartbeat + GRACE)
      // A comment is a beat.
      if (events.length === 0) reading.emit('{"type":"beat"}')
    }
  } catch (error) {
    const isCut = watched.isLate || joinedAt !== undefined
    if (!isCut || error instanceof Closed || error instanceof Refused) throw error
  } finally {
    watched.end()
  }
  if (joinedAt === undefined) return 'useless'
  if (clock.now() - joinedAt < PROVEN) throw new Error(`the stream of ${feed.topic} ended at once`)
  return 'again'
}

/** The events of each part that comes; nothing if the answer is no stream. */
async function* chunks(feed: Feed, { requests }: Reading, { signal }: Watch): AsyncGenerator<StreamEvent[]> {
  const headers = { accept: 'text/event-stream' }
  const response = await requests.open({ topic: feed.topic, since: feed.since }, { headers, signal })
  if (response.status !== 200) throw new Refused(await answerOf(response))
  if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) return
  const parse = createEventParser()
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield parse(decoder.decode(value, { stream: true }))
  }
}

/** Hands an event to the client, and says whether it was the last. */
function hand(feed: Feed, reading: Reading, { id, name, data }: StreamEvent): boolean {
  if (name === 'close') {
    const { code, reason } = JSON.parse(data)
    throw new Closed(code, reason)
  }
  if (name === 'joined') {
    const joined = JSON.parse(data)
    // A state's value follows, and has not come yet.
    if (!joined.recovered) feed.since = joined.kind === 'state' ? undefined : id
    announce(feed, reading, joined)
  } else {
    if (id !== undefined) feed.since = id
    reading.emit(data)
  }
  return name === 'left'
}
