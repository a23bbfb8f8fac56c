import type { ServerName } from '../pair.ts'
import type { Contestant, Context, Figure, Outcome } from './measurement.ts'

export interface FanOut {
  readers: number
  /** Turns that are counted, and turns before them that are not. */
  turns: number
  warmUp: number
  perTurn: number
  /** ms */
  every: number
}

export interface FanOutOptions {
  full: FanOut
  quick: FanOut
  type?: 'message' | 'quotes'
  deflate?: boolean
}

export const READERS = 1_000
/** Bytes of a message's text. */
export const SIZE = 128

export const fanOutFigures: Record<string, Figure> = {
  cpu: { label: 'CPU a delivery', unit: 'µs' },
  throughput: { label: 'deliveries a CPU-second', unit: '/s', isGain: true },
  p50: { label: 'latency, median', unit: 'ms' },
  p99: { label: 'latency, 99th percentile', unit: 'ms' },
  last: { label: 'to the last reader, 99th percentile', unit: 'ms' },
  wire: { label: 'a message on the wire', unit: 'B' }
}

/** Publishes to all readers at a steady pace, first without counting. */
export async function fanOut({ start, quick }: Context, server: ServerName, options: FanOutOptions): Promise<Outcome> {
  const { readers, turns, warmUp, perTurn, every } = quick ? options.quick : options.full
  const { type = 'message', deflate = false } = options
  const pair = await start(server, { deflate })
  await pair.open({ count: readers, topic: 'signal/all', deflate })
  const command = { type, topic: 'signal', size: SIZE, perTurn, every } as const
  await pair.publish({ ...command, turns: warmUp }, readers)
  const before = await pair.usage()
  await pair.publish({ ...command, turns }, readers)
  const after = await pair.usage()
  const { faults, wire, compressed, latency, toLast } = await pair.report()
  const cpu = (after.cpu - before.cpu) / (readers * turns * perTurn)
  if (deflate) {
    if (compressed < 1) faults.push(`${Math.round((1 - compressed) * 100)} % of the messages came uncompressed`)
    const numbers = await pair.load<number[]>('inflate')
    const isWhole = numbers.slice(-turns * perTurn).every((number, index) => number === index)
    if (!isWhole || numbers.length !== (warmUp + turns) * perTurn) faults.push('what was compressed reads wrong')
  }
  const times = { p50: latency?.p50, p99: latency?.p99, last: toLast?.p99 }
  return { figures: { cpu, throughput: 1e6 / cpu, ...times, wire }, faults }
}

const LABELS: Record<ServerName, string> = {
  livelet: 'Livelet',
  'fastify-loop': 'loop of send',
  'socket-write': 'loop of socket.write',
  ws: 'ws',
  socketio: 'Socket.IO',
  bun: 'Bun'
}

/** Contestants who all do the same. */
export function contestantsOf(
  servers: readonly ServerName[],
  run: (context: Context, server: ServerName) => Promise<Outcome>,
  labels: Partial<Record<ServerName, string>> = {}
): Record<string, Contestant> {
  return Object.fromEntries(
    servers.map(server => [
      server,
      {
        label: labels[server] ?? LABELS[server],
        server,
        isFloor: server === 'socket-write',
        run: (context: Context) => run(context, server)
      }
    ])
  )
}
