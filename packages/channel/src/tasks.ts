import { type MessageId, type Position, SUBPROTOCOL } from '@livelet/protocol'
import type { FastifyBaseLogger } from 'fastify'
import type { Fields, Incoming } from './codec.ts'
import type { Connection } from './connection.ts'
import type { Identity, MessageContext } from './definition.ts'
import { BadJsonError, SupersededError } from './errors.ts'
import type { Task } from './inbox.ts'

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/** Answers with an error when its turn comes. */
export function errorTask(connection: Connection, error: Error, id?: MessageId): Task {
  return { run: () => connection.sendError(error, id) }
}

/** Answers a message that was not understood, and counts it. */
function badTask(connection: Connection, error: unknown, id?: MessageId): Task {
  return {
    run() {
      if (!connection.countBad()) connection.sendError(error, id)
    }
  }
}

/** A line of plain text. */
export function textTask(connection: Connection, text: string): Task {
  const { codec, definition } = connection.channel
  try {
    if (!definition.text)
      throw new BadJsonError(`${codec.contract.name} speaks ${SUBPROTOCOL} only: offer it as a subprotocol`)
    const { type, fields } = definition.text.parse(text)
    codec.check(type, fields)
    return new HandlerTask(connection, { type, fields, id: undefined })
  } catch (error) {
    return badTask(connection, error)
  }
}

/** A message of the JSON dialect. */
export function messageTask(connection: Connection, text: string): Task {
  const message = connection.channel.codec.decode(text)
  if (message.error) return badTask(connection, message.error, message.id)
  return controlTask(connection, message) ?? new HandlerTask(connection, message)
}

function controlTask(connection: Connection, { type, fields, id }: Incoming): Task | undefined {
  const { channel } = connection
  switch (type) {
    case 'beat':
      return { run: () => connection.sendControl('beat', {}, id) }
    case 'leave':
      return {
        run() {
          const topic = fields.topic as string
          channel.leave(connection, topic)
          connection.sendControl('left', { topic }, id)
        }
      }
    case 'join':
      return {
        run: () =>
          channel
            .join(connection, fields.topic as string, fields.since as Position | undefined, id)
            .catch(error => connection.sendError(error, id))
      }
  }
}

/** Calls the feature's handler, and sends its answer unless something newer has taken its place. */
class HandlerTask implements Task {
  readonly latest?: string
  readonly #connection: Connection
  readonly #message: Incoming
  readonly #context: Context
  #isSuperseded = false

  constructor(connection: Connection, message: Incoming) {
    this.#connection = connection
    this.#message = message
    this.#context = new Context(connection)
    if (connection.dialect === 'json' && this.#definition?.latest) this.latest = message.type
  }

  get #definition() {
    return this.#connection.channel.codec.contract.receive[this.#message.type]
  }

  run(): void | Promise<void> {
    const { type, fields } = this.#message
    try {
      const answer = this.#connection.channel.handlers[type]?.(fields, this.#context)
      if (isPromise(answer)) {
        return answer.then(
          value => this.#succeed(value),
          error => this.#fail(error)
        )
      }
      this.#succeed(answer)
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Whether the answer is still wanted. */
  #end(): boolean {
    this.#context.end()
    return this.#connection.isOpen && !this.#isSuperseded
  }

  #succeed(answer: unknown): void {
    if (!this.#end()) return
    const { type, id } = this.#message
    const answered = this.#definition?.answer
    try {
      if (typeof answered === 'string') this.#connection.send(answered, answer as Fields, id)
      else if (id !== undefined) this.#connection.sendOk(type, (answer ?? {}) as Fields, id)
    } catch (error) {
      this.#connection.sendError(error, id)
    }
  }

  #fail(error: unknown): void {
    if (this.#end()) this.#connection.sendError(error, this.#message.id)
  }

  supersede(): void {
    const { type, id } = this.#message
    this.#isSuperseded = true
    this.#context.abort()
    if (id === undefined) return
    this.#connection.sendError(new SupersededError(`a newer "${type}" took this one's place`), id)
  }
}

/** What a handler gets beside the fields. A signal is made only for who asks for it. */
class Context implements MessageContext {
  readonly connection: Connection
  #controller: AbortController | undefined

  constructor(connection: Connection) {
    this.connection = connection
  }

  get identity(): Identity | null {
    return this.connection.identity
  }

  get log(): FastifyBaseLogger {
    return this.connection.channel.log
  }

  get signal(): AbortSignal {
    this.#controller ??= this.connection.abortable()
    return this.#controller.signal
  }

  abort(): void {
    this.#controller?.abort()
  }

  end(): void {
    if (this.#controller) this.connection.release(this.#controller)
  }
}
