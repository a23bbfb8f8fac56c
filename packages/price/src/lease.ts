import type { Clock, Engine, Lock } from '@livelet/channel'

/** How long a node that has died still holds it, and how often it is prolonged or asked for, ms: together below 10 s. */
const TTL = 6_000
const EVERY = 2_000

/** A lock that is held for as long as it is wanted, by one node of many. */
export interface Lease {
  readonly isHeld: boolean
  /** Takes it as soon as nobody else has it. */
  want(): void
  /** Gives it up. */
  drop(): Promise<void>
}

export interface LeaseOptions {
  engine: Pick<Engine, 'lock'>
  name: string
  clock: Clock
  onGain(): void
  /** It was lost, or given up. */
  onLose(): void
  onError(error: unknown): void
}

export function createLease({ engine, name, clock, onGain, onLose, onError }: LeaseOptions): Lease {
  let isWanted = false
  let isRunning = false
  let lock: Lock | undefined
  let cancel = () => {}

  function lose(): void {
    if (!lock) return
    lock = undefined
    onLose()
  }

  /** Renews or asks once, and again after a while. Only one runs at a time. */
  async function run(): Promise<void> {
    if (isRunning) return
    isRunning = true
    try {
      const stays = lock ? await lock.renew() : false
      if (!stays) {
        lose()
        const taken = await engine.lock(name, TTL)
        if (taken && !isWanted) await taken.release()
        else if (taken) {
          lock = taken
          onGain()
        }
      }
    } catch (error) {
      lose()
      onError(error)
    } finally {
      isRunning = false
    }
    if (isWanted) cancel = clock.after(EVERY, run)
  }

  return {
    get isHeld() {
      return lock !== undefined
    },
    want() {
      if (isWanted) return
      isWanted = true
      void run()
    },
    async drop() {
      isWanted = false
      cancel()
      const held = lock
      lose()
      try {
        await held?.release()
      } catch (error) {
        onError(error)
      }
    }
  }
}
