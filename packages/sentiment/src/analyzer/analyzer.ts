import type { Keyword, Label } from '../contract.ts'
import { Features } from './features.ts'
import { keywordsOf } from './keywords.ts'
import { createLexicon } from './lexicon.ts'
import { CHECK, type Language, type Model, WEIGHT, WEIGHT_ZERO } from './model.ts'
import { CHECK_BITS } from './pieces.ts'

/** Below this confidence a verdict is neutral. */
export const NEUTRAL_BELOW = 0.51

const NEUTRAL_LOGIT = Math.log(NEUTRAL_BELOW / (1 - NEUTRAL_BELOW))

/** Characters besides spaces up to which pieces do not count within a negation that the lexicon knows. */
const MASKED_LENGTH = 20

/** How suddenly too little evidence becomes enough: the exponent of their ratio, even. */
const STEEP = 8

/** What is left at least of a logit that too little speaks for. */
const LEAST_TRUST = 0.02

/** What is found in a text. */
export interface Verdict {
  label: Label
  /** From −1, blame, to 1, praise: `tanh(z / 2)`, where z is the sum of the keywords' weights. */
  score: number
  /** How likely the score's sign is right, 0.5 … 1: the logistic function of |z|. */
  confidence: number
  /** The language whose weights were used. */
  language: Language
  /** Every word of the text that weighs something, in order, without overlaps. */
  keywords: Keyword[]
}

/**
 * Says whether a text praises or blames, and which of its words say so. A linear model: what the pieces of the text
 * weigh is added up; then each word's part of that sum is told.
 */
export class Scorer {
  readonly #model: Model
  readonly #features: Features
  #parts = new Float64Array(256)

  constructor(model: Model) {
    const { ko, en } = model.languages
    this.#model = model
    this.#features = new Features(createLexicon(model.rated), { ko: ko.bits, en: en.bits })
  }

  /** The verdict's logit and language, without keywords. */
  logit(text: string): { logit: number; language: Language } {
    this.#features.read(text)
    const { language } = this.#features
    const raw = this.#weigh()
    return { logit: raw * this.#trust(raw), language }
  }

  verdict(text: string): Verdict {
    const features = this.#features
    features.read(text)
    const raw = this.#weigh()
    const trust = this.#trust(raw)
    const logit = raw * trust
    const keywords = keywordsOf(text, features.reader, features.found, this.#parts, trust)
    return { ...ofLogit(logit), language: features.language, keywords }
  }

  /** Fills in what each unit weighs, as differences from the one before it; gives the sum. */
  #weigh(): number {
    const { reader, pieces, found, language } = this.#features
    const parameters = this.#model.languages[language]
    const weights = this.#model.weights[language]
    const { length } = reader
    if (this.#parts.length <= length) this.#parts = new Float64Array(2 * length + 2)
    const parts = this.#parts.fill(0, 0, length + 1)
    if (reader.denseLength === 0) return 0

    const factor = this.#features.weightFactor(parameters) * parameters.scale
    const { keys, starts, ends, count } = pieces
    // in `not bad` the pieces know less than the rule does
    const maskTo = reader.denseLength <= MASKED_LENGTH ? found.negatedTo : 0
    let steps = 0
    for (let i = 0; i < count; i++) {
      const key = keys[i] as number
      const entry = weights[key >>> CHECK_BITS] as number
      if (entry === 0 || entry >>> CHECK_BITS !== (key & CHECK)) continue
      const weight = (entry & WEIGHT) - WEIGHT_ZERO
      const start = starts[i] as number
      const end = ends[i] as number
      if (end <= maskTo && start >= found.negatedFrom) continue
      const share = (weight * factor) / (end - start)
      ;(parts[start] as number) += share
      ;(parts[end] as number) -= share
      steps += weight
    }
    let sum = steps * factor
    const unit = found.unit * this.#features.lexiconFactor(parameters)
    for (let i = 0; i < found.count; i++) {
      const start = found.starts[i] ?? 0
      const end = found.ends[i] ?? 0
      const value = (found.values[i] ?? 0) * unit
      ;(parts[start] as number) += value / (end - start)
      ;(parts[end] as number) -= value / (end - start)
      sum += value
    }
    // what speaks for neither side by itself belongs to all alike
    const bias = parameters.bias / length
    ;(parts[0] as number) += bias
    ;(parts[length] as number) -= bias
    return sum + parameters.bias
  }

  /** What a logit is worth: little where a short text without a known word says little. */
  #trust(logit: number): number {
    const { temperature, evidence } = this.#model.languages[this.#features.language]
    if (this.#features.found.count > 0) return temperature
    const needed = evidence[0] * this.#features.shortness(evidence[1]) ** 2
    // never nothing, so that the score still says to which side it leans
    return temperature * Math.max(LEAST_TRUST, logit ** STEEP / (logit ** STEEP + needed ** STEEP || 1))
  }
}

/** Label, score and confidence of a logit. */
export function ofLogit(logit: number): Pick<Verdict, 'label' | 'score' | 'confidence'> {
  const label = Math.abs(logit) < NEUTRAL_LOGIT ? 'neutral' : logit > 0 ? 'positive' : 'negative'
  return { label, score: round(Math.tanh(logit / 2)), confidence: round(1 / (1 + Math.exp(-Math.abs(logit)))) }
}

const round = (value: number) => Math.round(value * 1e6) / 1e6
