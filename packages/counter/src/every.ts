import fastifySchedule from '@fastify/schedule'
import type { Engine, Lock } from '@livelet/channel'
import type { FastifyInstance } from 'fastify'
import { AsyncTask, SimpleIntervalJob } from 'toad-scheduler'

/** How long at least another node waits for one that has gone, ms. */
const MIN_TTL = 5000

/**
 * Does `work` every `ms` ms from when the app is ready, on one node of many: on the one that holds a lock, which it
 * keeps until it ends. What fails is logged, once for as long as it fails in the same way.
 */
export async function repeat(
  fastify: FastifyInstance,
  engine: Pick<Engine, 'lock'>,
  as: string,
  ms: number,
  work: () => Promise<unknown>
): Promise<void> {
  // Registered twice it crashes.
  if (!fastify.hasDecorator('scheduler')) await fastify.register(fastifySchedule)
  const id = `${as}.every`
  let held: Lock | undefined
  let failure: string | undefined

  async function run() {
    if (!(await held?.renew())) held = await engine.lock(id, Math.max(2 * ms, MIN_TTL))
    if (held) await work()
    failure = undefined
  }
  function onError(error: Error) {
    if (error.message !== failure) fastify.log.error({ err: error }, `${id} failed`)
    failure = error.message
  }

  const job = new SimpleIntervalJob({ milliseconds: ms }, new AsyncTask(id, run, onError), { id })
  fastify.addHook('onReady', async () => fastify.scheduler.addSimpleIntervalJob(job))
  fastify.addHook('onClose', async () => {
    fastify.scheduler.removeById(id)
    await held?.release()
  })
}
