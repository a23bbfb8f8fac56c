#!/usr/bin/env node
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { bunPath } from './bun-path.ts'
import { measurements } from './measurements/index.ts'
import { renderChart } from './report/chart.ts'
import { renderMarkdown } from './report/markdown.ts'
import { renderTable } from './report/table.ts'
import type { MeasurementResult, Results } from './results.ts'
import { run } from './run.ts'

const NAMES = measurements.map(({ name }) => name)

const USAGE = `bench [measurement …] [options]

  Measures Livelet beside its peers: ${NAMES.join(', ')}.

  --rounds N   how often each contestant gets its turn [5; with --quick 1]
  --quick      rough figures, of those whom a goal compares only, in about a minute
  --guard      fails where a ratio to a peer stays behind its goal by more than half
  --json       writes the results to stdout as JSON
  --out DIR    where results.json, results.md and results.svg are written [test/bench/results]
  --profile    also writes CPU profiles of the servers there (the figures are worth less then)
`

/** On a shared machine one round may be behind by chance: a guard looks again before it speaks up. */
const MORE_LOOKS = 2
const ROUNDS_OF_A_LOOK = 3

const progress = (text: string) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`)

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      guard: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      out: { type: 'string', default: fileURLToPath(new URL('../results', import.meta.url)) },
      help: { type: 'boolean', default: false }
    }
  })
  const unknown = positionals.filter(name => !NAMES.includes(name))
  if (unknown.length > 0) throw new Error(`expected some of ${NAMES.join(', ')}, got ${unknown.join(', ')}`)
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 5))
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds must be a whole number from 1, got ${values.rounds}`)
  return { ...values, rounds, out: resolve(values.out), names: positionals }
}

async function bench(): Promise<void> {
  const { names, rounds, quick, guard, json, out, profile, help } = options()
  if (help) {
    process.stdout.write(USAGE)
    return
  }
  const leftOut = new Set<string>()
  if (!bunPath()) {
    leftOut.add('bun')
    process.stderr.write(`Bun is left out: npm has no package of it for ${process.platform} ${process.arch}\n`)
  }
  const [cpu] = cpus()
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? process.arch}, ${process.platform}`
  const results: Results = {
    date: new Date().toISOString(),
    machine,
    node: process.versions.node,
    quick,
    measurements: []
  }
  await mkdir(out, { recursive: true })
  for (const measurement of measurements) {
    if (names.length > 0 && !names.includes(measurement.name)) continue
    const where = profile ? join(out, 'profiles', measurement.name) : undefined
    const options = { quick, leftOut, profile: where, onProgress: progress }
    let result = await run(measurement, { ...options, rounds })
    for (let look = 0; guard && look < MORE_LOOKS && isBehind(result); look++) {
      process.stderr.write(`${measurement.name} is behind, and is measured again\n`)
      result = await run(measurement, { ...options, rounds: Math.max(rounds, ROUNDS_OF_A_LOOK) })
    }
    results.measurements.push(result)
  }
  progress('')
  const text = `${JSON.stringify(results, undefined, 2)}\n`
  await Promise.all([
    writeFile(join(out, 'results.json'), text),
    writeFile(join(out, 'results.md'), `${renderMarkdown(results)}\n`),
    writeFile(join(out, 'results.svg'), renderChart(results))
  ])
  process.stdout.write(json ? text : `${renderTable(results)}\n`)
  if (isFailure(results.measurements, guard)) process.exitCode = 1
}

const isBehind = ({ goals }: MeasurementResult) => goals.some(goal => goal.isFarBehind)

function isFailure(results: readonly MeasurementResult[], guard: boolean): boolean {
  const behind = results.filter(isBehind).map(({ name }) => name)
  if (guard && behind.length > 0) {
    process.stderr.write(`behind a goal by more than half: ${behind.join(', ')}\n`)
  }
  return results.some(({ faults }) => faults.length > 0) || (guard && behind.length > 0)
}

try {
  await bench()
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
}
