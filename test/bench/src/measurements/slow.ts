import { SIZE } from './fan-out.ts'
import type { Context, Measurement, Outcome } from './measurement.ts'

interface Scale {
  reading: number
  stopped: number
  updates: number
  /** bytes */
  size: number
  perTurn: number
  /** ms */
  every: number
}

const FULL: Scale = { reading: 900, stopped: 100, updates: 100_000, size: SIZE, perTurn: 100, every: 110 }
/** Still more than the kernel's buffers hold for a connection, about 4 MB. */
const QUICK: Scale = { reading: 180, stopped: 20, updates: 12_000, size: 4 * SIZE, perTurn: 150, every: 35 }
/** Who does not read answers no ping either, and would be closed: here it is to stay until the end. ms */
const HEARTBEAT = 600_000

/** Updates a state; of its readers, some may have stopped reading. */
async function update({ start, quick }: Context, someStop: boolean): Promise<Outcome> {
  const { reading, stopped, updates, size, perTurn, every } = quick ? QUICK : FULL
  const count = someStop ? stopped : 0
  const pair = await start('livelet', { heartbeat: HEARTBEAT })
  await pair.open({ count: reading + count, topic: 'state/all' })
  const command = { type: 'message', topic: 'state', size, perTurn, every } as const
  await pair.publish({ ...command, turns: 10 }, reading + count, true)
  await pair.load('stop', { count })
  await pair.collect()
  const before = await pair.usage()
  await pair.publish({ ...command, turns: updates / perTurn }, reading, true)
  const after = await pair.usage()
  const { faults, latency } = await pair.report()
  const growth = (after.maxRss - before.rss) / stopped / 1000
  const figures = { p99: latency?.p99, p50: latency?.p50, memory: growth }
  if (!someStop) return { figures, faults }

  await pair.load('resume', { messages: updates })
  const late = await pair.report()
  faults.push(...late.faults.map(fault => `after reading again: ${fault}`))
  return { figures: { ...figures, spared: 100 * (1 - late.messages / (stopped * updates)) }, faults }
}

export const slow: Measurement = {
  name: 'slow',
  title: 'a state with 900 readers, 100,000 updates, with and without 100 more readers who have stopped reading',
  figures: {
    p99: { label: 'latency of those who read, 99th percentile', unit: 'ms' },
    p50: { label: 'latency of those who read, median', unit: 'ms' },
    memory: { label: 'memory growth, for each who stopped', unit: 'kB' },
    spared: { label: 'updates that those who stopped never got', unit: '%' }
  },
  contestants: {
    livelet: { label: 'Livelet, some stopped', server: 'livelet', run: context => update(context, true) },
    reading: { label: 'Livelet, all read', server: 'livelet', run: context => update(context, false) }
  },
  goals: [
    { figure: 'p99', contestant: 'livelet', over: 'reading', atMost: 1.2 },
    { figure: 'memory', contestant: 'livelet', atMost: 1048.576 }
  ],
  maxRounds: 3
}
