import { fileURLToPath } from 'node:url'
import { bunPath } from './bun-path.ts'
import { type Child, startChild } from './child.ts'
import type { DialectName } from './load/dialects.ts'
import type { Expectation, Report } from './load/tally.ts'
import type { OpenCommand } from './load.ts'
import type { PublishCommand, ServerOptions, Usage } from './servers/control.ts'

export type ServerName = 'livelet' | 'fastify-loop' | 'socket-write' | 'ws' | 'socketio' | 'bun'

const DIALECTS: Record<ServerName, DialectName> = {
  livelet: 'livelet',
  'fastify-loop': 'plain',
  'socket-write': 'plain',
  ws: 'plain',
  socketio: 'socketio',
  bun: 'plain'
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export interface PairOptions extends ServerOptions {
  /** Where the server's CPU profile is written, if anywhere. */
  profile?: string | undefined
}

/** A server and what loads it, in a process each, both fresh. */
export class Pair {
  readonly #name: ServerName
  readonly #server: Child<{ port: number }>
  readonly #load: Child<object>

  constructor(name: ServerName, server: Child<{ port: number }>, load: Child<object>) {
    this.#name = name
    this.#server = server
    this.#load = load
  }

  static async start(name: ServerName, { profile, ...options }: PairOptions = {}): Promise<Pair> {
    const program = name === 'bun' ? bunPath() : process.execPath
    if (program === undefined) throw new Error('there is no Bun for this platform')
    const profiling = ['--cpu-prof', '--cpu-prof-interval=200', `--cpu-prof-dir=${profile}`]
    const flags = ['--expose-gc', ...(profile === undefined ? [] : profiling)]
    const args = [...(name === 'bun' ? [] : flags), file(`servers/${name}.js`), JSON.stringify(options)]
    const [server, load] = await Promise.all([
      startChild<{ port: number }>(program, args),
      startChild<object>(process.execPath, [file('load.js')])
    ])
    return new Pair(name, server, load)
  }

  /** Opens connections, each ready for messages. */
  open(options: Omit<OpenCommand, 'port' | 'dialect'>): Promise<void> {
    const { port } = this.#server.hello
    return this.#load.call('open', { ...options, port, dialect: DIALECTS[this.#name] } satisfies OpenCommand)
  }

  /** Publishes, and waits until all that was expected has arrived; `report` says whether it has. */
  async publish(command: PublishCommand, readers: number, conflated = false): Promise<void> {
    const messages = command.turns * command.perTurn
    await this.#load.call('expect', { readers, messages, conflated } satisfies Expectation)
    await Promise.all([this.#server.call('publish', command), this.#load.call('arrived')])
  }

  /** Sends from each connection, and waits until all answers have arrived. */
  async echo(connections: number, command: { messages: number; size: number; every: number }): Promise<void> {
    await this.#load.call('expect', { readers: connections, messages: command.messages, conflated: false })
    await Promise.all([this.#load.call('echo', command), this.#load.call('arrived')])
  }

  usage(): Promise<Usage> {
    return this.#server.call('usage')
  }

  collect(): Promise<void> {
    return this.#server.call('collect')
  }

  report(): Promise<Report> {
    return this.#load.call('report')
  }

  /** The load's own commands. */
  load<T>(command: string, args?: object): Promise<T> {
    return this.#load.call(command, args)
  }

  /** Closes all connections, and waits until the server knows. */
  async close(): Promise<void> {
    await this.#load.call('close')
    while ((await this.usage()).connections > 0) await new Promise(resolve => setTimeout(resolve, 20))
  }

  async stop(): Promise<void> {
    await this.#load.stop()
    await this.#server.stop()
  }
}
