import type { Clock } from '../types.ts'
import { type Answer, answerOf, errorOf, isOfFeature, type Requests, type Watch, watch } from './request.ts'

/** How long an answer may take, ms. Proxies often give up after a minute. */
const LIMIT = 60_000
/** Messages that may wait for those before them. */
const MAX_WAITING = 100

export interface Posts {
  push(frame: string): void
  /** Begins no more, and calls back once the one under way is answered. */
  pause(then: () => void): void
  resume(): void
  /** Takes out what was not sent. */
  takeWaiting(): string[]
  /** Sends what there is without a timer, since nobody waits for the answers. */
  finish(): void
  /** Ends at once. */
  stop(): void
}

/**
 * Sends messages by `POST`, one after another: two at once may overtake each other, and a server handles a client's messages
 * in the order in which they were sent. What cannot be sent, or is not answered by the feature, is a lost connection, so
 * that the client does with it what it does then: it sends again what has a `key`, and says of the rest that its outcome
 * is not known.
 */
export function createPosts(
  clock: Clock,
  requests: Requests,
  emit: (data: string) => void,
  failed: (error: unknown) => void
): Posts {
  const waiting: string[] = []
  const stopped = new AbortController()
  let underWay: Watch | undefined
  let onPaused: (() => void) | undefined
  let isLast = false

  const next = async () => {
    if (underWay || stopped.signal.aborted) return
    if (onPaused) return onPaused()
    const frame = waiting.shift()
    if (frame === undefined) return
    underWay = watch(clock, stopped.signal)
    if (!isLast) underWay.within(LIMIT)
    try {
      await post(frame, underWay.signal)
    } catch (error) {
      if (!stopped.signal.aborted) failed(error)
    } finally {
      underWay.end()
      underWay = undefined
    }
    next()
  }
  const post = async (frame: string, signal: AbortSignal) => {
    const headers = { 'content-type': 'application/json' }
    hand(frame, await answerOf(await requests.open({}, { method: 'POST', headers, body: frame, signal })))
  }
  const hand = (frame: string, answer: Answer) => {
    const { id } = JSON.parse(frame)
    const { status, text, body } = answer
    // Whether it was done is known only if the feature says so, or if it never came to it.
    if ((status >= 500 || status === 408) && !isOfFeature(answer)) throw new Error(`HTTP status ${status}`)
    if (status !== 200) refuse(id, errorOf(answer))
    else if (id !== undefined || body.type !== 'ok') emit(text)
  }
  const refuse = (re: unknown, error: object) => emit(JSON.stringify({ type: 'error', re, ...error }))

  return {
    push(frame) {
      if (waiting.length < MAX_WAITING) {
        waiting.push(frame)
        next()
        return
      }
      const message = `${MAX_WAITING} messages wait to be posted`
      refuse(JSON.parse(frame).id, { code: 'LIVELET_RATE_LIMITED', message })
    },
    pause(then) {
      onPaused = then
      next()
    },
    resume() {
      onPaused = undefined
      next()
    },
    takeWaiting: () => waiting.splice(0),
    finish() {
      isLast = true
      onPaused = undefined
      underWay?.forever()
      next()
    },
    stop: () => stopped.abort()
  }
}
