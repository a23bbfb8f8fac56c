import type { ServerName } from '../pair.ts'
import { contestantsOf, SIZE } from './fan-out.ts'
import type { Context, Measurement, Outcome } from './measurement.ts'

const CONNECTIONS = 200
/** Time between two messages of one connection, ms: below the 50 messages a second that Livelet lets in by default. */
const EVERY = 25

async function echoes({ start, quick }: Context, server: ServerName): Promise<Outcome> {
  const pair = await start(server)
  await pair.open({ count: CONNECTIONS })
  const messages = quick ? 50 : 200
  const command = { size: SIZE, every: EVERY }
  await pair.echo(CONNECTIONS, { ...command, messages: quick ? 20 : 80 })
  const before = await pair.usage()
  await pair.echo(CONNECTIONS, { ...command, messages })
  const after = await pair.usage()
  const { faults, wire, latency } = await pair.report()
  const cpu = (after.cpu - before.cpu) / (CONNECTIONS * messages)
  return { figures: { cpu, throughput: 1e6 / cpu, p50: latency?.p50, p99: latency?.p99, wire }, faults }
}

export const echo: Measurement = {
  name: 'echo',
  title: '200 connections, 128 B each way, JSON: validated by Livelet, parsed and written anew by the others',
  figures: {
    cpu: { label: 'CPU a message', unit: 'µs' },
    throughput: { label: 'messages a CPU-second', unit: '/s', isGain: true },
    p50: { label: 'round trip, median', unit: 'ms' },
    p99: { label: 'round trip, 99th percentile', unit: 'ms' },
    wire: { label: 'an answer on the wire', unit: 'B' }
  },
  contestants: contestantsOf(['livelet', 'ws', 'socketio', 'bun'], echoes),
  goals: [{ figure: 'cpu', contestant: 'livelet', over: 'ws', atMost: 1.15 }]
}
