import type { Clock } from '@livelet/channel'
import { fullJitter } from './backoff.ts'
import type { Desk } from './desk.ts'
import { faultOf, SourceFault } from './fault.ts'
import type { Pair } from './pair.ts'
import type { Tick } from './vet.ts'

/** A line that was up for so long has recovered: its next failure is a first one, ms. */
const STEADY = 60_000
/** When a source that does not know a symbol is asked for it again, ms. */
const UNKNOWN_FOR = 600_000

export type Mode = 'stream' | 'poll'

/** One way to one source's prices of one pair. It is a circuit breaker too: after a failure it stays open for a while. */
export interface Line {
  readonly desk: Desk
  readonly mode: Mode
  readonly state: 'idle' | 'trying' | 'live'
  /** When it was started, ms since 1970. */
  readonly since: number
  /** It is not worth starting before, ms since 1970; infinite if never. */
  readonly opensAt: number
  start(): void
  stop(): void
}

export interface LineOptions {
  pair: Pair
  clock: Clock
  random: () => number
  /** Without a price for so long it is given up, ms. */
  silence: number
  /** Time between two requests, ms. */
  pollEvery: number
  /** Gives back whether this price is a sign of life. */
  onTick(line: Line, tick: Tick): boolean
  /** The first of them since it was started. */
  onLive(line: Line): void
  /** It has given up by itself. */
  onDown(line: Line, fault: SourceFault): void
}

export function createLine(desk: Desk, mode: Mode, options: LineOptions): Line {
  const { pair, clock, random, silence, pollEvery, onTick, onLive, onDown } = options
  const { source } = desk
  let state: Line['state'] = 'idle'
  let since = 0
  let opensAt = 0
  let failures = 0
  let liveSince: number | undefined
  let stopWatch = () => {}
  let stopSource = () => {}

  /** Counts down to giving up, anew with each sign of life. */
  function watch(): void {
    stopWatch()
    stopWatch = clock.after(silence, () => fail(new SourceFault('silent', `nothing for ${silence} ms`)))
  }

  function end(): void {
    state = 'idle'
    stopWatch()
    stopSource()
    stopSource = () => {}
  }

  function fail(fault: SourceFault): void {
    if (state === 'idle') return
    const now = clock.now()
    if (liveSince !== undefined && now - liveSince >= STEADY) failures = 0
    liveSince = undefined
    failures++
    const wait = fault.kind === 'restart' ? 0 : fullJitter(failures, random())
    const atLeast = fault.retryAfter ?? (fault.kind === 'unknown' ? UNKNOWN_FOR : 0)
    opensAt = now + atLeast + wait
    end()
    onDown(line, fault)
  }

  function hear(tick: Tick): void {
    if (state === 'idle' || !onTick(line, tick)) return
    watch()
    if (state === 'live') return
    state = 'live'
    liveSince = clock.now()
    onLive(line)
  }

  function poll(): () => void {
    let isOver = false
    let cancel = () => {}
    async function ask(): Promise<void> {
      try {
        const tick = await source.fetch(pair, desk)
        if (isOver) return
        hear(tick)
        if (!isOver) cancel = clock.after(pollEvery, ask)
      } catch (error) {
        if (!isOver) fail(faultOf(error))
      }
    }
    void ask()
    return () => {
      isOver = true
      cancel()
    }
  }

  const line: Line = {
    desk,
    mode,
    get state() {
      return state
    },
    get since() {
      return since
    },
    get opensAt() {
      return Math.max(opensAt, desk.opensAt)
    },
    start() {
      state = 'trying'
      since = clock.now()
      watch()
      stopSource = mode === 'stream' && source.stream ? source.stream(pair, { tick: hear, end: fail }, desk) : poll()
    },
    stop() {
      if (state === 'live') failures = 0
      liveSince = undefined
      if (state !== 'idle') end()
    }
  }
  return line
}
