import type { Keyword } from '../contract.ts'

/** Weights from which a keyword is drawn as weak, medium and strong. */
const STEPS = [0.25, 0.6, 1.2]

/** How many keywords are listed. */
const LISTED = 6

/** A part of a text, and how it is drawn: `strength` is 0 for what weighs nothing. */
export interface Stroke {
  text: string
  side: 'praise' | 'blame' | 'none'
  strength: 0 | 1 | 2 | 3
}

/**
 * A text in strokes. The keywords may be of what the field held a moment ago: those before and behind the place where
 * the two differ still hold, those in between wait for their verdict.
 */
export function strokesOf(text: string, judged: string, keywords: readonly Keyword[]): Stroke[] {
  const strokes: Stroke[] = []
  let at = 0
  const plain = (end: number) => {
    if (end > at) strokes.push({ text: text.slice(at, end), side: 'none', strength: 0 })
    at = Math.max(at, end)
  }
  for (const { start, end, weight } of carried(text, judged, keywords)) {
    const strength = strengthOf(weight)
    if (strength === 0 || start < at) continue
    plain(start)
    strokes.push({ text: text.slice(start, end), side: weight > 0 ? 'praise' : 'blame', strength })
    at = end
  }
  plain(text.length)
  return strokes
}

/** Keywords of the text as it was, at their places in the text as it is. */
function carried(text: string, judged: string, keywords: readonly Keyword[]): readonly Keyword[] {
  if (text === judged) return keywords
  const shorter = Math.min(text.length, judged.length)
  let before = 0
  while (before < shorter && text[before] === judged[before]) before += 1
  let behind = 0
  while (behind < shorter - before && text.at(-1 - behind) === judged.at(-1 - behind)) behind += 1
  const shift = text.length - judged.length
  return keywords.flatMap(keyword => {
    if (keyword.end <= before) return [keyword]
    if (keyword.start < judged.length - behind) return []
    return [{ ...keyword, start: keyword.start + shift, end: keyword.end + shift }]
  })
}

function strengthOf(weight: number): Stroke['strength'] {
  const steps = STEPS.filter(step => Math.abs(weight) >= step).length
  return steps as Stroke['strength']
}

/** The keywords that weigh most, the heaviest first. */
export function strongest(keywords: readonly Keyword[]): Keyword[] {
  return keywords
    .filter(({ weight }) => strengthOf(weight) > 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, LISTED)
}
