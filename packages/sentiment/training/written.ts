import { readFile } from 'node:fs/promises'
import { type EnglishSet, isEnglishSet, type Labelled } from './data.ts'

export interface WrittenText extends Labelled {
  /** The set whose kind of text it is. */
  set: EnglishSet
}

/** English that a language model wrote for training, without having seen any labelled text. */
export interface Written {
  /** Words, phrases and short sentences, and what they are worth in such a text, −4 … 4. */
  rated: readonly WrittenText[]
  /** Sentences that say nothing good or bad. */
  facts: readonly string[]
}

/** Reads `training/written`. */
export async function readWritten(): Promise<Written> {
  const lines = async (name: string) => {
    const text = await readFile(new URL(`../written/${name}`, import.meta.url), 'utf8')
    return text.trimEnd().split('\n')
  }
  const rated = (await lines('rated.tsv')).map(line => {
    const [set = '', value, text = ''] = line.split('\t')
    if (!isEnglishSet(set)) throw new TypeError(`expected the name of a set, got ${set}`)
    return { set, value: Number(value), text }
  })
  return { rated, facts: await lines('facts.txt') }
}
