import { readFileSync } from 'node:fs'
import t from 'tap'
import { Features } from '../src/analyzer/features.ts'
import { decodeModel } from '../src/analyzer/model.ts'
import { analyze } from '../src/index.ts'

const score = (text: string) => analyze(text).score

t.test('negation turns a word round', async t => {
  for (const [plain, negated] of [
    ['happy', 'not happy'],
    ['it works', "it doesn't work"],
    ['I liked it', 'I never liked it'],
    ['좋아요', '안 좋아요'],
    ['좋아요', '좋지 않아요'],
    ['행복해요', '행복하지 못해요'],
    ['감동이 있어요', '감동이 없어요']
  ] as const) {
    t.ok(score(plain) > score(negated), negated)
    t.ok(score(negated) < 0, negated)
  }
  t.ok(score('not bad') > 0)
  t.ok(score('나쁘지 않아요') > 0)
})

t.test('degrees, capitals, repetition and exclamation marks make a word count for more', async t => {
  for (const [less, more] of [
    ['good food', 'very good food'],
    ['the food is good', 'the food is GOOD'],
    ['good', 'good!!!'],
    ['조금 맛있어요', '정말 맛있어요'],
    ['조금 슬퍼요', '너무 슬퍼요']
  ] as const) {
    t.ok(Math.abs(score(more)) > Math.abs(score(less)), `${less} < ${more}`)
  }
  t.equal(analyze('I looooove it').label, 'positive')
})

t.test('emoji and emoticons decide where words do not', async t => {
  for (const text of ['오늘 😊', '오늘 ^^', 'today :)', 'today 🎉']) t.ok(score(text) > 0, text)
  for (const text of ['오늘 ㅠㅠ', '오늘 😭', 'today :(', 'today 💔']) t.ok(score(text) < 0, text)
  t.ok(score('최고예요 ㅠㅠ') > 0)
})

t.test('what comes behind "but" counts for more', async t => {
  t.ok(score('it is nice, but terrible') < score('it is terrible, but nice'))
})

t.test('an address is no face', async t => {
  t.equal(analyze('http://example.com').keywords.filter(({ weight }) => Math.abs(weight) > 0.5).length, 0)
  const weightOfSign = (text: string) => analyze(text).keywords.find(({ text }) => text.includes('/'))?.weight ?? 0
  t.ok(Math.abs(weightOfSign('I love http://example.com')) < 0.3)
  t.ok(weightOfSign('I love it :/') < -1)
})

t.test('two exclamation marks, or a word of chat, say that people chat', async t => {
  const { lexicon, languages } = decodeModel(readFileSync(new URL('../model/sentiment.bin', import.meta.url)))
  const features = new Features(lexicon, { ko: languages.ko.bits, en: languages.en.bits })
  const chats = (text: string) => {
    features.read(text)
    return features.found.isInformal
  }
  t.same(['it was good!', 'it was good!!', 'yay, it was good'].map(chats), [false, true, true])
})
