import type { Transport } from '../types.ts'
import type { Position } from '../wire.ts'
import type { Feed, Reading } from './feed.ts'
import { takePlace } from './places.ts'
import { poll } from './poll.ts'
import { errorOf, Refused, sleep } from './request.ts'
import { readStream } from './stream.ts'

export interface Feeds {
  /** How topics are read that found a place. */
  readonly transport: Transport
  /** Topics that are read. */
  readonly size: number
  /** @param re the id of the join, which its answer names */
  join(topic: string, since: Position | undefined, re: unknown): void
  leave(topic: string): void
  leaveAll(): void
}

export interface FeedsEvents {
  /** Streams bring nothing here: every topic has been left, and is to be joined anew. */
  startOver(): void
  failed(error: unknown): void
}

/** How long a place takes to be free after its topic was left, ms. */
const UNLOCKED_WITHIN = 50

const NO_PLACE = { code: 'LIVELET_UNAVAILABLE', message: 'three streams are open already, and polling is not wanted' }

/** Reads topics: from streams of events or by held polls while there is a place, else by plain polls. */
export function createFeeds(reading: Reading, transports: readonly Transport[], on: FeedsEvents): Feeds {
  const { clock, requests } = reading
  const canPoll = transports.includes('poll')
  const feeds = new Map<string, { feed: Feed; stop(): void }>()
  let transport: Transport = transports.includes('sse') ? 'sse' : 'poll'
  /** Topics that are being polled without a place. */
  let plain = 0

  const leave = (topic: string) => {
    feeds.get(topic)?.stop()
    feeds.delete(topic)
  }
  const leaveAll = () => {
    for (const topic of feeds.keys()) leave(topic)
  }

  const pollInstead = async () => {
    if (!canPoll) throw new Error('no events get through')
    if (transport === 'poll') return
    transport = 'poll'
    leaveAll()
    // The places of all are to be free for all.
    await sleep(clock, UNLOCKED_WITHIN, reading.signal)
    on.startOver()
  }
  const pollPlainly = async (feed: Feed) => {
    if (!canPoll) throw new Refused({ status: 503, position: undefined, text: '', body: NO_PLACE })
    plain++
    try {
      await sleep(clock, await poll(feed, reading, false, plain), feed.signal)
    } finally {
      plain--
    }
  }
  /** Reads a topic until it is left. */
  const read = async (feed: Feed) => {
    const { signal } = feed
    let giveBack: (() => void) | undefined
    try {
      while (!signal.aborted) {
        giveBack ??= await takePlace(requests.origin)
        if (signal.aborted) return
        if (!giveBack) {
          await pollPlainly(feed)
          continue
        }
        if (transport === 'poll') {
          await sleep(clock, await poll(feed, reading, true, plain), signal)
          continue
        }
        const end = await readStream(feed, reading)
        if (end === 'over') return
        if (end === 'useless') await pollInstead()
      }
    } finally {
      giveBack?.()
    }
  }

  return {
    get transport() {
      return transport
    },
    get size() {
      return feeds.size
    },
    join(topic, since, re) {
      leave(topic)
      const controller = new AbortController()
      const { signal } = controller
      const feed: Feed = { topic, re, since: since && `${since.epoch}:${since.offset}`, signal }
      feeds.set(topic, { feed, stop: () => controller.abort() })
      read(feed)
        .catch(error => {
          if (signal.aborted) return
          // Who is not let in any more is told so at the next handshake.
          const isAnswer = error instanceof Refused && feed.re !== undefined && error.answer.status !== 401
          if (isAnswer) reading.emit(JSON.stringify({ type: 'error', re: feed.re, ...errorOf(error.answer) }))
          else on.failed(error)
        })
        .finally(() => {
          if (feeds.get(topic)?.feed === feed) feeds.delete(topic)
        })
    },
    leave,
    leaveAll
  }
}
