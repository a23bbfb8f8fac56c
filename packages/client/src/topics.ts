import { LiveletError } from './error.ts'
import { callEach, guard } from './listeners.ts'
import { goesOn, positionAfter, sinceOf } from './position.ts'
import { errorOf, type Incoming } from './requests.ts'
import type { Clock, SubscribeOptions } from './types.ts'
import type { Joined, Position } from './wire.ts'

interface Subscription extends SubscribeOptions {
  handler(message: Incoming): void
}

interface Topic {
  subscriptions: Set<Subscription>
  position: Position | undefined
  /** The id of the join that is not answered yet; the answer to an older one changes nothing. */
  joining?: number
  /** The answer to the present join. Without it, nothing that comes is for us. */
  joined?: Joined | undefined
  /** A state's latest value, for handlers that come later. */
  last?: Incoming | undefined
  /** Joins that failed in a row. */
  failed: number
  retry?: unknown
}

export interface Topics {
  subscribe(name: string, handler: (message: Incoming) => void, options?: SubscribeOptions): () => void
  /** How many joins and leaves are due. */
  readonly size: number
  /** The next of them, as a frame. */
  next(): string
  joined(message: Joined): void
  left(message: Incoming): void
  /** An `error` with a `re` that may be a join's. */
  refused(message: Incoming): void
  deliver(message: Incoming): void
  /** There is no connection any more: everything is to be joined anew. */
  reset(): void
}

interface Environment {
  clock: Clock
  nextId(): number
  /** Joins or leaves have become due. */
  pump(): void
  /** How long to wait before a refused join is tried again, ms. */
  delay(failed: number): number
  /** For subscriptions that have no `onError`. */
  onError(error: LiveletError): void
}

/**
 * What the application is subscribed to, and what the server has to be told about it. Joins and leaves are not queued but
 * found by comparison when they can be sent, so that however often handlers come and go, the last word counts.
 */
export function openTopics({ clock, nextId, pump, delay, onError }: Environment): Topics {
  const topics = new Map<string, Topic>()
  /** Topics that the server has been asked to join on this connection. */
  const onServer = new Set<string>()
  const due = new Set<string>()

  const change = (name: string) => {
    if (topics.has(name) || onServer.has(name)) due.add(name)
    else due.delete(name)
    pump()
  }
  const report = (topic: Topic, error: LiveletError) =>
    callEach(topic.subscriptions, subscription => (subscription.onError ?? onError)(error))

  return {
    subscribe(name, handler, options) {
      const subscription = { ...options, handler }
      const known = topics.get(name)
      const topic = known ?? { subscriptions: new Set(), position: options?.since, failed: 0 }
      topic.subscriptions.add(subscription)
      if (known) {
        const { joined, last } = topic
        // Not before `subscribe` has returned, since a handler may want to end itself; and not what is no longer the
        // latest, since then the newer one has come to this handler, too.
        const tell = <T>(now: T | undefined, then: T | undefined, call: (what: T) => void) => {
          if (now && now === then && topic.subscriptions.has(subscription)) guard(() => call(now))
        }
        queueMicrotask(() => {
          tell(topic.joined, joined, message => subscription.onJoined?.(message))
          tell(topic.last, last, handler)
        })
      } else {
        topics.set(name, topic)
        change(name)
      }
      return () => {
        topic.subscriptions.delete(subscription)
        if (topic.subscriptions.size || topics.get(name) !== topic) return
        topics.delete(name)
        clock.clearTimeout(topic.retry)
        change(name)
      }
    },
    get size() {
      return due.size
    },
    next() {
      const [name = ''] = due
      const topic = topics.get(name)
      const id = nextId()
      due.delete(name)
      if (!topic) {
        onServer.delete(name)
        return JSON.stringify({ type: 'leave', topic: name, id })
      }
      onServer.add(name)
      topic.joining = id
      return JSON.stringify({ type: 'join', topic: name, since: sinceOf(topic.position), id })
    },
    joined(message) {
      const topic = topics.get(message.topic)
      // Without `re` it comes unasked (a new epoch), and only a reader that is joined can get that.
      if (!topic || message.re !== topic.joining || !(topic.joining || topic.joined)) return
      if (!goesOn(topic.position, message)) topic.last = undefined
      topic.position = positionAfter(topic.position, message)
      topic.joined = message
      topic.joining = undefined
      topic.failed = 0
      callEach(topic.subscriptions, subscription => subscription.onJoined?.(message))
    },
    left({ topic: name, re }) {
      const topic = topics.get(String(name))
      if (re !== undefined || !topic?.joined) return
      topics.delete(String(name))
      onServer.delete(String(name))
      report(topic, new LiveletError('LIVELET_FORBIDDEN', `permission to read ${name} was withdrawn`))
    },
    refused(message) {
      for (const [name, topic] of topics) {
        if (topic.joining !== message.re) continue
        const error = errorOf(message)
        topic.joining = undefined
        onServer.delete(name)
        if (error.code === 'LIVELET_UNAVAILABLE' || error.code === 'LIVELET_RATE_LIMITED') {
          topic.retry = clock.setTimeout(() => change(name), delay(topic.failed++))
        }
        report(topic, error)
        return
      }
    },
    deliver(message) {
      const topic = topics.get(String(message.topic))
      const { offset } = message
      if (!topic?.joined || !topic.position || typeof offset !== 'number') return
      if (offset <= topic.position.offset) return
      topic.position = { epoch: topic.position.epoch, offset }
      if (topic.joined.kind === 'state') topic.last = message
      callEach(topic.subscriptions, subscription => subscription.handler(message))
    },
    reset() {
      onServer.clear()
      due.clear()
      for (const [name, topic] of topics) {
        clock.clearTimeout(topic.retry)
        topic.joined = undefined
        topic.joining = undefined
        due.add(name)
      }
    }
  }
}
