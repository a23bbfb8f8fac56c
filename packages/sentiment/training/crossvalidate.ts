// Prints how right the English verdicts are on all labelled texts, each judged by a model that was trained, with the same
// settings, on the other four fifths. The fifth that training holds out is among them, but none of these models is kept.
import { readFile } from 'node:fs/promises'
import { NEUTRAL_BELOW } from '../src/analyzer/analyzer.ts'
import { decodeModel } from '../src/analyzer/model.ts'
import { trustOf } from '../src/analyzer/trust.ts'
import { argumentsOf } from './arguments.ts'
import { ENGLISH_SETS, type EnglishSet, readData } from './data.ts'
import { crossValidate } from './judge.ts'
import { readKnown } from './known.ts'
import { calibrationError } from './metrics.ts'
import { progressBar } from './progress.ts'

const { data: folder, seed, out } = argumentsOf(process.argv.slice(2))
const tell = progressBar()
const base = decodeModel(await readFile(out))
const { english, englishDev } = await readData(folder)
const all = crossValidate([...english, ...englishDev], { base, known: await readKnown(), seed, tell })
tell('done', 1)

for (const set of Object.keys(ENGLISH_SETS) as EnglishSet[]) {
  const texts = all.filter(text => text.set === set)
  const verdicts = texts.map(({ logit, opinion, inputs, praises }) => {
    const trust = opinion < 0 ? 0 : trustOf(inputs, base.languages.en.trust)
    return { isRight: logit > 0 === praises, confidence: 1 / (1 + Math.exp(-Math.abs(logit * trust))) }
  })
  const percent = (rights: readonly unknown[]) => `${((100 * rights.length) / texts.length).toFixed(1)} %`
  const bySign = verdicts.filter(({ isRight }) => isRight)
  const rights = bySign.filter(({ confidence }) => confidence >= NEUTRAL_BELOW)
  const error = calibrationError(
    verdicts.map(({ confidence }) => confidence),
    verdicts.map(({ isRight }) => isRight)
  )
  console.log(
    `${ENGLISH_SETS[set].padEnd(15)} ${texts.length} texts: right by the sign ${percent(bySign)}, neutral counted wrong ${percent(rights)}; expected calibration error ${error.toFixed(3)}`
  )
}
