import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { gunzipSync } from 'node:zlib'
import { readWritten, type Written } from './written.ts'

/** What English is learned from besides the labelled texts. */
export interface Known {
  /** VADER's word ratings. */
  ratings: ReadonlyMap<string, number>
  vectors: WordVectors
  written: Written
}

export interface WordVectors {
  /** The most frequent first. */
  words: string[]
  /** One row of `DIMENSIONS` numbers a word. */
  rows: Float32Array
}

export const DIMENSIONS = 100
const BYTES = DIMENSIONS / 2

/**
 * How much the vector of a frequent word counts: a / (a + p), where p is the word's probability (Arora, Liang & Ma, ICLR
 * 2017), by Zipf's law 0.1 by its rank.
 */
const frequencyWeight = (rank: number) => 1e-3 / (1e-3 + 0.1 / rank)

export async function readKnown(): Promise<Known> {
  return { ratings: await readRatings(), vectors: await readVectors(), written: await readWritten() }
}

/** Reads `training/en-vectors.bin.gz`. */
async function readVectors(): Promise<WordVectors> {
  const bytes = gunzipSync(await readFile(new URL('../en-vectors.bin.gz', import.meta.url)))
  const head = bytes.indexOf(0x0a)
  const words = bytes.toString('utf8', 0, head).split(' ')
  const rows = new Float32Array(words.length * DIMENSIONS)
  for (let i = 0; i < words.length * BYTES; i++) {
    const byte = bytes[head + 1 + i] as number
    const weight = frequencyWeight(Math.floor(i / BYTES) + 1) / 3
    rows[2 * i] = ((byte & 15) - 8) * weight
    rows[2 * i + 1] = ((byte >> 4) - 8) * weight
  }
  return { words, rows }
}

/** VADER's word ratings (MIT, Hutto & Gilbert): what a word of letters is worth, −4 … 4. */
export async function readRatings(): Promise<Map<string, number>> {
  const folder = createRequire(import.meta.url).resolve('vader-sentiment/package.json')
  const lines = (await readFile(new URL('vader_lexicon.txt', `file://${folder}`), 'utf8')).split('\n')
  const ratings = new Map<string, number>()
  for (const line of lines) {
    const [word = '', mean = ''] = line.split('\t')
    if (/^[a-z][a-z'-]*$/.test(word)) ratings.set(word, Number(mean))
  }
  return ratings
}
