import type { Clock, Engine } from '@livelet/channel'
import { UnavailableError } from '@livelet/channel/errors'
import type { FastifyBaseLogger } from 'fastify'
import { ask } from './ask.ts'
import type { Board } from './board.ts'
import type { Desk } from './desk.ts'
import { createFeed } from './feed.ts'
import { createHistory, type Point } from './history.ts'
import { createLease } from './lease.ts'
import type { Line } from './line.ts'
import type { Pair } from './pair.ts'
import type { Quote } from './quote.ts'
import { createSignal } from './signal.ts'
import { createThrottle } from './throttle.ts'
import { createVet, type Tick } from './vet.ts'

/** A price that was asked for so long ago still answers the next request, ms. */
const REUSE = 1_000
/** How often at most it is said that a price was held back, ms. */
const SAY_HELD_EVERY = 60_000

export interface Timing {
  /** Without news for so long a price is stale, ms. */
  staleAfter: number
  /** The upstream stays open for so long after the last reader, ms. */
  linger: number
  /** How long a source is waited for before the next is tried too, ms. */
  patience: number
  /** Prices published a second, at most. */
  maxRate: number
  /** A decimal: see `VetOptions`. */
  maxJump: string
}

export interface UpstreamOptions extends Timing {
  pair: Pair
  /** What its locks and its lines in the log are called. */
  name: string
  desks: readonly Desk[]
  engine: Pick<Engine, 'lock'>
  board: Board
  clock: Clock
  random: () => number
  log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>
  /** Sends to this price's readers. */
  publish(quote: Quote): void | Promise<void>
}

/** The one upstream of one price: open while somebody reads, and held by one node of many. */
export interface Upstream {
  /** Somebody reads on this node, until what is given back is called. */
  open(): () => void
  /**
   * The price as it is now: the one that is shown if that is fresh, else asked for. All who ask meanwhile share one request.
   *
   * @throws LIVELET_UNAVAILABLE if no source gives any, and none was shown before
   */
  get(): Promise<Quote>
  history(): Point[]
  close(): Promise<void>
}

