import { type MessageId, type Position, SUBPROTOCOL } from '@livelet/protocol'
import type { Fields, Incoming } from './codec.ts'
import type { Connection } from './connection.ts'
import type { MessageContext } from './definition.ts'
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
    return handlerTask(connection, { type, fields, id: undefined })
  } catch (error) {
    return badTask(connection, error)
  }
}

/** A message of the JSON dialect. */
export function messageTask(connection: Connection, text: string): Task {
  const message = connection.channel.codec.decode(text)
  if (message.error) return badTask(connection, message.error, message.id)
  return controlTask(connection, message) ?? handlerTask(connection, message)
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
function handlerTask(connection: Connection, { type, fields, id }: Incoming): Task {
  const { channel } = connection
  const definition = channel.codec.contract.receive[type]
  let controller: AbortController | undefined
  let isSuperseded = false

  const context: MessageContext = {
    connection,
    identity: connection.identity,
    log: channel.log,
    get signal() {
      controller ??= connection.abortable()
      return controller.signal
    }
  }

  function end(): boolean {
    if (controller) connection.release(controller)
    return connection.isOpen && !isSuperseded
  }
  function succeed(answer: unknown): void {
    if (!end()) return
    try {
      if (typeof definition?.answer === 'string') connection.send(definition.answer, answer as Fields, id)
      else if (id !== undefined) connection.sendOk(type, (answer ?? {}) as Fields, id)
    } catch (error) {
      connection.sendError(error, id)
    }
  }
  function fail(error: unknown): void {
    if (end()) connection.sendError(error, id)
  }

  return {
    ...(definition?.latest && connection.dialect === 'json' && { latest: type }),
    run() {
      try {
        const answer = channel.handlers[type]?.(fields, context)
        if (isPromise(answer)) return answer.then(succeed, fail)
        succeed(answer)
      } catch (error) {
        fail(error)
      }
    },
    supersede() {
      isSuperseded = true
      controller?.abort()
      if (id !== undefined) connection.sendError(new SupersededError(`a newer "${type}" took this one's place`), id)
    }
  }
}
