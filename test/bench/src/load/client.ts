import { Buffer } from 'node:buffer'
import { connect, type Socket } from 'node:net'
import type { Dialect } from './dialects.ts'
import { CLOSE, clientFrame, FrameReader, PING, textFrame } from './frames.ts'

const PONG = 10

/** All sockets read into one buffer: what is in it is dealt with before the next one reads. */
const shared = Buffer.alloc(256 * 1024)
const END_OF_HEAD = Buffer.from('\r\n\r\n')

export interface ClientOptions {
  port: number
  dialect: Dialect
  topic: string | undefined
  /** Whether to offer permessage-deflate, as Chrome does. */
  deflate: boolean
}

/** What a client tells about the messages that come once it is ready. */
export interface ClientListener {
  onMessage(client: Client, compressed: boolean, bytes: Buffer, start: number, end: number): void
  /** All messages of a chunk have been told. */
  onChunk(client: Client): void
  onEnd(client: Client, why: string): void
}

/** One connection, on a raw socket: the handshake, then frames. */
export class Client {
  readonly index: number
  readonly socket: Socket
  readonly ready: Promise<void>
  /** Messages that came in the part that is counted now, and the bytes of their payloads. */
  messages = 0
  bytes = 0
  /** Whether it has been told to read no more. */
  isStopped = false
  /** Whether it was closed from this side. */
  isClosed = false
  readonly #options: ClientOptions
  readonly #listener: ClientListener
  readonly #reader: FrameReader
  #head: Buffer | undefined = Buffer.alloc(0)
  #isReady = false
  #resolve: () => void = () => {}
  #reject: (error: Error) => void = () => {}

  constructor(index: number, options: ClientOptions, listener: ClientListener) {
    this.index = index
    this.#options = options
    this.#listener = listener
    this.#reader = new FrameReader((opcode, compressed, bytes, start, end) =>
      this.#onFrame(opcode, compressed, bytes, start, end)
    )
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    const { port, dialect, deflate } = options
    const onread = { buffer: shared, callback: (count: number) => this.#onRead(shared.subarray(0, count)) }
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true, onread }, () => {
      this.socket.write(handshake(dialect, deflate))
    })
    this.socket.on('error', error => this.#end(error.message))
    this.socket.on('close', () => this.#end('the connection was closed'))
  }

  say(text: string): void {
    this.socket.write(textFrame(text))
  }

  close(): void {
    this.isClosed = true
    this.socket.destroy()
  }

  #end(why: string): void {
    if (!this.#isReady) this.#reject(new Error(why))
    if (!this.isClosed) this.#listener.onEnd(this, why)
  }

  #onRead(chunk: Buffer): boolean {
    if (this.#head) this.#onHead(chunk)
    else {
      this.#reader.push(chunk)
      if (this.#isReady) this.#listener.onChunk(this)
    }
    return true
  }

  #onHead(chunk: Buffer): void {
    const head = Buffer.concat([this.#head ?? shared.subarray(0, 0), chunk])
    const end = head.indexOf(END_OF_HEAD)
    this.#head = head
    if (end < 0) return
    const status = head.toString('latin1', 0, 12)
    if (status !== 'HTTP/1.1 101') {
      this.#reject(new Error(`the server answered ${status}`))
      this.socket.destroy()
      return
    }
    if (
      this.#options.deflate &&
      !/sec-websocket-extensions: *permessage-deflate/i.test(head.toString('latin1', 0, end))
    ) {
      this.#reject(new Error('the server did not take permessage-deflate'))
      return
    }
    this.#head = undefined
    if (this.#options.dialect.isReadyAtOnce) this.#becomeReady()
    const rest = head.subarray(end + END_OF_HEAD.length)
    if (rest.length > 0) this.#reader.push(rest)
  }

  #becomeReady(): void {
    this.#isReady = true
    this.#resolve()
  }

  #onFrame(opcode: number, compressed: boolean, bytes: Buffer, start: number, end: number): void {
    if (opcode >= CLOSE) {
      if (opcode === PING) this.socket.write(clientFrame(PONG, bytes.subarray(start, end)))
      return
    }
    const { dialect, topic } = this.#options
    if (this.#isReady) {
      if (end - start === dialect.beat?.length) {
        if (dialect.beat.answer !== undefined) this.say(dialect.beat.answer)
      } else this.#listener.onMessage(this, compressed, bytes, start, end)
      return
    }
    try {
      const { say, ready } = dialect.greet(bytes.toString('utf8', start, end), topic)
      if (say !== undefined) this.say(say)
      if (ready) this.#becomeReady()
    } catch (error) {
      this.#reject(error as Error)
    }
  }
}

function handshake({ path, headers }: Dialect, deflate: boolean): string {
  const lines = {
    Host: '127.0.0.1',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...(deflate && { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' }),
    ...headers
  }
  const all = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`)
  return `GET ${path} HTTP/1.1\r\n${all.join('')}\r\n`
}
