import { contestantsOf, type FanOutOptions, fanOut, fanOutFigures, READERS } from './fan-out.ts'
import type { Measurement } from './measurement.ts'

const options: FanOutOptions = {
  full: { readers: READERS, turns: 150, warmUp: 100, perTurn: 1, every: 30 },
  quick: { readers: READERS, turns: 40, warmUp: 40, perTurn: 1, every: 20 }
}

export const fanout: Measurement = {
  name: 'fanout',
  title: '1,000 readers, 128 B, one message a turn of the event loop',
  figures: fanOutFigures,
  contestants: contestantsOf(['livelet', 'fastify-loop', 'socketio', 'bun', 'socket-write'], (context, server) =>
    fanOut(context, server, options)
  ),
  goals: [
    { figure: 'cpu', contestant: 'livelet', over: 'socketio', atMost: 0.6 },
    { figure: 'cpu', contestant: 'livelet', over: 'fastify-loop', atMost: 0.75 },
    { figure: 'cpu', contestant: 'livelet', over: 'bun', atMost: 1.25, reached: 1.5 },
    { figure: 'cpu', contestant: 'livelet', over: 'socket-write', atMost: 1.15 }
  ]
}
