import type { Figure, Goal, Measurement, Outcome } from './measurements/measurement.ts'
import { type Summary, summarize } from './statistics.ts'

/** A goal, beside what was measured. */
export interface GoalResult extends Summary {
  goal: Goal
  isMet: boolean
  /** Whether a ratio is behind its goal, or what was reached of it, by more than half. */
  isFarBehind: boolean
}

export interface ContestantResult {
  label: string
  /** Each figure in each round. */
  rounds: Record<string, number[]>
  figures: Record<string, Summary>
}

export interface MeasurementResult {
  name: string
  title: string
  figures: Record<string, Figure>
  contestants: Record<string, ContestantResult>
  goals: GoalResult[]
  faults: string[]
}

export interface Results {
  /** ISO 8601 */
  date: string
  machine: string
  node: string
  quick: boolean
  measurements: MeasurementResult[]
}

/** How far behind its goal a ratio may fall before a guard speaks up: shared machines are noisy. */
const SLACK = 1.5

/**
 * Compares with a goal. A ratio is taken in each round, between two that ran one after the other, so that a machine that
 * becomes slower from round to round does not count; the median of the rounds decides.
 *
 * @param isPeer whether the other is one: only behind a peer can a result be far behind
 */
export function judge(
  goal: Goal,
  contestants: Record<string, ContestantResult>,
  isPeer = true
): GoalResult | undefined {
  const { figure, contestant, over, atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = goal
  const { reached = atMost } = goal
  const own = contestants[contestant]?.rounds[figure] ?? []
  const others = over === undefined ? own.map(() => 1) : (contestants[over]?.rounds[figure] ?? [])
  const ratios = own.slice(0, others.length).map((value, round) => value / (others[round] ?? Number.NaN))
  if (ratios.length === 0) return undefined
  const summary = summarize(ratios)
  const isMet = summary.median <= atMost && summary.median >= atLeast
  const isFarBehind =
    isPeer && over !== undefined && (summary.median > reached * SLACK || summary.median < atLeast / SLACK)
  return { goal, ...summary, isMet, isFarBehind }
}

/** Puts together what the rounds gave. */
export function resultOf(measurement: Measurement, outcomes: Record<string, Outcome[]>): MeasurementResult {
  const { name, title, figures } = measurement
  const contestants: Record<string, ContestantResult> = {}
  for (const [id, turns] of Object.entries(outcomes)) {
    const rounds: Record<string, number[]> = {}
    for (const figure of Object.keys(figures)) {
      const values = turns.map(turn => turn.figures[figure]).filter(value => value !== undefined)
      if (values.length > 0) rounds[figure] = values
    }
    const summaries = Object.entries(rounds).map(([figure, values]) => [figure, summarize(values)])
    contestants[id] = {
      label: measurement.contestants[id]?.label ?? id,
      rounds,
      figures: Object.fromEntries(summaries)
    }
  }
  const faults = Object.entries(outcomes).flatMap(([id, turns]) =>
    turns.flatMap((turn, round) => turn.faults.map(fault => `${contestants[id]?.label}, round ${round + 1}: ${fault}`))
  )
  const isPeer = ({ contestant, over = contestant }: Goal) =>
    measurement.contestants[over]?.server !== measurement.contestants[contestant]?.server
  const goals = measurement.goals
    .map(goal => judge(goal, contestants, isPeer(goal)))
    .filter(result => result !== undefined)
  return { name, title, figures, contestants, goals, faults }
}
