import { englishFacts } from './neutral-en.ts'
import { koreanFacts } from './neutral-ko.ts'

/**
 * Sentences that say nothing good or bad: everyday facts, greetings, questions. Films and products teach nothing about
 * them, so they are made here, from a small grammar, and learned as neither praise nor blame.
 */
export function neutralSentences(): { ko: string[]; en: string[] } {
  return { ko: koreanFacts(), en: englishFacts() }
}
