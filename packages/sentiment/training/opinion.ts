import type { Features } from '../src/analyzer/features.ts'
import type { OpinionParameters } from '../src/analyzer/model.ts'
import {
  OPINION_BITS,
  type Opinions,
  opinionFactor,
  opinionOfLength,
  opinionOfLexicon,
  opinionSlot
} from '../src/analyzer/opinion.ts'
import { type Data, type EnglishText, isDecided, leans } from './data.ts'
import type { Examples } from './examples.ts'
import type { Known } from './known.ts'
import { learn } from './learn.ts'
import { written } from './lexicon.ts'
import { neutralSentences } from './neutral.ts'
import { koreanNouns } from './neutral-ko.ts'

/** A text, and whether it is an opinion: 1, or a plain fact: 0. */
export interface OpinionSource {
  text: string
  target: number
  importance: number
}

export interface OpinionModel {
  table: Opinions
  parameters: OpinionParameters
}

const LARGEST = 127
/** What the logit counts: chosen by hand, as the weights know the sentences that the facts are learned from. */
const BY_LOGIT = 1.5

/** The share of opinions that may be taken for facts. */
export const MISSED = 0.004

/** Learns to tell opinions from plain facts, without a bias that is of any use: see `opinionBias`. */
export function trainOpinion(
  sources: readonly OpinionSource[],
  features: Features,
  seed: number,
  onProgress: (done: number) => void
): OpinionModel {
  const learned = learn(readOpinions(sources, features), {
    size: 2 ** OPINION_BITS,
    epochs: 8,
    rate: 0.1,
    decay: 1e-4,
    lexicon: [0, 0],
    learnsLexicon: true,
    seed,
    onProgress
  })
  const largest = learned.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9)
  const scale = largest / LARGEST
  const [lexicon, length] = learned.lexicon
  return {
    table: Int8Array.from(learned.weights, weight => Math.round(weight / scale)),
    parameters: { scale, bias: 0, lexicon, length, logit: BY_LOGIT }
  }
}

/** The bias with which no more than a share is missed of opinions that nothing was learned from. */
export function opinionBias(opinions: readonly { opinion: number; importance: number }[], share: number): number {
  const most = share * opinions.reduce((sum, { importance }) => sum + importance, 0)
  let missed = 0
  for (const { opinion, importance } of opinions.toSorted((a, b) => a.opinion - b.opinion)) {
    missed += importance
    if (missed > most) return -opinion
  }
  return 0
}

const opinion = (text: string, importance = 1): OpinionSource => ({ text, target: 1, importance })
const fact = (text: string, importance = 1): OpinionSource => ({ text, target: 0, importance })

/** One film in so many is enough. */
const FILMS_EVERY = 6
/** There are fewer facts than opinions. */
const FACT_WEIGHS = { ko: 4, en: 2 } as const

/** From this value on a word alone is an opinion. */
const STRONG = 0.8
const WORD_WEIGHS = 0.3

export function koreanOpinions({ films, comments }: Data): OpinionSource[] {
  return [
    ...films.filter((film, i) => i % FILMS_EVERY === 0 && isDecided(film)).map(({ text }) => opinion(text)),
    ...comments.filter(({ value }) => value !== 0).map(({ text }) => opinion(text, 2)),
    ...strong(written, false),
    ...koreanNouns.map(text => fact(text, FACT_WEIGHS.ko)),
    ...neutralSentences().ko.map(text => fact(text, FACT_WEIGHS.ko))
  ]
}

/** Texts of the sets that raters found neither good nor bad count less than plain facts: many are opinions all the same. */
const UNDECIDED_WEIGHS = 0.1
/** The most frequent words of which nobody knows anything good or bad. */
const PLAIN_WORDS = 4000
const PLAIN_WORD_WEIGHS = 0.2

export function englishOpinions(
  texts: readonly EnglishText[],
  { ratings, vectors: { words }, written: { facts } }: Known
): OpinionSource[] {
  const plain = words.slice(0, PLAIN_WORDS).filter(word => !ratings.has(word) && !written.has(word))
  return [
    ...texts.map(text => (leans(text) ? opinion(text.text) : fact(text.text, UNDECIDED_WEIGHS))),
    ...strong(ratings, true),
    ...strong(written, true),
    ...plain.map(word => fact(word, PLAIN_WORD_WEIGHS)),
    ...facts.map(text => fact(text, FACT_WEIGHS.en)),
    ...neutralSentences().en.map(text => fact(text, FACT_WEIGHS.en))
  ]
}

function strong(words: ReadonlyMap<string, number>, inLatin: boolean): OpinionSource[] {
  return [...words]
    .filter(([word, value]) => Math.abs(value) >= STRONG && /^[a-z]/.test(word) === inLatin)
    .map(([word]) => opinion(word, WORD_WEIGHS))
}

function readOpinions(sources: readonly OpinionSource[], features: Features): Examples {
  const count = sources.length
  const offsets = new Uint32Array(count + 1)
  const row = () => new Float32Array(count)
  const [factors, lexicon, gated, targets, importance] = [row(), row(), row(), row(), row()]
  const slots: number[] = []
  for (const [i, source] of sources.entries()) {
    features.read(source.text)
    const { keys, count: pieces } = features.pieces
    for (let j = 0; j < pieces; j++) slots.push(opinionSlot(keys[j] as number))
    offsets[i + 1] = slots.length
    factors[i] = opinionFactor(features)
    lexicon[i] = opinionOfLexicon(features)
    gated[i] = opinionOfLength(features)
    targets[i] = source.target
    importance[i] = source.importance
  }
  return { count, offsets, slots: Uint32Array.from(slots), factors, lexicon, gated, targets, importance }
}
