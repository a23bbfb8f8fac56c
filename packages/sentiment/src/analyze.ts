import { TooBigError } from '@livelet/channel/errors'
import type { Verdict } from './analyzer/analyzer.ts'
import { defaultScorer } from './analyzer/default-model.ts'
import { MAX_LENGTH } from './contract.ts'
import { EMOJI, type Locale, words } from './locale.ts'

/** A verdict, and how people read it. */
export interface Sentiment extends Verdict {
  /** 😊, 😞 or 😐. */
  emoji: string
  /** The verdict in words, for example `긍정 😊`. */
  text: string
}

export interface AnalyzeOptions {
  /** The language of `text` in the answer [`'ko'`]. */
  locale?: Locale
  /** Longest text that is analyzed, UTF-16 units [10,000]. */
  maxLength?: number
}

/**
 * Says whether a text praises or blames, in Korean or English, and which of its words say so.
 *
 * The weights of the keywords sum to z, and `score` is `tanh(z / 2)`, `confidence` the logistic function of |z| (each
 * number is rounded). Where nothing speaks for an opinion, as in plain facts, greetings and questions, every weight is
 * next to nothing. The verdict is neutral when the confidence is less than 0.501: there, or where praise and blame are
 * even. The time it takes is linear in the text's length.
 *
 * @throws LIVELET_TOO_BIG if the text is longer than `maxLength`
 */
export function analyze(text: string, { locale = 'ko', maxLength = MAX_LENGTH }: AnalyzeOptions = {}): Sentiment {
  checkLength(text, maxLength)
  return inWords(defaultScorer().verdict(text), locale)
}

/** @throws LIVELET_TOO_BIG */
export function checkLength({ length }: string, maxLength: number, locale: Locale = 'en'): void {
  if (length > maxLength) throw new TooBigError(words[locale].tooLong(length, maxLength))
}

/** A verdict with the words that people read. */
export function inWords<V extends Omit<Verdict, 'language'> & { language: string }>(
  verdict: V,
  locale: Locale
): V & Pick<Sentiment, 'emoji' | 'text'> {
  const emoji = EMOJI[verdict.label]
  return { ...verdict, emoji, text: `${words[locale].label[verdict.label]} ${emoji}` }
}
