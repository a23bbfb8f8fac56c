import { randomBytes } from 'node:crypto'
import { Socket } from 'node:net'
import { type Live, type LiveConnection, openChannel, type SharedOptions } from '@livelet/channel'
import { ForbiddenError, NotFoundError, UnavailableError } from '@livelet/channel/errors'
import { CloseCode } from '@livelet/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { countBytes, followResponses } from './bytes.ts'
import { contract } from './contract.ts'
import { createRun, type Run, serverTime } from './run.ts'
import { transportOf } from './transport.ts'

/** Pages that may compare at the same time. */
const MAX_RUNS = 50

export interface Comparison {
  live: Live<typeof contract>
  /** The runs of the pages that are open, by their names. */
  runs: ReadonlyMap<string, Run>
  /** @throws LIVELET_UNAVAILABLE if there are too many */
  open(): string
}

/**
 * The feed that the page reads in four ways from one URL, `/comparison?run=<run>`, and what each way costs. It is an example
 * of a feature of one's own: a contract, and what to do with its messages.
 */
export async function openComparison(fastify: FastifyInstance, options: SharedOptions = {}): Promise<Comparison> {
  const runs = new Map<string, Run>()
  /** By the connection that started it; `undefined` as long as that has started none. */
  const started = new Map<LiveConnection, string | undefined>()
  const rules = { allow: () => true, has: (name: string) => runs.has(name) }

  function runOf(connection: LiveConnection): Run {
    const run = runs.get(started.get(connection) ?? '')
    if (!run) throw new NotFoundError('this connection has started no run: send "start" first')
    return run
  }

  function open(): string {
    if (runs.size >= MAX_RUNS) throw new UnavailableError(`at most ${MAX_RUNS} pages may compare at the same time`)
    // Short, because it travels with each update.
    const name = randomBytes(6).toString('base64url')
    const run = createRun(live.clock, {
      update: update => void live.topic('feed', name).publish('update', update),
      figures: figures => void live.topic('figures', name).publish('figures', figures)
    })
    runs.set(name, run)
    return name
  }

  function close(name: string): void {
    const run = runs.get(name)
    if (!run) return
    run.end()
    runs.delete(name)
    live.disconnect(name, CloseCode.done, 'the run has ended')
    live.topic('feed', name).forget()
    live.topic('figures', name).forget()
  }

  /** Counts what a run's reader costs from here to its end. */
  async function count(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const run = runs.get(runInQuery(request) ?? '')
    const { socket } = request.raw
    if (!run || !(socket instanceof Socket)) return
    const transport = transportOf(request.headers)
    const end = run.tallies[transport].begin(countBytes(socket))
    // After an upgrade the response lets go of the connection, which goes on.
    if (transport === 'websocket') socket.once('close', end)
    else reply.raw.once('close', end)
  }

  const { onRequest = [], ...hooks } = options.hooks ?? {}
  const live: Live<typeof contract> = await openChannel(
    fastify,
    contract,
    {
      topics: { feed: rules, figures: rules },
      topicOf: ({ run }) => (typeof run === 'string' ? `feed/${run}` : undefined),
      onOpen: connection => void started.set(connection, undefined),
      onClose(connection) {
        const name = started.get(connection)
        started.delete(connection)
        if (name !== undefined) close(name)
      },
      receive: {
        start(_, { connection }) {
          if (!started.has(connection))
            throw new ForbiddenError('a run lives as long as a WebSocket: start it over one')
          const run = started.get(connection) ?? open()
          started.set(connection, run)
          return { run }
        },
        pace({ perSecond }, { connection }) {
          const run = runOf(connection)
          run.pace(perSecond)
          return { published: run.published }
        },
        time: () => ({ at: serverTime() }),
        cpu() {
          const { user, system } = process.cpuUsage()
          return { used: user + system, runs: [...runs.values()].filter(({ isMoving }) => isMoving).length }
        }
      }
    },
    {
      // A run's readers are its users: they have a pace of their own, and end with it.
      identify: request => {
        const name = runInQuery(request)
        return name !== undefined && runs.has(name) ? { id: name } : null
      },
      // 50 held requests a second, and 10 polls.
      rate: { perSecond: 100, burst: 200 },
      ...options,
      hooks: { ...hooks, onRequest: [count, ...[onRequest].flat()] }
    }
  )
  const unfollow = followResponses()
  fastify.addHook('onClose', () => {
    unfollow()
    for (const name of runs.keys()) close(name)
  })
  return { live, runs, open }
}

function runInQuery({ query }: FastifyRequest): string | undefined {
  const { run } = query as Record<string, unknown>
  return typeof run === 'string' ? run : undefined
}
