import { ValidationError } from '@livelet/channel/errors'
import { type Locale, words } from './locale.ts'

/**
 * What a person typed: `typing` or `stop`.
 *
 * @throws ValidationError for anything else, in the person's language
 */
export function parseText(text: string, locale: Locale): { type: 'typing' | 'stop'; fields: Record<string, never> } {
  const typed = text.trim()
  if (typed === 'typing' || typed === 'stop') return { type: typed, fields: {} }
  throw new ValidationError(words[locale].expected(JSON.stringify(typed.slice(0, 32))))
}
