/** How long to wait between attempts. */
export interface Backoff {
  /** Width of the first window, ms. */
  minDelay: number
  /** Width of the widest window, ms. */
  maxDelay: number
  /** A number from 0 up to 1. */
  random(): number
}

/**
 * Exponential backoff with full jitter: uniform in a window that doubles, so that clients which lost the same server do
 * not come back together. (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015:
 * `sleep = random_between(0, min(cap, base * 2 ** attempt))`.)
 *
 * @param attempt how many attempts have failed in a row before.
 * @param atLeast width below which the window must not fall, ms.
 * @returns ms
 */
export function backoff({ minDelay, maxDelay, random }: Backoff, attempt: number, atLeast = 0): number {
  return random() * Math.max(atLeast, Math.min(maxDelay, minDelay * 2 ** attempt))
}

/**
 * The time within which a restarting server asks its clients to come back: `retry=<ms>` in the reason of close code 1012.
 * More than six digits (17 minutes) are no sensible wish, and past 2³¹ `setTimeout` would fire at once.
 */
export function retryWithin(code: number, reason: string): number {
  return code === 1012 ? Number(/\bretry=(\d{1,6})\b/.exec(reason)?.[1] ?? 0) : 0
}
