import type { Client } from '@livelet/client'
import type { CounterMessages } from '../contract.ts'
import { type Change, optimistic } from '../optimistic.ts'

/** How often a change is asked for that gets no answer. Its key makes it count once. */
const ATTEMPTS = 3

export interface Session {
  /** What to show; `undefined` until the server has said it. */
  readonly value: number | undefined
  press(change: Change): void
  stop(): void
}

export interface SessionEvents {
  change(): void
  /** A change, or watching the counter, was refused. */
  refused(code: string): void
}

/** One counter over a connection: its value, and changes that show before they are answered. */
export function openSession(client: Client<CounterMessages>, name: string, events: SessionEvents): Session {
  const count = optimistic(() => events.change())
  let stopped = false

  const leave = client.subscribe(
    `counter/${name}`,
    message => {
      if (message.type === 'value') count.published(message.value)
    },
    { onError: error => events.refused(error.code) }
  )

  async function press(change: Change) {
    const settle = count.begin(change)
    const key = randomKey()
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { value } = await (change === 'reset'
          ? client.request('reset', { name })
          : client.request('add', { name, by: change.by, key }))
        settle.answered(value)
        return
      } catch (error) {
        const code = codeOf(error)
        // a reset has no key: sent twice, it might wipe out what others counted in between
        if (change !== 'reset' && code === 'TIMEOUT' && attempt < ATTEMPTS && !stopped) continue
        settle.refused()
        if (!stopped) events.refused(code)
        return
      }
    }
  }

  return {
    get value() {
      return count.shown
    },
    press: change => void press(change),
    stop() {
      stopped = true
      leave()
    }
  }
}

// crypto.randomUUID() is missing on pages that came over plain http from elsewhere than this machine
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'other'
}
