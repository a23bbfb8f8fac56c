import type { ErrorCode } from './wire.ts'

/**
 * What the client itself refuses or gives up:
 * `TIMEOUT` no answer in time · `UNKNOWN_OUTCOME` the connection broke after sending, so the server may or may not have
 * done it · `CLOSED` the client is closed for good · `QUEUE_FULL` too many messages wait to be sent · `BAD_FRAME` the
 * server sent something that is no message.
 */
export type ClientErrorCode = 'TIMEOUT' | 'UNKNOWN_OUTCOME' | 'CLOSED' | 'QUEUE_FULL' | 'BAD_FRAME'

/** Every error of the client: the server's, by their code on the wire (`LIVELET_…`), and its own. */
export class LiveletError extends Error {
  override readonly name = 'LiveletError'
  readonly code: ErrorCode | ClientErrorCode

  constructor(code: ErrorCode | ClientErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
