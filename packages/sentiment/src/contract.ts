import { defineContract, type MessagesOf } from '@livelet/protocol'
import { type Static, Type } from 'typebox'

/** Longest text that is analyzed, UTF-16 units, unless the options say otherwise. */
export const MAX_LENGTH = 10_000

const label = Type.Union([Type.Literal('positive'), Type.Literal('negative'), Type.Literal('neutral')])

const keyword = Type.Object({
  text: Type.String(),
  start: Type.Integer(),
  end: Type.Integer(),
  weight: Type.Number()
})

/** A part of the text, in UTF-16 units from `start` up to `end`, and what it weighs: praise above 0, blame below. */
export type Keyword = Static<typeof keyword>
export type Label = Static<typeof label>

export const contract = defineContract({
  name: 'sentiment',
  defaultType: 'analyze',
  receive: {
    analyze: { fields: { text: Type.String() }, answer: 'sentiment', latest: true }
  },
  send: {
    sentiment: {
      label,
      emoji: Type.String(),
      text: Type.String(),
      score: Type.Number(),
      confidence: Type.Number(),
      language: Type.String(),
      keywords: Type.Array(keyword)
    }
  }
})

export type SentimentMessages = MessagesOf<typeof contract>
