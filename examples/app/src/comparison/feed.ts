import type { Clock } from '@livelet/channel'

/** A feed of numbered updates, at a pace. */
export interface Feed {
  /** Updates so far. The number of the last. */
  readonly published: number
  readonly isMoving: boolean
  /** One more, now. */
  publish(): void
  /** @param perSecond from now on; 0 stops it */
  pace(perSecond: number): void
}

export function createFeed(clock: Clock, onUpdate: (number: number) => void): Feed {
  let published = 0
  let cancel: (() => void) | undefined

  function publish() {
    onUpdate(++published)
  }

  function pace(perSecond: number) {
    cancel?.()
    cancel = undefined
    if (perSecond === 0) return
    const begin = clock.now()
    let updates = 0
    const wait = () => {
      updates++
      // From the beginning, so that what timers are late does not add up.
      cancel = clock.after(Math.max(0, begin + (updates * 1000) / perSecond - clock.now()), tick)
    }
    const tick = () => {
      wait()
      publish()
    }
    wait()
  }

  return {
    get published() {
      return published
    },
    get isMoving() {
      return cancel !== undefined
    },
    publish,
    pace
  }
}
