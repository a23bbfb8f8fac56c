import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { decodeModel, encodeModel } from '../src/analyzer/model.ts'
import { Hits, lookUp, pack } from '../src/analyzer/weights.ts'
import { readRatings } from '../training/known.ts'
import { createLexicon } from '../training/lexicon.ts'

const file = readFileSync(new URL('../model/sentiment.bin', import.meta.url))

t.test('the model is at most 1 MiB gzipped', async t => {
  t.ok(gzipSync(file).length <= 2 ** 20)
})

t.test('a model that is read and written again is the same file', async t => {
  t.ok(encodeModel(decodeModel(file)).equals(file))
})

t.test('the model was trained with the lists as they are', async t => {
  const model = decodeModel(file)
  t.ok(encodeModel({ ...model, lexicon: createLexicon(await readRatings()) }).equals(file), 'else train anew')
})

t.test('a model is read wherever it lies in memory', async t => {
  const shifted = new Uint8Array(file.length + 1).subarray(1)
  shifted.set(file)
  t.same(decodeModel(shifted).languages, decodeModel(file).languages)
  t.same(decodeModel(Buffer.from(shifted.buffer, 1)).languages, decodeModel(file).languages)
})

t.test('what is no model is refused', async t => {
  for (const bytes of [new Uint8Array(0), Uint8Array.of(1, 2, 3), gzipSync(file)]) {
    t.throws(() => decodeModel(bytes), { name: 'TypeError', message: /expected a sentiment model of version 2/ })
  }
})

t.test('a table finds the keys that it knows, with their weights, and no others', async t => {
  const table = new Uint8Array(256)
  // place 0x21 with the check 5 weighs 3, place 0xff with the check 0xf weighs −7
  table[0x21] = 0x5b
  table[0xff] = 0xf1
  const weights = pack(table)
  t.equal(weights.entries.length, 2)
  const hits = new Hits()
  // the second has another check, the third would lie at a free place
  lookUp(weights, Int32Array.of(0x215, 0x214, 0x205, 0xfff), 4, hits)
  t.equal(hits.count, 2)
  t.same([...hits.which.subarray(0, 2)], [0, 3])
  t.same([...hits.steps.subarray(0, 2)], [3, -7])
})
