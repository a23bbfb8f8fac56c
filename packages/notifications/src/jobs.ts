import fastifySchedule from '@fastify/schedule'
import type { Engine, Lock } from '@livelet/channel'
import type { FastifyInstance } from 'fastify'
import { AsyncTask, CronJob, type Job, SimpleIntervalJob } from 'toad-scheduler'

/** How long at least another node waits for one that has gone, ms. */
const MIN_TTL = 5_000
/** How far the clocks of nodes may differ that all have the same cron expression, ms. */
const CRON_TTL = 30_000

/** When something is due: every so many ms, or by a cron expression. */
export type Trigger = { every: number } | { cron: string; timezone?: string | undefined }

export interface Jobs {
  /** @throws TypeError if the cron expression or its time zone is wrong */
  add(id: string, trigger: Trigger, work: () => Promise<unknown>): void
  /** Stops them, and waits for what is under way. */
  stop(): Promise<void>
}

/**
 * Work that comes again and again from when the app is ready, each on one node of many: on the one that holds its lock.
 * No run begins while the last one goes on. What fails is logged, and tried again next time.
 */
export async function openJobs(
  fastify: FastifyInstance,
  engine: Pick<Engine, 'lock'>,
  as: string,
  log: (error: Error, id: string) => void
): Promise<Jobs> {
  // Registered twice it crashes.
  if (!fastify.hasDecorator('scheduler')) await fastify.register(fastifySchedule)
  const jobs: Job[] = []
  const held = new Map<string, Lock>()
  const running = new Set<Promise<void>>()
  let isStopped = false

  async function run(id: string, ttl: number, work: () => Promise<unknown>): Promise<void> {
    if (isStopped) return
    if (!(await held.get(id)?.renew())) {
      const lock = await engine.lock(id, ttl)
      if (!lock) return
      held.set(id, lock)
    }
    await work()
  }

  fastify.addHook('onReady', async () => {
    for (const job of jobs) {
      if (job instanceof CronJob) fastify.scheduler.addCronJob(job)
      else if (job instanceof SimpleIntervalJob) fastify.scheduler.addSimpleIntervalJob(job)
    }
  })

  return {
    add(name, trigger, work) {
      const id = `${as}.${name}`
      const ttl = 'every' in trigger ? Math.max(2 * trigger.every, MIN_TTL) : CRON_TTL
      const handler = () => {
        const done = run(id, ttl, work).finally(() => running.delete(done))
        running.add(done)
        return done
      }
      const task = new AsyncTask(id, handler, error => log(error, id))
      const options = { id, preventOverrun: true }
      if ('every' in trigger) {
        jobs.push(new SimpleIntervalJob({ milliseconds: trigger.every }, task, options))
        return
      }
      const schedule = { cronExpression: trigger.cron, ...(trigger.timezone && { timezone: trigger.timezone }) }
      const job = new CronJob(schedule, task, options)
      try {
        // It looks at the expression only when it starts.
        job.start()
        job.stop()
      } catch (error) {
        throw new TypeError(
          `"${name}" must have a cron expression and a time zone that exist: ${(error as Error).message}`
        )
      }
      jobs.push(job)
    },
    async stop() {
      isStopped = true
      for (const { id } of jobs) if (id !== undefined) fastify.scheduler.removeById(id)
      await Promise.allSettled(running)
      for (const lock of held.values()) await lock.release()
    }
  }
}
