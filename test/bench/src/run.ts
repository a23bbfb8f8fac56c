import type { Measurement, Outcome } from './measurements/measurement.ts'
import { Pair } from './pair.ts'
import { type MeasurementResult, resultOf } from './results.ts'

export interface RunOptions {
  rounds: number
  /** Rough figures, and only of those whom a goal compares. */
  quick: boolean
  /** Contestants that cannot run here. */
  leftOut: ReadonlySet<string>
  /** Where CPU profiles of the servers are written, if anywhere. */
  profile?: string | undefined
  onProgress(what: string): void
}

/** Each starts first once, before any starts first again. */
function rotate<T>(list: readonly T[], by: number): T[] {
  const at = by % Math.max(1, list.length)
  return [...list.slice(at), ...list.slice(0, at)]
}

/** Lets the contestants take turns, each turn with a fresh server and a fresh load. */
export async function run(measurement: Measurement, options: RunOptions): Promise<MeasurementResult> {
  const { quick, leftOut, profile, onProgress } = options
  const rounds = Math.min(options.rounds, measurement.maxRounds ?? options.rounds)
  const compared = new Set(measurement.goals.flatMap(({ contestant, over = contestant }) => [contestant, over]))
  const contestants = Object.entries(measurement.contestants).filter(
    ([id, { server, isFloor = false }]) => !leftOut.has(server) && !(quick && (isFloor || !compared.has(id)))
  )
  const outcomes: Record<string, Outcome[]> = Object.fromEntries(contestants.map(([id]) => [id, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [id, contestant] of rotate(contestants, round)) {
      onProgress(`${measurement.name}, round ${round + 1} of ${rounds}: ${contestant.label}`)
      const pairs: Pair[] = []
      const start = async (...[name, more]: Parameters<typeof Pair.start>) => {
        const pair = await Pair.start(name, { ...more, profile })
        pairs.push(pair)
        return pair
      }
      try {
        outcomes[id]?.push(await contestant.run({ start, quick }))
      } finally {
        await Promise.all(pairs.map(pair => pair.stop()))
      }
    }
  }
  return resultOf(measurement, outcomes)
}
