import type { Buffer } from 'node:buffer'
import { now, readStamp } from '../payload.ts'
import { type Latency, latencyOf } from '../statistics.ts'

/** What must arrive in the part that is counted. */
export interface Expectation {
  /** Clients that read. */
  readers: number
  /** Messages that each of them must get; the numbers in their stamps rise from 0. */
  messages: number
  /** Whether messages may be left out, as long as the last one comes. */
  conflated: boolean
}

/** What has arrived. */
export interface Report {
  /** What is wrong, in words: missing or surplus messages, wrong order. */
  faults: string[]
  messages: number
  /** Bytes of a message with its frame's header, on average. */
  wire: number
  /** Part of the messages that came compressed. */
  compressed: number
  /** From the making of a message to its arrival; of each chunk that is read, its last message; none of compressed ones. */
  latency: Latency | undefined
  /** From the making of a message to its arrival at the last of all readers. */
  toLast: Latency | undefined
}

/** What a client has got in the part that is counted. */
export interface Counted {
  messages: number
  bytes: number
}

const headerLength = (payload: number) => (payload < 126 ? 2 : payload < 65_536 ? 4 : 10)

/** Counts what arrives, and says when all of it has. */
export class Tally {
  readonly #expected: Expectation
  readonly #onAll: () => void
  readonly #latencies: number[] = []
  readonly #toLast: number[] = []
  /** How many readers have each message. */
  readonly #readersOf: Uint32Array
  readonly #done = new Set<Counted>()
  #wire = 0
  #messages = 0
  #compressed = 0
  #outOfOrder = 0
  #last: { bytes: Buffer; start: number; end: number } | undefined

  constructor(expected: Expectation, onAll: () => void) {
    this.#expected = expected
    this.#onAll = onAll
    this.#readersOf = new Uint32Array(expected.conflated ? 0 : expected.messages)
  }

  get isComplete(): boolean {
    return this.#done.size >= this.#expected.readers
  }

  onMessage(client: Counted, compressed: boolean, bytes: Buffer, start: number, end: number): void {
    const { messages, readers, conflated } = this.#expected
    const nth = client.messages++
    client.bytes += end - start
    this.#messages++
    this.#wire += end - start + headerLength(end - start)
    if (compressed) this.#compressed++
    this.#last = compressed ? undefined : { bytes, start, end }
    if (conflated || nth >= messages) return
    const count = (this.#readersOf[nth] ?? 0) + 1
    this.#readersOf[nth] = count
    if (count === readers && !compressed) {
      const stamp = readStamp(bytes, start, end)
      if (stamp) this.#toLast.push(now() - stamp.at)
    }
    if (client.messages === messages && compressed) this.#finish(client)
  }

  /** All messages of a chunk have been counted: its last one is looked at. */
  onChunk(client: Counted): void {
    if (!this.#last) return
    const { bytes, start, end } = this.#last
    this.#last = undefined
    const stamp = readStamp(bytes, start, end)
    if (!stamp) return
    this.#latencies.push(now() - stamp.at)
    const { messages, conflated } = this.#expected
    if (!conflated && stamp.number !== client.messages - 1) this.#outOfOrder++
    if (stamp.number === messages - 1) this.#finish(client)
  }

  #finish(client: Counted): void {
    this.#done.add(client)
    if (this.isComplete) this.#onAll()
  }

  report(clients: readonly Counted[]): Report {
    return {
      faults: this.#faults(clients),
      messages: this.#messages,
      wire: this.#wire / this.#messages,
      compressed: this.#compressed / this.#messages,
      latency: latencyOf(this.#latencies),
      toLast: latencyOf(this.#toLast)
    }
  }

  #faults(clients: readonly Counted[]): string[] {
    const { readers, messages, conflated } = this.#expected
    const faults: string[] = []
    if (!this.isComplete) faults.push(`${readers - this.#done.size} of ${readers} readers did not get the last message`)
    if (this.#outOfOrder > 0) faults.push(`${this.#outOfOrder} messages came out of order`)
    if (conflated) return faults
    const wrong = clients.filter(client => client.messages !== messages).length
    if (wrong > 0) faults.push(`${wrong} readers got more or fewer than ${messages} messages`)
    // All get the same bytes, except that a compressor of each connection's own may write them in its own way.
    const sizes = new Set(clients.map(client => client.bytes))
    if (sizes.size > 1 && this.#compressed === 0) faults.push('not all readers got the same number of bytes')
    return faults
  }
}
