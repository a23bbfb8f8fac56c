import type { Environment } from '../fallback.ts'
import type { Transport } from '../types.ts'
import type { Feed, Reading } from './feed.ts'
import { takePlace } from './places.ts'
import { poll } from './poll.ts'
import { createPosts } from './posts.ts'
import { createRequests, errorOf, Refused, sleep } from './request.ts'
import { Closed, readStream } from './stream.ts'

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

/** How long a lock takes to be free after it was given back, ms. */
const UNLOCKED_WITHIN = 50

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
  const canPoll = transports.includes('poll')
  const feeds = new Map<string, { feed: Feed; stop(): void }>()
  const reading: Reading = {
    clock,
    requests,
    heartbeat: 0,
    perSecond: 1,
    timeout,
    emit: data => {
      if (!ended.signal.aborted) on.message(data)
    }
  }
  let transport: Transport = transports.includes('sse') ? 'sse' : 'poll'
  let welcome = ''
  let plain = 0

  const close = (isDone = false) => {
    ended.abort()
    if (isDone) posts.finish()
    else posts.stop()
    for (const { stop } of feeds.values()) stop()
    feeds.clear()
  }
  const lost = (code: number, reason: string) => {
    if (ended.signal.aborted) return
    close()
    on.lost(code, reason)
  }
  const fail = (error: unknown) => lost(error instanceof Closed ? error.code : ABNORMAL, String(error))
  const posts = createPosts(clock, requests, reading.emit, reason => lost(ABNORMAL, reason))

  const askWelcome = () => requests.exchange({ welcome: '' }, {}, timeout, ended.signal)
  const greet = async () => {
    const answer = await askWelcome().catch(error => {
      if (!requests.leaveCookies()) throw error
      return askWelcome()
    })
    const { status, text, body } = answer
    if (status >= 400 && status < 500 && !PASSING.has(status)) {
      const { code, message } = errorOf(answer)
      reading.emit(JSON.stringify({ type: 'error', code, message }))
      return lost(status, `${code}: ${message}`)
    }
    if (status !== 200 || body.type !== 'welcome') throw new Refused(answer)
    return { text, heartbeat: Number(body.heartbeat), perSecond: Number(Object(body.rate).perSecond) }
  }
  const start = async () => {
    const welcomed = await greet()
    if (!welcomed || ended.signal.aborted) return
    const { text, heartbeat, perSecond } = welcomed
    Object.assign(reading, { heartbeat, perSecond })
    welcome = text
    on.welcomed(text)
  }

  /** Nothing of a stream gets through here: the client is welcomed anew, and joins everything again. */
  const pollInstead = async () => {
    if (!canPoll) throw new Error('no events get through')
    if (transport === 'poll') return
    transport = 'poll'
    for (const topic of feeds.keys()) leave(topic)
    // Until the locks of all places are free.
    await sleep(clock, UNLOCKED_WITHIN, ended.signal)
    reading.emit(welcome)
  }

  /** Reads a topic until it is left: from a stream or by held polls while there is a place, else by plain polls. */
  const read = async (feed: Feed) => {
    const { signal } = feed
    let giveBack: (() => void) | undefined
    try {
      while (!signal.aborted) {
        giveBack ??= await takePlace(requests.origin)
        if (signal.aborted) return
        if (giveBack) signal.addEventListener('abort', giveBack)
        if (giveBack && transport === 'sse') {
          const end = await readStream(feed, reading)
          if (end === 'over') return
          if (end === 'useless') await pollInstead()
          continue
        }
        if (!canPoll) throw new Refused({ status: 503, position: undefined, text: '', body: NO_PLACE })
        const isPlain = giveBack === undefined
        if (isPlain) plain++
        try {
          await sleep(clock, await poll(feed, reading, !isPlain, plain), signal)
        } finally {
          if (isPlain) plain--
        }
      }
    } finally {
      giveBack?.()
    }
  }

  const join = (topic: string, since: { epoch: string; offset: number } | undefined, re: unknown) => {
    leave(topic)
    const controller = new AbortController()
    const { signal } = controller
    const feed: Feed = { topic, re, since: since && `${since.epoch}:${since.offset}`, signal }
    feeds.set(topic, { feed, stop: () => controller.abort() })
    read(feed)
      .catch(error => {
        if (signal.aborted) return
        if (!(error instanceof Refused) || feed.re === undefined || error.answer.status === 401) return fail(error)
        reading.emit(JSON.stringify({ type: 'error', re: feed.re, ...errorOf(error.answer) }))
      })
      .finally(() => {
        if (feeds.get(topic)?.feed === feed) feeds.delete(topic)
      })
  }
  const leave = (topic: string) => {
    feeds.get(topic)?.stop()
    feeds.delete(topic)
  }

  /** The streams may be silent, and still there: whether the server is there is asked. */
  const beat = async () => {
    const { status } = await askWelcome()
    if (status === 200) reading.emit('{"type":"beat"}')
  }

  start().catch(fail)

  return {
    get transport() {
      return transport
    },
    get size() {
      return feeds.size
    },
    leave,
    send(frame) {
      const { type, topic, since, id } = JSON.parse(frame)
      if (type === 'join') join(topic, since, id)
      else if (type === 'leave') {
        leave(topic)
        reading.emit(JSON.stringify({ type: 'left', topic, re: id }))
      } else if (type === 'beat') beat().catch(() => {})
      else posts.push(frame)
    },
    pause: posts.pause,
    resume: posts.resume,
    takeWaiting: posts.takeWaiting,
    close
  }
}

const NO_PLACE = { code: 'LIVELET_UNAVAILABLE', message: 'three streams are open already, and polling is not wanted' }
