import { percentChange } from '../decimal.ts'
import type { Pair } from '../pair.ts'
import type { PriceSource } from '../source.ts'
import type { Tick } from '../vet.ts'

export interface SimulatedOptions {
  /** The same seed gives the same walk [1]. */
  seed?: number
  /** Time between two prices, ms [1,000]. */
  every?: number
}

/** Where a walk begins, in dollars: of the size of what it pretends to be. */
const STARTS: Record<string, number> = { BTC: 70_352.36, ETH: 3_512.48, BNB: 642.1, SOL: 168.35, XRP: 0.5238 }
const OTHER_START = 100
/** What a dollar is, roughly. */
const DOLLAR_IN: Record<string, number> = { KRW: 1_385, JPY: 151, EUR: 0.93, GBP: 0.79 }

/** The usual size of a step, and how strongly the walk is drawn back to its start, as parts of the price. */
const STEP = 0.0004
const DRAW = 0.0006
/** Steps that are made up for at most after a pause. */
const MAX_STEPS = 3_600

/**
 * A market that does not exist: a random walk, always marked `simulated`. It is whole steps of the smallest unit, so that
 * its prices are exact decimals too.
 */
export function simulated({ seed = 1, every = 1_000 }: SimulatedOptions = {}): PriceSource {
  const walks = new Map<string, (now: number) => Tick>()

  function at(pair: Pair, now: number): Tick {
    const walk = walks.get(pair.symbol) ?? createWalk(pair, seed, every, now)
    walks.set(pair.symbol, walk)
    return walk(now)
  }

  return {
    name: 'simulated',
    simulated: true,
    has: () => true,
    fetch: async (pair, { clock }) => at(pair, clock.now()),
    stream(pair, { tick }, { clock }) {
      let cancel = clock.after(0, function next() {
        cancel = clock.after(every, next)
        tick(at(pair, clock.now()))
      })
      return () => cancel()
    }
  }
}

function createWalk({ symbol, base, quote }: Pair, seed: number, every: number, begun: number): (now: number) => Tick {
  const start = (STARTS[base] ?? OTHER_START) * (DOLLAR_IN[quote] ?? 1)
  const places = start >= 10_000_000 ? 0 : start >= 10 ? 2 : 4
  const first = Math.round(start * 10 ** places)
  const random = mulberry32(seed + hash(symbol))
  let units = first
  let time = begun

  return now => {
    const steps = Math.floor((now - time) / every)
    time += Math.max(0, steps) * every
    for (let i = 0; i < Math.min(steps, MAX_STEPS); i++) {
      const drift = ((first - units) / first) * DRAW
      units = Math.max(1, Math.round(units * (1 + (random() + random() - 1) * STEP + drift)))
    }
    const price = decimal(units, places)
    return { price, at: now, change24h: percentChange(decimal(first, places), price) }
  }
}

function decimal(units: number, places: number): string {
  const digits = String(units).padStart(places + 1, '0')
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** Mulberry32 (Tommy Ettinger, public domain): a small generator of even random numbers from 0 up to 1. */
function mulberry32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** FNV-1a, so that each symbol walks its own way. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text) value = Math.imul(value ^ character.charCodeAt(0), 0x01000193)
  return value
}
