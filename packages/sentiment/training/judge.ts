import { Scorer } from '../src/analyzer/analyzer.ts'
import { Features } from '../src/analyzer/features.ts'
import type { Model } from '../src/analyzer/model.ts'
import { trustInputs } from '../src/analyzer/trust.ts'
import { pack } from '../src/analyzer/weights.ts'
import { type EnglishSet, type EnglishText, type Labelled, leans } from './data.ts'
import { trainEnglish } from './english.ts'
import type { Known } from './known.ts'
import { englishOpinions, trainOpinion } from './opinion.ts'
import type { Judged } from './trust.ts'

/** What a model that does not know these texts says of them. */
export function judge<T extends Labelled>(
  model: Model,
  texts: readonly T[],
  praises: (text: T) => boolean,
  importance: (text: T) => number
): Judged[] {
  const scorer = new Scorer(model)
  const features = new Features(model.lexicon, { ko: model.languages.ko.bits, en: model.languages.en.bits })
  return texts.map(text => {
    features.read(text.text)
    return {
      ...scorer.parts(text.text),
      praises: praises(text),
      inputs: trustInputs(features),
      importance: importance(text)
    }
  })
}

export interface CrossValidation {
  /** What is not learned here: the lexicon, Korean, and the least evidence of an opinion. */
  base: Model
  known: Known
  seed: number
  tell(what: string, done: number): void
}

/**
 * Each English text that its raters found good or bad, judged by a model that was trained on the other fifths only. The
 * sets count alike, however many texts they have.
 */
export function crossValidate(
  texts: readonly EnglishText[],
  { base, known, seed, tell }: CrossValidation
): (Judged & { set: EnglishSet })[] {
  const { ko, en } = base.languages
  const features = new Features(base.lexicon, { ko: ko.bits, en: en.bits })
  const fifths = [...new Set(texts.map(({ fifth }) => fifth))]
  return fifths.flatMap((aside, i) => {
    const others = texts.filter(({ fifth }) => fifth !== aside)
    const { table, scale, bias, lexicon } = trainEnglish(others, known, seed, (_, done) =>
      tell(`English, ${i + 1} of ${fifths.length}`, done)
    )
    const opinion = trainOpinion(englishOpinions(others, known), features, seed, () => {})
    const parameters = { ...opinion.parameters, bias: en.opinion.bias }
    const model: Model = {
      ...base,
      languages: { ...base.languages, en: { ...en, scale, bias, lexicon, opinion: parameters } },
      weights: { ...base.weights, en: pack(table) },
      opinions: { ...base.opinions, en: opinion.table }
    }
    const unknown = texts.filter(text => text.fifth === aside && leans(text))
    const sizes = new Map<string, number>()
    for (const { set } of unknown) sizes.set(set, (sizes.get(set) ?? 0) + 1)
    const verdicts = judge(
      model,
      unknown,
      ({ value }) => value > 0,
      ({ set }) => 1 / (sizes.get(set) ?? 1)
    )
    return verdicts.map((verdict, j) => ({ ...verdict, set: (unknown[j] as EnglishText).set }))
  })
}
