import type { Rate } from './wire.ts'

/**
 * A token bucket that stays below the server's: nine tenths of its rate, half of its burst. The other half takes up what
 * the network delays and then delivers together: a second's worth with the default rate of 50/s and burst of 100.
 *
 * @returns what takes a token and says 0, or, if there is none, says after how many ms there will be.
 */
export function openPace({ perSecond, burst }: Rate, now: () => number): () => number {
  const perMs = (perSecond * 0.9) / 1000
  const size = Math.max(1, burst / 2)
  let tokens = size
  let filled = now()
  return () => {
    tokens = Math.min(size, tokens + (now() - filled) * perMs)
    filled = now()
    if (tokens < 1) return Math.ceil((1 - tokens) / perMs)
    tokens--
    return 0
  }
}
