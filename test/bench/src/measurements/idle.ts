import type { Pair, ServerName } from '../pair.ts'
import { contestantsOf } from './fan-out.ts'
import type { Context, Measurement, Outcome } from './measurement.ts'

/** RSS after garbage has been collected, twice, since what one collection finds may free more. */
async function settled(pair: Pair) {
  await pair.collect()
  await new Promise(resolve => setTimeout(resolve, 200))
  await pair.collect()
  return await pair.usage()
}

async function idles({ start, quick }: Context, server: ServerName, topic?: string): Promise<Outcome> {
  const pair = await start(server)
  const count = quick ? 3_000 : 8_000
  // What the first connections compile and allocate is there once, however many come after.
  await pair.open({ count: 500, ...(topic && { topic }) })
  await pair.close()
  const before = await settled(pair)
  await pair.open({ count, ...(topic && { topic }) })
  const after = await settled(pair)
  const faults = after.connections === count ? [] : [`the server counts ${after.connections} of ${count} connections`]
  const perConnection = (figure: 'rss' | 'heapUsed') => (after[figure] - before[figure]) / count / 1000
  return { figures: { rss: perConnection('rss'), heap: perConnection('heapUsed') }, faults }
}

const joined = {
  label: 'Livelet, joined to a topic',
  server: 'livelet',
  run: (context: Context) => idles(context, 'livelet', 'signal/all')
} as const

export const idle: Measurement = {
  name: 'idle',
  title: '8,000 idle connections (3,000 with --quick)',
  figures: {
    rss: { label: 'RSS a connection', unit: 'kB' },
    heap: { label: 'JavaScript heap a connection', unit: 'kB' }
  },
  contestants: {
    ...contestantsOf(['livelet', 'fastify-loop', 'socketio', 'bun'], idles, { 'fastify-loop': '@fastify/websocket' }),
    joined
  },
  goals: [
    { figure: 'rss', contestant: 'livelet', over: 'fastify-loop', atMost: 1 },
    { figure: 'rss', contestant: 'livelet', over: 'socketio', atMost: 0.6 }
  ]
}
