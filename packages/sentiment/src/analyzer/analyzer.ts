import type { Keyword, Label } from '../contract.ts'
import { Features } from './features.ts'
import { keywordsOf } from './keywords.ts'
import type { Language, Model } from './model.ts'
import { opinionOf } from './opinion.ts'
import { trustInputs, trustOf } from './trust.ts'
import { Hits, lookUp } from './weights.ts'

/** Below this confidence a verdict is neutral. */
export const NEUTRAL_BELOW = 0.501

const NEUTRAL_LOGIT = Math.log(NEUTRAL_BELOW / (1 - NEUTRAL_BELOW))

/** Characters besides spaces up to which pieces do not count within a negation or a phrase that the lexicon knows. */
const MASKED_LENGTH = 24

/** What is left of a logit where nothing speaks for an opinion: not nothing, so that the score says where it leans. */
const LEAST_TRUST = 4e-4

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
  readonly #hits: Hits = new Hits()
  #parts = new Float64Array(256)

  constructor(model: Model) {
    const { ko, en } = model.languages
    this.#model = model
    this.#features = new Features(model.lexicon, { ko: ko.bits, en: en.bits })
  }

  /** The verdict's logit, without keywords. */
  logit(text: string): number {
    this.#features.read(text)
    const raw = this.#weigh()
    return raw * this.#trust(raw)
  }

  /** The logit before any trust, and the evidence that the text is an opinion. */
  parts(text: string): { logit: number; opinion: number } {
    this.#features.read(text)
    const logit = this.#weigh()
    return { logit, opinion: this.#opinion(logit) }
  }

  verdict(text: string): Verdict {
    const features = this.#features
    features.read(text)
    const raw = this.#weigh()
    const trust = this.#trust(raw)
    const logit = raw * trust
    return {
      label: labelOf(logit),
      score: round(Math.tanh(logit / 2)),
      confidence: round(1 / (1 + Math.exp(-Math.abs(logit)))),
      language: features.language,
      keywords: keywordsOf(text, features.reader, features.found, this.#parts, trust)
    }
  }

  /** Fills in what each unit weighs, as differences from the one before it; gives the sum. */
  #weigh(): number {
    const { reader, pieces, found, language } = this.#features
    const parameters = this.#model.languages[language]
    const { length } = reader
    if (this.#parts.length <= length) this.#parts = new Float64Array(2 * length + 2)
    const parts = this.#parts.fill(0, 0, length + 1)
    if (reader.denseLength === 0) return 0

    const factor = this.#features.weightFactor(parameters) * parameters.scale
    const { keys, starts, ends, count } = pieces
    lookUp(this.#model.weights[language], keys, count, this.#hits)
    const { which, steps, count: known } = this.#hits
    // in `not bad` the pieces know less than the rule does, and in `not too shabby` than the list
    const maskTo = reader.denseLength <= MASKED_LENGTH ? found.maskTo : 0
    let total = 0
    for (let i = 0; i < known; i++) {
      const piece = which[i] as number
      const start = starts[piece] as number
      const end = ends[piece] as number
      if (end <= maskTo && start >= found.maskFrom) continue
      const weight = steps[i] as number
      const share = (weight * factor) / (end - start)
      ;(parts[start] as number) += share
      ;(parts[end] as number) -= share
      total += weight
    }
    let sum = total * factor
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

  #opinion(logit: number): number {
    const { language } = this.#features
    return opinionOf(this.#features, logit, this.#model.opinions[language], this.#model.languages[language].opinion)
  }

  /** What a logit is worth: next to nothing where nothing speaks for an opinion. */
  #trust(logit: number): number {
    if (!this.#features.isKnown || this.#opinion(logit) < 0) return LEAST_TRUST
    return trustOf(trustInputs(this.#features), this.#model.languages[this.#features.language].trust)
  }
}

function labelOf(logit: number): Label {
  if (Math.abs(logit) < NEUTRAL_LOGIT) return 'neutral'
  return logit > 0 ? 'positive' : 'negative'
}

const round = (value: number) => Math.round(value * 1e6) / 1e6
