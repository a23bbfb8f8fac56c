import { readFile } from 'node:fs/promises'
import { Scorer } from '../src/analyzer/analyzer.ts'
import { decodeModel } from '../src/analyzer/model.ts'
import { argumentsOf } from './arguments.ts'
import { readData } from './data.ts'
import { SHORT_TEXT, shortTexts, textsPerSecond } from './speed.ts'

// Texts a second on one core: verdicts with their keywords, and the score alone.
const { data: folder, out } = argumentsOf(process.argv.slice(2))
const scorer = new Scorer(decodeModel(await readFile(out)))
const data = await readData(folder)
const korean = data.filmsDev.map(({ text }) => text)
const english = data.englishDev.map(({ text }) => text)

for (const [name, texts] of [
  ['Korean', shortTexts(korean, korean, 4000)],
  ['English', shortTexts(english, english, 4000)],
  ['half and half', shortTexts(korean, english, 4000)]
] as const) {
  const whole = textsPerSecond(texts, text => scorer.verdict(text))
  const bare = textsPerSecond(texts, text => scorer.logit(text))
  console.log(
    `${name}, ${SHORT_TEXT} characters: ${Math.round(whole).toLocaleString('en')} verdicts/s, ${Math.round(bare).toLocaleString('en')} scores/s`
  )
}
