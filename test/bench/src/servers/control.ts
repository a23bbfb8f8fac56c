import { type Handlers, obey } from '../commands.ts'
import { type Quotes, quotesOf, stampedText } from '../payload.ts'

/** What a server is started with, as JSON in its first argument. */
export interface ServerOptions {
  /** Whether connections that offer permessage-deflate get it [false]. */
  deflate?: boolean
  /** Time after which a silent connection is asked for a sign of life, ms [the server's own default]; Livelet only. */
  heartbeat?: number
}

/** What is sent: a line of text, or a page of quotes. */
export type Message = { type: 'message'; text: string } | ({ type: 'quotes' } & Quotes)

export type TopicKind = 'signal' | 'state'

/** A server that is measured. */
export interface BenchServer {
  port: number
  connections(): number
  /** Sends to all who are connected; where there is a choice, to this kind of topic. */
  publish(message: Message, topic: TopicKind): void
}

export interface PublishCommand {
  type: Message['type']
  topic: TopicKind
  /** Bytes of the text of a `message`. */
  size: number
  turns: number
  /** Messages in each turn of the event loop. */
  perTurn: number
  /** Time between the starts of two turns, ms. */
  every: number
}

/** What a server has used since it was started. */
export interface Usage {
  /** CPU time, user and system, of all its threads, µs. */
  cpu: number
  /** bytes */
  rss: number
  /** The most it ever was, bytes. */
  maxRss: number
  heapUsed: number
  connections: number
}

export function serverOptions(): ServerOptions {
  return JSON.parse(process.argv[2] ?? '{}')
}

function until(time: number): Promise<void> {
  // Also a turn that is late is a turn of its own.
  return new Promise(resolve => setTimeout(resolve, Math.max(1, time - performance.now())))
}

async function publishAll(server: BenchServer, { type, topic, size, turns, perTurn, every }: PublishCommand) {
  const start = performance.now()
  let number = 0
  for (let turn = 0; turn < turns; turn++) {
    await until(start + turn * every)
    for (let i = 0; i < perTurn; i++, number++) {
      const message: Message =
        type === 'quotes' ? { type, ...quotesOf(number) } : { type, text: stampedText(number, size) }
      server.publish(message, topic)
    }
  }
}

function usage(server: BenchServer): Usage {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  const maxRss = process.resourceUsage().maxRSS * 1024
  return { cpu: user + system, rss, maxRss, heapUsed, connections: server.connections() }
}

/** Takes orders for a server that listens. */
export function control(server: BenchServer): void {
  const handlers: Handlers = {
    publish: (command: PublishCommand) => publishAll(server, command),
    usage: () => usage(server),
    /** Node runs with --expose-gc; Bun has its own. */
    collect() {
      const { gc, Bun } = globalThis as { gc?: () => void; Bun?: { gc(force: boolean): void } }
      if (Bun) Bun.gc(true)
      else gc?.()
    }
  }
  obey(handlers, { port: server.port })
}
