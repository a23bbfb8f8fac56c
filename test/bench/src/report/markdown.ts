import type { Results } from '../results.ts'
import { formatNumber } from './format.ts'

/** The goals as a table for the README: a ratio is Livelet's figure divided by the peer's. */
export function renderMarkdown({ measurements }: Results): string {
  const lines = ['| measurement | figure | beside | measured (min–max) | goal | |', '|---|---|---|---|---|---|']
  for (const { name, figures, contestants, goals } of measurements) {
    for (const { goal, median, min, max, isMet } of goals) {
      const { figure, over, atMost, atLeast } = goal
      const { label = figure, unit = '' } = figures[figure] ?? {}
      const beside = over === undefined ? `(${unit})` : (contestants[over]?.label ?? over)
      const limit = atMost === undefined ? `≥ ${atLeast}` : `≤ ${Number(atMost.toFixed(2))}`
      const measured = `${formatNumber(median)} (${formatNumber(min)}–${formatNumber(max)})`
      lines.push(`| ${name} | ${label} | ${beside} | ${measured} | ${limit} | ${isMet ? '✓' : '✗'} |`)
    }
  }
  return lines.join('\n')
}
