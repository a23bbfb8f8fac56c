import type { Clock } from '@livelet/channel'
import type { Desk } from './desk.ts'
import type { SourceFault } from './fault.ts'
import { createLine, type Line } from './line.ts'
import type { Pair } from './pair.ts'
import type { Tick } from './vet.ts'

/** Prices of one pair from the first source in order that gives any. */
export interface Feed {
  /** The line that prices come from now. */
  readonly current: Line | undefined
  start(): void
  stop(): void
}

export interface FeedOptions {
  pair: Pair
  desks: readonly Desk[]
  clock: Clock
  random: () => number
  /** A line without a price for so long is given up, ms. */
  silence: number
  /** A line is waited for so long before the next is tried too, ms. */
  patience: number
  /** Time between two requests where there is no stream, ms. */
  pollEvery: number
  /** Gives back whether this price is a sign of life. */
  onTick(line: Line, tick: Tick): boolean
  /** Prices come from this line now. */
  onCurrent(line: Line): void
  /** The source that prices came from is lost, and no line to it is left to be tried; or no source was there at all. */
  onLost(line: Line, fault: SourceFault): void
}

export function createFeed(options: FeedOptions): Feed {
  const { desks, clock, patience, onCurrent, onLost } = options
  let isOn = false
  let current: Line | undefined
  let last: { line: Line; fault: SourceFault } | undefined
  let cancelWake = () => {}

  const lineOptions = {
    ...options,
    onLive(line: Line) {
      current = line
      last = undefined
      onCurrent(line)
      tend()
    },
    onDown(line: Line, fault: SourceFault) {
      if (line === current || !current) last = { line, fault }
      if (line === current) current = undefined
      tend()
    }
  }
  const lines = desks.flatMap(desk => [
    ...(desk.source.stream ? [createLine(desk, 'stream', lineOptions)] : []),
    createLine(desk, 'poll', lineOptions)
  ])

  /**
   * Brings the lines into order: the first that is live is the one, those after it are not needed, and those before it are
   * tried again as soon as that makes sense.
   */
  function tend(): void {
    cancelWake()
    if (!isOn) return
    const now = clock.now()
    let wakeAt = Number.POSITIVE_INFINITY
    for (const [i, line] of lines.entries()) {
      if (line.state === 'live') {
        for (const other of lines.slice(i + 1)) other.stop()
        break
      }
      if (line.state === 'idle') {
        if (line.opensAt > now) {
          wakeAt = Math.min(wakeAt, line.opensAt)
          continue
        }
        line.start()
      }
      if (now < line.since + patience) {
        wakeAt = Math.min(wakeAt, line.since + patience)
        break
      }
    }
    // Node's timers hold no more than 2^31 - 1 ms.
    if (Number.isFinite(wakeAt)) cancelWake = clock.after(Math.min(wakeAt - now, 2 ** 31 - 1), tend)
    reportLoss()
  }

  function reportLoss(): void {
    if (!last || current) return
    const { line, fault } = last
    const isTried = lines.some(other => other.desk === line.desk && other.state !== 'idle')
    if (isTried) return
    last = undefined
    onLost(line, fault)
  }

  return {
    get current() {
      return current
    },
    start() {
      if (isOn) return
      isOn = true
      tend()
    },
    stop() {
      isOn = false
      cancelWake()
      for (const line of lines) line.stop()
      current = undefined
      last = undefined
    }
  }
}
