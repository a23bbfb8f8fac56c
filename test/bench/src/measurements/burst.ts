import { contestantsOf, type FanOutOptions, fanOut, fanOutFigures, READERS } from './fan-out.ts'
import type { Measurement } from './measurement.ts'

const options: FanOutOptions = {
  full: { readers: READERS, turns: 20, warmUp: 4, perTurn: 20, every: 400 },
  // As many turns before as it takes for the code to be compiled.
  quick: { readers: READERS, turns: 8, warmUp: 8, perTurn: 20, every: 120 }
}

export const burst: Measurement = {
  name: 'burst',
  title: '1,000 readers, 128 B, 20 messages a turn of the event loop',
  figures: fanOutFigures,
  contestants: contestantsOf(['livelet', 'fastify-loop', 'socketio', 'bun', 'socket-write'], (context, server) =>
    fanOut(context, server, options)
  ),
  goals: [
    { figure: 'cpu', contestant: 'livelet', over: 'socketio', atMost: 0.06 },
    { figure: 'cpu', contestant: 'livelet', over: 'bun', atMost: 1.05, reached: 1.5 },
    { figure: 'cpu', contestant: 'livelet', over: 'socket-write', atMost: 1.15 }
  ]
}
