import { contestantsOf, type FanOutOptions, fanOut, fanOutFigures, READERS } from './fan-out.ts'
import type { Measurement } from './measurement.ts'

const options: FanOutOptions = {
  full: { readers: READERS, turns: 24, warmUp: 6, perTurn: 1, every: 300 },
  quick: { readers: READERS, turns: 6, warmUp: 2, perTurn: 1, every: 250 },
  type: 'quotes',
  deflate: true
}

/** Stamps inside compressed messages are not read while it runs. */
const { cpu, throughput, wire } = fanOutFigures as Required<typeof fanOutFigures>

export const deflate: Measurement = {
  name: 'deflate',
  title: '1,000 readers with permessage-deflate, 2 kB of JSON, one message a turn of the event loop',
  figures: { cpu, throughput, wire } as typeof fanOutFigures,
  contestants: contestantsOf(['livelet', 'fastify-loop'], (context, server) => fanOut(context, server, options)),
  goals: [{ figure: 'cpu', contestant: 'livelet', over: 'fastify-loop', atMost: 0.15 }]
}
