import { createRequire } from 'node:module'
import { Scorer } from '../src/analyzer/analyzer.ts'
import type { Model } from '../src/analyzer/model.ts'

/** A program that says of a text whether it praises, by a number above 0, or blames, below 0. */
export interface Program {
  name: string
  score(text: string): number
}

const PRAISE = ['love', 'great', 'good', 'best', 'happy', '좋', '최고', '재미있', '사랑', '감동']
const BLAME = ['hate', 'bad', 'worst', 'sad', 'boring', '별로', '최악', '재미없', '슬프', '지루']

/** What a first version would be: ten keywords for each side. */
const keywords: Program = {
  name: 'ten keywords',
  score(text) {
    const lower = text.toLowerCase()
    const hits = (words: readonly string[]) => words.filter(word => lower.includes(word)).length
    return hits(PRAISE) - hits(BLAME)
  }
}

interface SentimentLibrary {
  analyze(text: string): { score: number }
}
interface VaderLibrary {
  SentimentIntensityAnalyzer: { polarity_scores(text: string): { compound: number } }
}

/** Ours, a baseline, and the libraries that people use. VADER's own rule: nearer to 0 than 0.05 is neutral. */
export function programs(model: Model): Program[] {
  const require = createRequire(import.meta.url)
  const Sentiment = require('sentiment') as new () => SentimentLibrary
  const wink = require('wink-sentiment') as (text: string) => { score: number }
  const { SentimentIntensityAnalyzer: vader } = require('vader-sentiment') as VaderLibrary
  const scorer = new Scorer(model)
  const afinn = new Sentiment()
  return [
    { name: '@livelet/sentiment', score: text => scorer.verdict(text).score },
    keywords,
    { name: 'sentiment', score: text => afinn.analyze(text).score },
    { name: 'wink-sentiment', score: text => wink(text).score },
    {
      name: 'vader-sentiment',
      score(text) {
        const { compound } = vader.polarity_scores(text)
        return Math.abs(compound) < 0.05 ? 0 : compound
      }
    }
  ]
}
