import { randomUUID } from 'node:crypto'
import { type MessageId, type Position, SUBPROTOCOL } from '@livelet/protocol'
import type { FastifyInstance } from 'fastify'
import { type ClientOptions, WebSocket } from 'ws'

/** A message of the JSON dialect, as it came. */
// biome-ignore lint/suspicious/noExplicitAny: a test looks into messages of every contract, and asserts what it finds
export type Received = { type: string } & Record<string, any>

export interface CloseInfo {
  code: number
  reason: string
}

export interface TestClientOptions {
  /** Subprotocols to offer [`livelet.v1`]; `[]` makes a text client. */
  protocols?: string[]
  headers?: Record<string, string>
  /** Options for ws, such as `perMessageDeflate`. */
  ws?: ClientOptions
}

/** A client for tests. It queues every frame from the handshake on, so that none is lost and no test has to hurry. */
export interface TestClient {
  readonly socket: WebSocket
  /** Sends an object as JSON, a string as text, a Buffer as binary. */
  send(message: object | string | Buffer): void
  /** The next frame, text as a string. Rejects when the connection ends before it. */
  next(): Promise<string | Buffer>
  /** The next JSON message, or the next of this type, leaving those before it out. */
  message(type?: string): Promise<Received>
  /** Sends with a fresh id and waits for the answer, leaving out what comes before it. */
  request(message: { type: string } & Record<string, unknown>): Promise<Received>
  /** Joins a topic and waits until it is joined. */
  joined(topic: string, since?: Position): Promise<Received>
  /** Frames that have come and were not asked for yet. */
  readonly waiting: readonly (string | Buffer)[]
  /** How the connection ended. */
  closed(): Promise<CloseInfo>
  close(code?: number): Promise<CloseInfo>
}

/** Why a handshake was refused. */
export class HandshakeRefused extends Error {
  readonly statusCode: number
  readonly body: string

  constructor(statusCode: number, body = '') {
    super(`the handshake was refused with ${statusCode}: ${body}`)
    this.statusCode = statusCode
    this.body = body
  }
}

/**
 * Connects over a real port, by `ws://…` or an `http://…` address.
 *
 * @throws HandshakeRefused with the response's status and body
 */
export function connectTo(url: string, options: TestClientOptions = {}): Promise<TestClient> {
  const { protocols = [SUBPROTOCOL], headers, ws } = options
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocols, { headers, ...ws })
  const client = wrap(socket)
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(client))
    socket.once('error', reject)
    socket.once('unexpected-response', (request, response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', chunk => {
        body += chunk
      })
      response.on('end', () => {
        reject(new HandshakeRefused(response.statusCode ?? 0, body))
        request.destroy()
      })
    })
  })
}

/** Connects without a port, by @fastify/websocket's `injectWS`. */
export async function injectTo(
  app: FastifyInstance,
  path: string,
  options: TestClientOptions = {}
): Promise<TestClient> {
  const { protocols = [SUBPROTOCOL], headers } = options
  await app.ready()
  const offer = protocols.length > 0 ? { 'sec-websocket-protocol': protocols.join(', ') } : {}
  let client: TestClient | undefined
  const socket = await app.injectWS(
    path,
    { headers: { host: 'localhost', ...offer, ...headers } },
    {
      onInit: socket => {
        client = wrap(socket)
      }
    }
  )
  return client ?? wrap(socket)
}

function wrap(socket: WebSocket): TestClient {
  const waiting: (string | Buffer)[] = []
  const takers: { take: (frame: string | Buffer) => void; fail: (error: Error) => void }[] = []
  let end: CloseInfo | undefined

  socket.on('message', (data: Buffer, isBinary) => {
    const frame = isBinary ? data : data.toString()
    const taker = takers.shift()
    if (taker) taker.take(frame)
    else waiting.push(frame)
  })
  const closed = new Promise<CloseInfo>(resolve => {
    socket.once('close', (code, reason) => {
      end = { code, reason: reason.toString() }
      for (const taker of takers.splice(0)) taker.fail(hasEnded(end))
      resolve(end)
    })
  })
  // A refused or broken connection shows in `connectTo` and in `closed`.
  socket.on('error', () => {})

  const client: TestClient = {
    socket,
    waiting,
    send(message) {
      socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message))
    },
    next() {
      const frame = waiting.shift()
      if (frame !== undefined) return Promise.resolve(frame)
      if (end) return Promise.reject(hasEnded(end))
      return new Promise((take, fail) => takers.push({ take, fail }))
    },
    async message(type) {
      for (;;) {
        const message = JSON.parse(String(await client.next())) as Received
        if (type === undefined || message.type === type) return message
      }
    },
    async request(message) {
      const id: MessageId = randomUUID()
      client.send({ ...message, id })
      for (;;) {
        const answer = await client.message()
        if (answer.re === id) return answer
      }
    },
    joined: (topic, since) => client.request({ type: 'join', topic, ...(since && { since }) }),
    closed: () => closed,
    close(code) {
      socket.close(code)
      return closed
    }
  }
  return client
}

const hasEnded = ({ code, reason }: CloseInfo) => new Error(`the connection has ended: ${code} ${reason}`)
