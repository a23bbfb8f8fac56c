import { ValidationError } from '@livelet/channel/errors'
import type { CounterMessages } from './contract.ts'
import { type Locale, words } from './locale.ts'

type Received = CounterMessages['receive']
type Parsed =
  | { type: 'add'; fields: Received['add']['fields'] }
  | { type: 'reset'; fields: Received['reset']['fields'] }

/**
 * What a person typed: `+1`, `-1`, `+5`, `reset`.
 * @throws ValidationError for anything else, in the person's language
 */
export function parseText(text: string, locale: Locale): Parsed {
  const typed = text.trim()
  if (typed === 'reset') return { type: 'reset', fields: {} }
  if (/^[+-]\d+$/.test(typed) && Number.isSafeInteger(Number(typed))) {
    return { type: 'add', fields: { by: Number(typed) } }
  }
  throw new ValidationError(words[locale].expected(JSON.stringify(typed.slice(0, 32))))
}
