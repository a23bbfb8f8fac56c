import type { ServerName } from '../pair.ts'
import { contestantsOf } from './fan-out.ts'
import type { Context, Measurement, Outcome } from './measurement.ts'

async function accepts({ start, quick }: Context, server: ServerName): Promise<Outcome> {
  const pair = await start(server)
  const count = quick ? 2_000 : 6_000
  await pair.open({ count: quick ? 1_000 : 2_000 })
  await pair.close()
  const before = await pair.usage()
  await pair.open({ count })
  const after = await pair.usage()
  const faults = after.connections === count ? [] : [`the server counts ${after.connections} of ${count} connections`]
  const cpu = (after.cpu - before.cpu) / count
  return { figures: { throughput: 1e6 / cpu, cpu }, faults }
}

export const accept: Measurement = {
  name: 'accept',
  title: 'new connections, 50 at a time, until each may send',
  figures: {
    throughput: { label: 'connections a CPU-second', unit: '/s', isGain: true },
    cpu: { label: 'CPU a connection', unit: 'µs' }
  },
  contestants: contestantsOf(['livelet', 'fastify-loop', 'ws', 'socketio', 'bun'], accepts, {
    'fastify-loop': '@fastify/websocket'
  }),
  goals: [{ figure: 'throughput', contestant: 'livelet', over: 'fastify-loop', atLeast: 0.9 }]
}
