import type { Pair, PairOptions, ServerName } from '../pair.ts'

/** Starts a fresh server and its load; both are stopped when the contestant's turn is over. */
export type Start = (name: ServerName, options?: PairOptions) => Promise<Pair>

export interface Context {
  start: Start
  /** Whether a rough figure will do, in a few seconds. */
  quick: boolean
}

/** What one turn of one contestant gave. */
export interface Outcome {
  figures: Record<string, number | undefined>
  /** What did not arrive or was not as it must be, in words. */
  faults: string[]
}

export interface Contestant {
  label: string
  server: ServerName
  /** No peer, but the least that is possible; quick runs do without. */
  isFloor?: boolean
  run(context: Context): Promise<Outcome>
}

/** What a figure of Livelet's should be. */
export interface Goal {
  figure: string
  contestant: string
  /** Whose figure it is divided by; without it the figure itself is meant. */
  over?: string
  atMost?: number
  atLeast?: number
  /** Where the goal is out of reach: what was reached, and what a guard measures by. */
  reached?: number
}

export interface Figure {
  label: string
  unit: 'µs' | 'ms' | 'kB' | 'B' | '/s' | '%'
  /** Whether more is better [no]. */
  isGain?: boolean
}

export interface Measurement {
  name: string
  /** What is done, in one sentence. */
  title: string
  /** The figures, the one that counts first. */
  figures: Record<string, Figure>
  contestants: Record<string, Contestant>
  goals: Goal[]
  /** Where a round takes minutes: more rounds than this are not made. */
  maxRounds?: number
}
