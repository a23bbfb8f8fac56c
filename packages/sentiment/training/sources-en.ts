import type { EnglishSet, EnglishText, Labelled } from './data.ts'
import type { Source } from './examples.ts'
import { neutralSentences } from './neutral.ts'
import type { Written } from './written.ts'

/** How sure a reader is whose rating is 1: the slope of the logistic function that makes a target of a rating. */
const SLOPE = 1.5

/** What a text of each set weighs: more where one has more to learn, or where fewer texts are. */
const SET_WEIGHS: Record<EnglishSet, number> = {
  tweets: 2.5,
  movieReviewSnippets: 2.5,
  amazonReviewSnippets: 2,
  nytEditorialSnippets: 1.3
}
const WRITTEN_WEIGHS = 0.5
const FACT_WEIGHS = 2
const NEUTRAL_WEIGHS = 5
const RATED_WORD_WEIGHS = 0.2
const NEGATED_WORD_WEIGHS = 0.1
const NEGATIONS = ['not', "isn't", 'never', 'no', "don't", "wasn't", 'not so', "can't"]
/** As in VADER. */
const NEGATED = -0.74

const rated = ({ value, text }: Labelled, weighs: number): Source => ({
  text,
  target: 1 / (1 + Math.exp(-SLOPE * value)),
  importance: Math.sqrt(Math.abs(value) + 0.1) * weighs
})

/** The labelled texts, and what was written. */
export function englishSources(texts: readonly EnglishText[], written: Written): Source[] {
  const neutral = (importance: number) => (text: string) => ({ text, target: 0.5, importance })
  return [
    ...texts.map(text => rated(text, SET_WEIGHS[text.set])),
    ...written.rated.map(text => rated(text, WRITTEN_WEIGHS)),
    ...written.facts.map(neutral(FACT_WEIGHS)),
    ...neutralSentences().en.map(neutral(NEUTRAL_WEIGHS))
  ]
}

/** The rated words as texts of one word, plain and negated: the vectors learn from them about words that no text has. */
export function ratedWords(ratings: ReadonlyMap<string, number>): Source[] {
  return [...ratings].flatMap(([word, value], i) => [
    { text: word, target: 1 / (1 + Math.exp(-value)), importance: RATED_WORD_WEIGHS },
    {
      text: `${NEGATIONS[i % NEGATIONS.length]} ${word}`,
      target: 1 / (1 + Math.exp(-NEGATED * value)),
      importance: NEGATED_WORD_WEIGHS
    }
  ])
}
