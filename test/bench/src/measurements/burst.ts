import { contestantsOf, type FanOutOptions, fanOut, fanOutFigures, READERS } from './fan-out.ts'
import type { Measurement } from './measurement.ts'

const options: FanOutOptions = {
  full: { readers: READERS, turns: 20, warmUp: 4, perTurn: 20, every: 400 },
  quick: { readers: READERS, turns: 4, warmUp: 2, perTurn: 20, every: 350 }
}

export const burst: Measurement = {
  name: 'burst',
  title: '1,000 readers, 128 B, 20 messages a turn of the event loop',
  figures: fanOutFigures,
  contestants: contestantsOf(['livelet', 'fastify-loop', 'socketio', 'bun'], (context, server) =>
    fanOut(context, server, options)
  ),
  goals: [
    { figure: 'cpu', contestant: 'livelet', over: 'socketio', atMost: 0.06 },
    { figure: 'cpu', contestant: 'livelet', over: 'bun', atMost: 1.05, reached: 1.5 }
  ]
}
