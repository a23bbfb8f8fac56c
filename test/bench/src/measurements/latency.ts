import { contestantsOf, type FanOutOptions, fanOut, fanOutFigures, READERS } from './fan-out.ts'
import type { Measurement } from './measurement.ts'

/** Slow enough that each message is at home before the next one leaves, whoever sends it. */
const options: FanOutOptions = {
  full: { readers: READERS, turns: 200, warmUp: 40, perTurn: 1, every: 50 },
  quick: { readers: READERS, turns: 30, warmUp: 20, perTurn: 1, every: 30 }
}

const { last, p50, p99, cpu, wire } = fanOutFigures as Required<typeof fanOutFigures>

export const latency: Measurement = {
  name: 'latency',
  title: 'one message to the last of 1,000 readers, 128 B',
  figures: { last, p50, p99, cpu, wire } as typeof fanOutFigures,
  contestants: contestantsOf(['livelet', 'fastify-loop', 'socketio', 'bun'], (context, server) =>
    fanOut(context, server, options)
  ),
  goals: [{ figure: 'last', contestant: 'livelet', over: 'socketio', atMost: 1 }]
}
