import type { Clock } from '@livelet/channel'
import type { Desk } from './desk.ts'
import { faultOf, type SourceFault } from './fault.ts'
import type { Pair } from './pair.ts'
import type { Tick } from './vet.ts'

export interface AskOptions {
  pair: Pair
  desks: readonly Desk[]
  clock: Clock
  /** How long one source is waited for before the next is asked too, ms. */
  patience: number
  /** Gives back whether this price can be shown. */
  accept(desk: Desk, tick: Tick): boolean
}

/**
 * Asks the sources for one price, in order, and ends with the first that can be shown.
 *
 * @throws the last SourceFault, or nothing if none could even be asked
 */
export function ask({ pair, desks, clock, patience, accept }: AskOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting = desks.filter(({ opensAt }) => opensAt <= clock.now())
    let running = 0
    let isOver = false
    let cancel = () => {}

    function next(fault?: SourceFault): void {
      cancel()
      const desk = waiting.shift()
      if (desk) {
        running++
        void one(desk)
        // Who was not there last time is not waited for, but still asked: as soon as it answers, it is waited for again.
        if (desk.isWeak) next()
        else cancel = clock.after(patience, next)
      } else if (running === 0) {
        isOver = true
        reject(fault)
      }
    }

    async function one(desk: Desk): Promise<void> {
      let fault: SourceFault | undefined
      try {
        const tick = await desk.source.fetch(pair, desk)
        if (isOver) return
        if (accept(desk, tick)) {
          isOver = true
          cancel()
          resolve()
          return
        }
      } catch (error) {
        fault = faultOf(error)
      }
      running--
      if (!isOver) next(fault)
    }

    next()
  })
}
