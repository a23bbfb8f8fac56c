import { UnavailableError } from '@livelet/channel/errors'
import type { Verdict } from './analyzer/analyzer.ts'
import type { Keyword, Label } from './contract.ts'

/** Below this confidence a verdict without a label is neutral. */
const NEUTRAL_BELOW = 0.51

/** What an analyzer of your own says. Only the score is needed. */
export interface CustomVerdict {
  /** From −1, blame, to 1, praise. */
  score: number
  /** How likely the score's sign is right, 0 … 1 [(1 + |score|) / 2]. */
  confidence?: number
  /** [by the score's sign; neutral if the confidence is less than 0.51]. */
  label?: Label
  /** [`ko` if there is Hangul in the text, else `en`]. */
  language?: string
  /** [none]. */
  keywords?: Keyword[]
}

type MaybePromise<T> = T | Promise<T>

/** Analyzes a text. `signal` is aborted when nobody waits for the verdict any more. */
export type AnyAnalyzer = (text: string, context: { signal: AbortSignal }) => MaybePromise<CustomVerdict>

const HANGUL = /[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]/

/** @throws TypeError if the analyzer gave something else than a verdict. */
export function completed(text: string, verdict: CustomVerdict): Omit<Verdict, 'language'> & { language: string } {
  const { score } = verdict ?? {}
  if (typeof score !== 'number' || !(Math.abs(score) <= 1)) {
    throw new TypeError(`the analyzer must give a score within -1 and 1, got ${JSON.stringify(verdict)?.slice(0, 80)}`)
  }
  const { confidence = (1 + Math.abs(score)) / 2, language = HANGUL.test(text) ? 'ko' : 'en', keywords = [] } = verdict
  const { label = confidence < NEUTRAL_BELOW || score === 0 ? 'neutral' : score > 0 ? 'positive' : 'negative' } =
    verdict
  return { label, score, confidence, language, keywords }
}

/**
 * Waits for an analyzer of your own, no longer than `timeout` ms.
 *
 * @throws LIVELET_UNAVAILABLE with the given words when the time is up, what the analyzer throws, and the reason of
 * `signal` when that is aborted
 */
export async function runWithin(
  analyzer: AnyAnalyzer,
  text: string,
  { timeout, signal, timedOut }: { timeout: number; signal?: AbortSignal; timedOut: string }
): Promise<CustomVerdict> {
  const controller = new AbortController()
  const { promise, reject } = withResolvers()
  const give = (reason: unknown) => {
    controller.abort(reason)
    reject(reason)
  }
  const cancel = () => give(signal?.reason)
  const timer = setTimeout(() => give(new UnavailableError(timedOut)), timeout)
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    signal?.throwIfAborted()
    return await Promise.race([analyzer(text, { signal: controller.signal }), promise])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
  }
}

/** `Promise.withResolvers` came with Node 22. */
function withResolvers(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => {}
  const promise = new Promise<never>((_, refuse) => {
    reject = refuse
  })
  return { promise, reject }
}