export function createUpstream(options: UpstreamOptions): Upstream {
  const { pair, name, desks, engine, board, clock, random, log, publish } = options
  const { staleAfter, linger, patience, maxRate, maxJump } = options
  const vet = createVet({ maxJump, now: clock.now })
  const history = createHistory()
  const next = createSignal()
  let shown: Quote | undefined
  let heardAt = Number.NEGATIVE_INFINITY
  let heldSaidAt = Number.NEGATIVE_INFINITY
  let reported = ''
  let asking: Promise<void> | undefined
  let cancelStale = () => {}
  let cancelLinger: (() => void) | undefined
  let stopFollowing: Promise<() => void> | undefined
  let readers = 0

  const onError = (error: unknown) => log.error({ err: error }, `${name}: the nodes cannot be reached`)
  const throttle = createThrottle<Quote>(1000 / maxRate, clock, quote => {
    Promise.all([board.post(quote), publish(quote)]).catch(onError)
  })

  /** One line in the log for each change of state, however often it is come upon. */
  function report(state: string, level: 'info' | 'warn', message: string): void {
    if (state === reported) return
    reported = state
    log[level](`${name}: ${message}`)
  }

  function show(quote: Quote): void {
    const before = shown
    shown = quote
    if (before && before.simulated !== quote.simulated) history.clear()
    if (!quote.stale) history.add(quote.at, quote.price)
    if (!quote.stale) next.give()
    if (!lease.isHeld) return
    const isChange = !before || before.stale !== quote.stale || before.source !== quote.source
    throttle.push(quote, isChange)
  }

  function hear(): void {
    heardAt = clock.now()
    cancelStale()
    if (lease.isHeld) cancelStale = clock.after(staleAfter, () => turnStale(`nothing new for ${staleAfter} ms`))
  }

  function turnStale(why: string): void {
    cancelStale()
    if (shown && !shown.stale) show({ ...shown, stale: true })
    report(shown ? 'stale' : 'none', 'warn', why)
  }

  /** Judges a price and shows it if it may be. Gives back whether it is a sign of life. */
  function take(desk: Desk, tick: Tick, line?: Line): boolean {
    const { name: source, simulated = false } = desk.source
    const verdict = vet.judge(tick, { name: source, simulated })
    switch (verdict.is) {
      case 'news':
        hear()
        show({ ...tick, source, simulated, stale: false })
        break
      case 'same':
        hear()
        if (shown?.stale) show({ ...shown, source, stale: false })
        break
      case 'older':
        // Clocks of exchanges differ: the next source may begin a little before where the last one ended.
        return (!line || line !== feed.current) && verdict.by < staleAfter
      case 'held':
        if (clock.now() >= heldSaidAt + SAY_HELD_EVERY) {
          heldSaidAt = clock.now()
          log.warn(`${name}: held back what ${source} says: ${String(tick.price).slice(0, 40)} ${verdict.why}`)
        }
        return false
    }
    if (line && line === feed.current) reportLive(line)
    return true
  }

  const reportLive = (line: Line) =>
    report(`${line.desk.source.name} ${line.mode}`, 'info', `now from ${line.desk.source.name} (${line.mode})`)

  const feed = createFeed({
    pair,
    desks,
    clock,
    random,
    patience,
    silence: staleAfter,
    pollEvery: Math.min(5_000, staleAfter / 2),
    onTick: (line, tick) => take(line.desk, tick, line),
    onCurrent: reportLive,
    onLost: ({ desk }, fault) => turnStale(`${desk.source.name} gives no price: ${fault.message}`)
  })

  const lease = createLease({
    engine,
    name,
    clock,
    async onGain() {
      const left = await Promise.resolve(board.read()).catch(onError)
      // Nobody knows when it was heard of last: the node that held this may have died long ago.
      const asItIs = (quote: Quote) => ({ ...quote, stale: quote.stale || clock.now() > quote.at + staleAfter })
      if (left) adopt(asItIs(left))
      if (!lease.isHeld) return
      if (shown && asItIs(shown).stale !== shown.stale) show(asItIs(shown))
      feed.start()
    },
    onLose() {
      feed.stop()
      throttle.stop()
      cancelStale()
    },
    onError
  })

  /** Goes on from what another node has shown. */
  function adopt(quote: Quote): void {
    if (shown && shown.simulated === quote.simulated && shown.at > quote.at) return
    vet.adopt(quote)
    if (!quote.stale) heardAt = clock.now()
    show(quote)
  }

  async function start(): Promise<void> {
    stopFollowing = Promise.resolve(
      board.follow(quote => {
        if (!lease.isHeld) adopt(quote)
      })
    )
    stopFollowing.catch(onError)
    lease.want()
  }

  async function stop(): Promise<void> {
    cancelLinger?.()
    cancelLinger = undefined
    const following = stopFollowing
    stopFollowing = undefined
    await lease.drop()
    await following?.then(end => end()).catch(() => {})
  }

  return {
    open() {
      if (readers++ === 0) {
        cancelLinger?.()
        cancelLinger = undefined
        if (!stopFollowing) void start()
      }
      return () => {
        if (--readers === 0) cancelLinger = clock.after(linger, () => void stop())
      }
    },
    async get() {
      const fresh = stopFollowing ? staleAfter : REUSE
      if (shown && !shown.stale && clock.now() < heardAt + fresh) return shown
      asking ??= ask({ pair, desks, clock, patience, accept: take }).finally(() => {
        asking = undefined
      })
      try {
        await Promise.race([asking, next.taken()])
      } catch {
        // What was shown before is all there is: the log says why.
        if (shown) return { ...shown, stale: true }
        throw new UnavailableError(`no source of ${pair.symbol} gives a price at present`)
      }
      if (!shown) throw new UnavailableError(`no source of ${pair.symbol} gives a price at present`)
      return shown
    },
    history: () => history.points(),
    close: stop
  }
}
