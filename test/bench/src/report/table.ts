import type { GoalResult, MeasurementResult, Results } from '../results.ts'
import type { Summary } from '../statistics.ts'
import { formatNumber } from './format.ts'

/** Columns as wide as their widest cell; the first one to the left, the others to the right. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length)
  return rows.map(row =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  )
}

function range({ median, min, max }: Summary): string {
  return min === max ? formatNumber(median) : `${formatNumber(median)} (${formatNumber(min)}–${formatNumber(max)})`
}

/** A goal in words, such as `cpu ÷ Bun: 0.98 (0.91–1.10), at most 1.25`. */
export function goalLine(result: GoalResult, { contestants, figures }: MeasurementResult): string {
  const { goal, isMet } = result
  const { figure, over, atMost, atLeast } = goal
  const what = figures[figure]?.label ?? figure
  const other = over === undefined ? '' : ` ÷ ${contestants[over]?.label ?? over}`
  const unit = over === undefined ? ` ${figures[figure]?.unit}` : ''
  const limit = atMost === undefined ? `at least ${atLeast}` : `at most ${Number(atMost.toFixed(2))}`
  return `${isMet ? '✓' : '✗'} ${what}${other}: ${range(result)}${unit}, ${limit}`
}

function measurementLines(result: MeasurementResult): string[] {
  const { name, title, figures, contestants, goals, faults } = result
  const shown = Object.entries(figures)
  const head = ['', ...shown.map(([, { label, unit }]) => `${label} ${unit}`)]
  const rows = Object.values(contestants).map(contestant => [
    contestant.label,
    ...shown.map(([figure]) => {
      const summary = contestant.figures[figure]
      return summary ? range(summary) : '–'
    })
  ])
  return [
    `${name}: ${title}`,
    ...alignColumns([head, ...rows]).map(line => `  ${line}`),
    ...goals.map(goal => `  ${goalLine(goal, result)}`),
    ...faults.map(fault => `  ! ${fault}`)
  ]
}

/** All results, for people: medians of the rounds, with the least and the most in brackets. */
export function renderTable({ date, machine, node, quick, measurements }: Results): string {
  const first = `${date.slice(0, 10)}, Node ${node}, ${machine}${quick ? ', quick' : ''}`
  return [first, ...measurements.flatMap(result => ['', ...measurementLines(result)])].join('\n')
}
