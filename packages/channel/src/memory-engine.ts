import { randomUUID } from 'node:crypto'
import { type Clock, systemClock } from './clock.ts'
import { type Engine, type EngineLog, isNewer, type Listener, type LogEntry, type Placed } from './engine.ts'

export interface MemoryEngineOptions {
  /** Entries that a log keeps [10,000]; the oldest go first. */
  maxLogEntries?: number
  clock?: Clock
}

/** The engine of one process. What it keeps is gone when the process ends. */
export function memoryEngine({ maxLogEntries = 10_000, clock = systemClock }: MemoryEngineOptions = {}): Engine {
  const epoch = randomUUID()
  const listeners = new Map<string, Set<Listener>>()
  const states = new Map<string, Placed>()
  const logs = new Map<string, EngineLog>()
  const locks = new Map<string, { expires: number }>()
  // One counter for all topics: a topic that nobody reads needs no memory, and its offsets still rise when it is back.
  let lastOffset = 0
  const nextOffset = () => ++lastOffset

  const deliver = (topic: string, message: Placed) => {
    for (const listener of listeners.get(topic) ?? []) listener(message)
  }

  return {
    epoch,
    nextOffset,
    publish(topic, { type, fields }, position) {
      const offset = position?.offset ?? nextOffset()
      deliver(topic, { type, fields, epoch: position?.epoch ?? epoch, offset })
    },
    publishState(topic, { type, fields }, position) {
      const offset = position?.offset ?? nextOffset()
      const message = { type, fields, epoch: position?.epoch ?? epoch, offset }
      if (!isNewer(message, states.get(topic))) return
      states.set(topic, message)
      deliver(topic, message)
    },
    read: topic => states.get(topic),
    forget(topic) {
      states.delete(topic)
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set()
      listeners.set(topic, set.add(listener))
      return () => {
        set.delete(listener)
        if (set.size === 0 && listeners.get(topic) === set) listeners.delete(topic)
      }
    },
    log(topic) {
      const existing = logs.get(topic)
      if (existing) return existing
      const log = memoryLog(epoch, maxLogEntries)
      logs.set(topic, log)
      return log
    },
    lock(name, ttl) {
      const held = locks.get(name)
      if (held && held.expires > clock.now()) return undefined
      const mine = { expires: clock.now() + ttl }
      locks.set(name, mine)
      const isMine = () => locks.get(name) === mine && mine.expires > clock.now()
      return {
        renew() {
          if (!isMine()) return false
          mine.expires = clock.now() + ttl
          return true
        },
        release() {
          if (isMine()) locks.delete(name)
        }
      }
    },
    close() {
      listeners.clear()
      states.clear()
      logs.clear()
      locks.clear()
    }
  }
}

/** A log in memory. Its offsets have no holes, so that an entry's place follows from its offset. */
function memoryLog(epoch: string, maxEntries: number): EngineLog {
  let entries: LogEntry[] = []
  let first = 0
  let head = 0
  return {
    epoch,
    get floor() {
      return head - (entries.length - first)
    },
    get head() {
      return head
    },
    append({ type, fields }) {
      entries.push({ type, fields, offset: ++head })
      if (entries.length - first > maxEntries) first++
      // Moving the array at each removal would cost its length; moving it now and then costs next to nothing.
      if (first > maxEntries) {
        entries = entries.slice(first)
        first = 0
      }
      return head
    },
    read(after, limit) {
      const start = Math.max(first, entries.length - (head - after))
      return entries.slice(start, start + limit)
    }
  }
}
