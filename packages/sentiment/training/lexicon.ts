import { finish, SEED, step } from '../src/analyzer/hash.ts'
import { BEGINS, HashTable, type Lexicon, ROLE } from '../src/analyzer/lexicon.ts'
import { signs } from './signs.ts'
import { englishBut, englishChat, englishCould, englishDegrees, englishNegations, englishWords } from './words-en.ts'
import { koreanBut, koreanDegrees, koreanNegations, koreanPolarityItems, koreanTails, koreanWords } from './words-ko.ts'

/** The hash by which a word is kept. It must be in lower case, without anything that a reader would fold. */
export function wordHash(word: string): number {
  let hash: number = SEED.lexicon
  for (let i = 0; i < word.length; i++) hash = step(hash, word.charCodeAt(i))
  return finish(hash)
}

const isLatinWord = (word: string) => /^[a-z][a-z'-]*$/.test(word)

/** The written words, stems and signs, and how much praise or blame they carry. */
export const written: ReadonlyMap<string, number> = new Map(
  Object.entries({ ...englishWords, ...koreanWords, ...signs })
)

/**
 * The written lists, and what raters gave words: where they said something, it counts. What comes of it lies in the
 * model's file, so that nobody has to wait for it.
 */
export function createLexicon(ratings: ReadonlyMap<string, number>): Lexicon {
  const values = HashTable.empty(ratings.size + written.size)
  for (const [word, value] of ratings) values.set(wordHash(word), value)
  const longest = new Uint8Array(65_536)
  const begins = new Uint8Array(BEGINS + 1)
  for (const [word, value] of written) {
    const hash = wordHash(word)
    if (Number.isNaN(values.get(hash))) values.set(hash, value)
    if (isLatinWord(word)) continue
    const first = word.charCodeAt(0)
    longest[first] = Math.max(longest[first] ?? 0, word.length)
    if (word.length > 1) begins[wordHash(word.slice(0, 2)) & BEGINS] = 1
  }
  const roles = new Map<number, number>()
  const give = (words: readonly string[], role: number) => {
    for (const word of words) roles.set(wordHash(word), (roles.get(wordHash(word)) ?? 0) | role)
  }
  give([...englishNegations, ...koreanNegations], ROLE.negation)
  give([...englishBut, ...koreanBut], ROLE.but)
  give(koreanPolarityItems, ROLE.polarity)
  give(englishChat, ROLE.chat)
  give(englishCould, ROLE.could)
  give(['so', 'this'], ROLE.so)
  const degrees = Object.entries({ ...englishDegrees, ...koreanDegrees })
  return {
    values,
    longest,
    begins,
    roles: tableOf([...roles]),
    tails: tableOf(koreanTails.map(tail => [wordHash(tail), 1])),
    longestTail: Math.max(...koreanTails.map(({ length }) => length)),
    degrees: tableOf(degrees.map(([word, value]) => [wordHash(word), value]))
  }
}

function tableOf(entries: readonly (readonly [hash: number, value: number])[]): HashTable {
  const table = HashTable.empty(entries.length)
  for (const [hash, value] of entries) table.set(hash, value)
  return table
}
