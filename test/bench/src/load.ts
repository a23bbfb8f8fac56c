import { Buffer } from 'node:buffer'
import { obey } from './commands.ts'
import { Client, type ClientListener } from './load/client.ts'
import { type DialectName, dialects } from './load/dialects.ts'
import { numbersIn } from './load/inflate.ts'
import { type Expectation, type Report, Tally } from './load/tally.ts'
import { stampedText } from './payload.ts'

/** Handshakes that are under way at the same time. */
const CONCURRENCY = 50
/** Time in which nothing arrives, after which no more is waited for, ms. */
const SILENCE = 10_000

export interface OpenCommand {
  port: number
  dialect: DialectName
  count: number
  /** What to join, where there is a choice. */
  topic?: string
  deflate?: boolean
}

export interface EchoCommand {
  /** Messages from each connection. */
  messages: number
  /** Bytes of each message's data. */
  size: number
  /** Time between two messages of one connection, ms. */
  every: number
}

/** The connections' messages are sent in so many groups, one after another in the time between two messages. */
const GROUPS = 5

let clients: Client[] = []
let dialect = dialects.plain
let tally: Tally | undefined
let isCounted: (client: Client) => boolean = () => true
let arrived: Promise<void> = Promise.resolve()
let heardAt = 0
const ended = new Map<Client, string>()
/** All that the first connection gets compressed, to be looked into at the end. */
let compressedPayloads: Buffer[] = []

const listener: ClientListener = {
  onMessage(client, compressed, bytes, start, end) {
    if (!isCounted(client)) return
    if (compressed && client.index === 0) compressedPayloads.push(Buffer.from(bytes.subarray(start, end)))
    tally?.onMessage(client, compressed, bytes, start, end)
  },
  onChunk(client) {
    heardAt = performance.now()
    if (isCounted(client)) tally?.onChunk(client)
  },
  onEnd(client, why) {
    ended.set(client, why)
  }
}

async function open({ port, dialect: name, count, topic, deflate = false }: OpenCommand): Promise<void> {
  dialect = dialects[name]
  const options = { port, dialect, topic, deflate }
  let left = count
  const worker = async () => {
    while (left-- > 0) {
      const client = new Client(clients.length, options, listener)
      clients.push(client)
      await client.ready
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
}

/** Counts from now on, over the clients that `counts` says. */
function expect(expected: Expectation, counts: (client: Client) => boolean = client => !client.isStopped): void {
  isCounted = counts
  for (const client of clients) {
    client.messages = 0
    client.bytes = 0
  }
  heardAt = performance.now()
  arrived = new Promise(resolve => {
    const timer = setInterval(() => {
      if (performance.now() - heardAt > SILENCE) done()
    }, 1_000)
    const done = () => {
      clearInterval(timer)
      resolve()
    }
    tally = new Tally(expected, done)
  })
}

function report(): Report {
  if (!tally) throw new Error('nothing was expected')
  const result = tally.report(clients.filter(isCounted))
  const [why] = ended.values()
  if (why !== undefined) result.faults.push(`${ended.size} connections ended: ${why}`)
  return result
}

/** Each connection sends at its own time, so that the server gets a few messages in each turn. */
async function echo({ messages, size, every }: EchoCommand): Promise<void> {
  const start = performance.now()
  for (let tick = 0; tick < messages * GROUPS; tick++) {
    const time = start + (tick * every) / GROUPS
    await new Promise(resolve => setTimeout(resolve, Math.max(0, time - performance.now())))
    const number = Math.floor(tick / GROUPS)
    for (let i = tick % GROUPS; i < clients.length; i += GROUPS) {
      clients[i]?.say(dialect.echo(stampedText(number, size), number))
    }
  }
}

obey(
  {
    open,
    expect: (expected: Expectation) => expect(expected),
    arrived: () => arrived,
    report,
    echo,
    /** Compressed messages are looked into on one connection: the numbers must be there and in order. */
    inflate: () => numbersIn(compressedPayloads),
    stop({ count }: { count: number }) {
      for (const client of clients.slice(0, count)) {
        client.isStopped = true
        client.socket.pause()
      }
    },
    /** Those who had stopped read again: what comes last must be the last message. */
    async resume({ messages }: { messages: number }) {
      const stopped = clients.filter(client => client.isStopped)
      expect({ readers: stopped.length, messages, conflated: true }, client => client.isStopped)
      for (const client of stopped) client.socket.resume()
      await arrived
    },
    close() {
      for (const client of clients) client.close()
      clients = []
      compressedPayloads = []
    }
  },
  {}
)
