/** What went wrong with a source. */
export type FaultKind =
  /** It cannot be reached. */
  | 'unreachable'
  /** It answers that it cannot answer (5xx), too late, or something unexpected. */
  | 'unavailable'
  /** It says that it was asked too often (429), or it is about to (our own budget). */
  | 'throttled'
  /** It does not want to hear of this address for a while (418, 403). */
  | 'banned'
  /** It does not serve this place (451). */
  | 'blocked'
  /** It does not know the symbol. */
  | 'unknown'
  /** What it says cannot be understood. */
  | 'malformed'
  /** It says nothing. */
  | 'silent'
  /** It asks to connect again. */
  | 'restart'

/** Longest message, characters: it may come from the exchange, and goes to the log. */
const MAX_MESSAGE = 200

export class SourceFault extends Error {
  readonly kind: FaultKind
  /** Nothing may be asked of it before, ms from when it was said. */
  readonly retryAfter: number | undefined

  constructor(kind: FaultKind, message: string, retryAfter?: number) {
    super(message.slice(0, MAX_MESSAGE))
    this.kind = kind
    this.retryAfter = retryAfter
  }
}

export function faultOf(error: unknown): SourceFault {
  if (error instanceof SourceFault) return error
  // `fetch` says nothing but that it failed; why is in the cause.
  const { message, cause, code } = error as {
    message?: string
    cause?: { code?: string; message?: string }
    code?: string
  }
  return new SourceFault('unreachable', String(cause?.code ?? cause?.message ?? code ?? message ?? error))
}

/** Whether a fault is of the whole address, and not of one symbol or one connection. */
export const isOfAddress = ({ kind }: SourceFault): boolean =>
  kind === 'throttled' || kind === 'banned' || kind === 'blocked'

/** How long to keep away where an answer does not say it, ms. Binance bans for 2 minutes at the least. */
const KEEP_AWAY: Partial<Record<number, number>> = { 429: 60_000, 418: 120_000, 403: 300_000 }

/** What a refusal by HTTP status means. */
export function faultOfStatus(status: number, retryAfter: string | null | undefined, now: number): SourceFault {
  const wait = secondsOf(retryAfter, now) ?? KEEP_AWAY[status]
  const said = `HTTP ${status}`
  switch (status) {
    case 429:
      return new SourceFault('throttled', said, wait)
    case 418:
    case 403:
      return new SourceFault('banned', said, wait)
    case 451:
      return new SourceFault('blocked', said, Number.POSITIVE_INFINITY)
    case 400:
    case 404:
      return new SourceFault('unknown', said)
    default:
      return new SourceFault('unavailable', said, secondsOf(retryAfter, now))
  }
}

/** A `Retry-After` (RFC 9110 §10.2.3), seconds or a date, as ms from now. */
function secondsOf(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
