import { LiveletError } from './error.ts'
import type { Outbox, Outgoing } from './outbox.ts'
import type { Clock, RequestOptions } from './types.ts'
import type { ErrorCode } from './wire.ts'

/** Any message of the server, once it is read. */
export interface Incoming {
  type: string
  re?: unknown
  topic?: unknown
  offset?: unknown
  [field: string]: unknown
}

/** An `error` message of the server as an error. */
export function errorOf({ code, message }: Incoming): LiveletError {
  return new LiveletError(code as ErrorCode, String(message))
}

interface Pending extends Outgoing {
  /** The server knows a repetition by its `key`. */
  keyed: boolean
  reject(error: unknown): void
  resolve(answer: object): void
}

export interface Requests {
  request(id: number, type: string, fields: object, options: RequestOptions & { timeout: number }): Promise<object>
  /** Settles what `message` answers, and says whether there was such a request. */
  settle(message: Incoming): boolean
  /** The connection broke: takes out what was in flight, and puts back into the outbox what may be sent again. */
  broken(): void
  /** Rejects everything. */
  end(error: LiveletError): void
}

/** Pairs requests with their answers. */
export function openRequests(clock: Clock, outbox: Outbox): Requests {
  const pending = new Map<unknown, Pending>()
  return {
    request(id, type, fields, { timeout, signal }) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const done = () => {
          pending.delete(id)
          // If it has not left yet, nobody waits for it any more.
          outbox.remove(request)
          clock.clearTimeout(timer)
          signal?.removeEventListener('abort', abort)
        }
        const request: Pending = {
          frame: JSON.stringify({ ...fields, type, id }),
          keyed: 'key' in fields && typeof fields.key === 'string',
          resolve(answer) {
            done()
            resolve(answer)
          },
          reject(error) {
            done()
            reject(error)
          }
        }
        const abort = () => request.reject(signal?.reason)
        const timer = clock.setTimeout(() => {
          request.reject(new LiveletError('TIMEOUT', `no answer to ${type} within ${timeout} ms`))
        }, timeout)
        signal?.addEventListener('abort', abort)
        pending.set(id, request)
        try {
          outbox.push(request)
        } catch (error) {
          request.reject(error)
        }
      })
    },
    settle(message) {
      const { type, re, ...answer } = message
      const request = pending.get(re)
      if (type === 'error') request?.reject(errorOf(message))
      else request?.resolve(answer)
      return request !== undefined
    },
    broken() {
      const again: Pending[] = []
      for (const request of [...pending.values()]) {
        if (!request.sent) continue
        if (request.keyed) {
          request.sent = false
          again.push(request)
        } else request.reject(new LiveletError('UNKNOWN_OUTCOME', 'the connection broke before the answer'))
      }
      outbox.again(again)
    },
    end(error) {
      for (const request of [...pending.values()]) request.reject(error)
    }
  }
}
