import type { Buffer } from 'node:buffer'

/**
 * Each message begins its text with a stamp: when it was made, ms since the epoch with µs, and its number. Both sides run
 * on one machine, and `performance` counts from the same clock in every process. Its width is fixed, so that reading it
 * costs next to nothing.
 */
const TIME_WIDTH = 17
const NUMBER_WIDTH = 8
const MARK = '@'.charCodeAt(0)

export const STAMP_LENGTH: number = TIME_WIDTH + NUMBER_WIDTH + 3

/** Milliseconds since the epoch, as every process of this machine counts them. */
export const now = (): number => performance.timeOrigin + performance.now()

export function stamp(number: number, at: number): string {
  return `@${at.toFixed(3)}@${String(number).padStart(NUMBER_WIDTH, '0')}@`
}

export interface Stamp {
  /** ms */
  at: number
  number: number
}

/** Reads the stamp of the message that lies between `start` and `end`, if it has one. */
export function readStamp(bytes: Buffer, start: number, end: number): Stamp | undefined {
  const from = bytes.indexOf(MARK, start)
  if (from < 0 || from + STAMP_LENGTH > end) return undefined
  const middle = from + 1 + TIME_WIDTH
  return {
    at: Number(bytes.toString('latin1', from + 1, middle)),
    number: Number(bytes.toString('latin1', middle + 1, middle + 1 + NUMBER_WIDTH))
  }
}

/** A text of exactly `size` bytes, its stamp first. */
export function stampedText(number: number, size: number, at: number = now()): string {
  return stamp(number, at).padEnd(size, 'x')
}

export interface Quote {
  symbol: string
  price: string
  change: string
  volume: number
}

/** About 2 kB as JSON: a page of prices, as a market would send it. */
export interface Quotes {
  at: string
  quotes: Quote[]
}

const SYMBOLS = ['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'DOGE', 'DOT', 'LINK', 'AVAX', 'ATOM', 'NEAR', 'UNI', 'LTC']
const CURRENCIES = ['USDT', 'KRW']

/** A small generator of repeatable numbers between 0 and 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The same numbers in every process and round, other ones in each message. */
export function quotesOf(number: number, at: number = now()): Quotes {
  const random = seeded(number)
  const quotes = SYMBOLS.flatMap(symbol =>
    CURRENCIES.map(currency => ({
      symbol: symbol + currency,
      price: (random() * 70_000).toFixed(2),
      change: ((random() - 0.5) * 10).toFixed(2),
      volume: Math.floor(random() * 1_000_000)
    }))
  )
  return { at: stamp(number, at), quotes }
}
