import createError, { type FastifyErrorConstructor } from '@fastify/error'
import { type ErrorCode, ErrorStatus } from '@livelet/protocol/wire'

type LiveletErrorConstructor = FastifyErrorConstructor<{ code: ErrorCode; statusCode: number }, [message: string]>

const define = (code: ErrorCode): LiveletErrorConstructor =>
  createError(code, '%s', ErrorStatus[code]) as LiveletErrorConstructor

/** Each takes one sentence: what was expected, and what came. It travels to the client as it is. */
export const BadJsonError: LiveletErrorConstructor = define('LIVELET_BAD_JSON')
export const UnknownTypeError: LiveletErrorConstructor = define('LIVELET_UNKNOWN_TYPE')
export const ValidationError: LiveletErrorConstructor = define('LIVELET_VALIDATION')
export const ForbiddenError: LiveletErrorConstructor = define('LIVELET_FORBIDDEN')
export const NotFoundError: LiveletErrorConstructor = define('LIVELET_NOT_FOUND')
export const SupersededError: LiveletErrorConstructor = define('LIVELET_SUPERSEDED')
export const TooBigError: LiveletErrorConstructor = define('LIVELET_TOO_BIG')
export const RateLimitedError: LiveletErrorConstructor = define('LIVELET_RATE_LIMITED')
export const UnavailableError: LiveletErrorConstructor = define('LIVELET_UNAVAILABLE')
export const InternalError: LiveletErrorConstructor = define('LIVELET_INTERNAL')

export interface LiveletError extends Error {
  code: ErrorCode
  statusCode: number
}

/** Whether an error was made to be shown to a client. Anything else is sent as `LIVELET_INTERNAL`, without its words. */
export function isLiveletError(error: unknown): error is LiveletError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    Object.hasOwn(ErrorStatus, error.code)
  )
}
