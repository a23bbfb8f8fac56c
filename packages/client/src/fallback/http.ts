import type { Environment } from '../fallback.ts'
import type { Transport } from '../types.ts'
import type { Reading } from './feed.ts'
import { createFeeds } from './feeds.ts'
import { createPosts } from './posts.ts'
import { createRequests, errorOf, Refused } from './request.ts'
import { Closed } from './stream.ts'

export interface Http {
  /** How topics are read that found a place. */
  readonly transport: Transport
  /** Topics that are read. */
  readonly size: number
  /** Takes what a WebSocket would take. */
  send(frame: string): void
  leave(topic: string): void
  /** Posts no more, and calls back once the message under way is answered. */
  pause(then: () => void): void
  resume(): void
  /** Takes out the messages that were not posted. */
  takeWaiting(): string[]
  /** Ends everything at once; messages that wait are still posted if `isDone`. */
  close(isDone?: boolean): void
}

export interface HttpEvents {
  /** What a WebSocket would have brought. */
  message(data: string): void
  /** The first message. */
  welcomed(data: string): void
  /** @param code a close code, or the HTTP status of a refusal that is final */
  lost(code: number, reason: string): void
}

/** Refusals that another attempt may not meet: the request was too slow, too early, one too many. */
const PASSING = new Set([408, 425, 429])

const ABNORMAL = 1006

/**
 * Talks to a feature over HTTP as if it were a WebSocket: a join opens a stream of events or polls, any other message is
 * posted. A stream that is cut goes on from where it was; whatever else breaks ends the whole, so that the client comes
 * back as it does after any loss.
 */
export function createHttp(environment: Environment, on: HttpEvents): Http {
  const { address, clock, fetch, timeout, transports } = environment
  const requests = createRequests(address, clock, fetch)
  const ended = new AbortController()
  const { signal } = ended
  const emit = (data: string) => {
    if (!signal.aborted) on.message(data)
  }
  /** What it was welcomed with. */
  let welcome = ''

  const close = (isDone = false) => {
    ended.abort()
    if (isDone) posts.finish()
    else posts.stop()
    feeds.leaveAll()
  }
  const lost = (code: number, reason: string) => {
    if (signal.aborted) return
    close()
    on.lost(code, reason)
  }
  const failed = (error: unknown) => {
    if (error instanceof Closed) lost(error.code, error.message)
    else lost(ABNORMAL, String(error))
  }
  const posts = createPosts(clock, requests, emit, failed)
  const reading: Reading = { clock, requests, heartbeat: 0, perSecond: 1, timeout, signal, emit }
  const feeds = createFeeds(reading, transports, { startOver: () => emit(welcome), failed })

  const askWelcome = () => requests.exchange({ welcome: '' }, {}, timeout, signal)
  const greet = async () => {
    const answer = await askWelcome().catch(error => {
      if (!requests.leaveCookies()) throw error
      return askWelcome()
    })
    const { status, text, body } = answer
    if (status >= 400 && status < 500 && !PASSING.has(status)) {
      const { code, message } = errorOf(answer)
      emit(JSON.stringify({ type: 'error', code, message }))
      return lost(status, `${code}: ${message}`)
    }
    if (status !== 200 || body.type !== 'welcome') throw new Refused(answer)
    reading.heartbeat = Number(body.heartbeat)
    reading.perSecond = Number(Object(body.rate).perSecond)
    welcome = text
    if (!signal.aborted) on.welcomed(text)
  }
  /** Streams may be silent and polls far apart: whether the server is there is asked. */
  const beat = async () => {
    const { status } = await askWelcome()
    if (status === 200) emit('{"type":"beat"}')
  }

  greet().catch(failed)

  return {
    get transport() {
      return feeds.transport
    },
    get size() {
      return feeds.size
    },
    leave: feeds.leave,
    send(frame) {
      const { type, topic, since, id } = JSON.parse(frame)
      if (type === 'join') feeds.join(topic, since, id)
      else if (type === 'leave') {
        feeds.leave(topic)
        emit(JSON.stringify({ type: 'left', topic, re: id }))
      }
      // Without an answer the client itself gives up.
      else if (type === 'beat') beat().catch(() => {})
      else posts.push(frame)
    },
    pause: posts.pause,
    resume: posts.resume,
    takeWaiting: posts.takeWaiting,
    close
  }
}
