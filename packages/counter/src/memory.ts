import { randomUUID } from 'node:crypto'
import { UnavailableError } from '@livelet/channel/errors'
import { afterChange, afterReset, type Changed, type Counted, type CounterStore, KEY_LIFETIME } from './store.ts'

/** Keys that are remembered at the same time, about 150 MB of them: a flood of new ones must not end the process. */
const MAX_KEYS = 1_000_000

interface Use extends Counted {
  at: number
}

/** Counters that live as long as the process. */
export function memoryCounters(maxKeys: number = MAX_KEYS): CounterStore {
  const counters = new Map<string, Counted>()
  // Oldest first, since a Map keeps the order of insertion.
  const uses = new Map<string, Use>()

  function forgetExpired(now: number) {
    for (const [key, { at }] of uses) {
      if (at > now - KEY_LIFETIME) return
      uses.delete(key)
    }
  }

  return {
    epoch: randomUUID(),
    read: name => counters.get(name),
    change(name, change): Changed {
      const { key, now } = change
      forgetExpired(now)
      // A name has no slash.
      const use = key === undefined ? undefined : `${name}/${key}`
      const earlier = use === undefined ? undefined : uses.get(use)
      if (earlier) return { value: earlier.value, version: earlier.version, duplicate: true }

      const counted = afterChange(name, counters.get(name), change)
      if (use !== undefined) {
        if (uses.size >= maxKeys) throw new UnavailableError('too many keys are in use, try again later')
        uses.set(use, { ...counted, at: now })
      }
      counters.set(name, counted)
      return { ...counted, duplicate: false }
    },
    reset(name, to) {
      const counted = afterReset(counters.get(name), to)
      counters.set(name, counted)
      return counted
    }
  }
}
