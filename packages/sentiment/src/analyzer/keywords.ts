import type { Keyword } from '../contract.ts'
import type { Findings } from './findings.ts'
import type { Reader } from './text.ts'

/** Weights are told to this many parts of one. */
const PRECISION = 1e4

/**
 * What each word weighs, from what each unit weighs. Words that were found together, `not happy`, are one keyword. What
 * lies on the space behind a word belongs to it, so that the weights of all keywords sum to the whole.
 *
 * @param parts differences: each unit weighs what the one before it weighs, and its part
 * @param factor what each weight is multiplied with
 */
export function keywordsOf(
  text: string,
  { from, starts, ends, tokens, length }: Reader,
  found: Findings,
  parts: Float64Array,
  factor: number
): Keyword[] {
  const keywords: Keyword[] = []
  let unit = 0
  let i = 0
  let finding = 0
  let token = 0
  while (token < tokens) {
    const start = from[starts[token] ?? 0] ?? 0
    let end = ends[token] ?? 0
    token += 1
    for (; finding < found.count && (found.starts[finding] ?? 0) < end; finding++) {
      const reach = found.ends[finding] ?? 0
      while (reach > end && token < tokens) end = ends[token++] ?? end
    }
    const next = token < tokens ? (starts[token] ?? length) : length
    let weight = 0
    for (; i < next; i++) {
      unit += parts[i] ?? 0
      weight += unit
    }
    const rounded = Math.round(weight * factor * PRECISION) / PRECISION
    if (rounded === 0) continue
    const stop = from[end] ?? 0
    keywords.push({ text: text.slice(start, stop), start, end: stop, weight: rounded })
  }
  return keywords
}
