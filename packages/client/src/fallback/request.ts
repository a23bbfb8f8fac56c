import type { Clock } from '../types.ts'

/** What a request is given up by: its reader has gone, or nothing has come for too long. */
export interface Watch {
  readonly signal: AbortSignal
  /** Whether it was given up because nothing came. */
  readonly isLate: boolean
  /** Gives it up unless this is called again within `ms`. */
  within(ms: number): void
  /** Lets it take as long as it takes. */
  forever(): void
  end(): void
}

export function watch(clock: Clock, parent: AbortSignal): Watch {
  const controller = new AbortController()
  const abort = () => {
    clock.clearTimeout(timer)
    controller.abort()
  }
  let timer: unknown
  let isLate = false
  if (parent.aborted) abort()
  parent.addEventListener('abort', abort)
  return {
    signal: controller.signal,
    get isLate() {
      return isLate
    },
    within(ms) {
      clock.clearTimeout(timer)
      timer = clock.setTimeout(() => {
        isLate = true
        abort()
      }, ms)
    },
    forever() {
      clock.clearTimeout(timer)
    },
    end() {
      parent.removeEventListener('abort', abort)
      abort()
    }
  }
}

/** Waits, or less if `signal` says so. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clock.clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = clock.setTimeout(done, ms)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}

export interface Answer {
  status: number
  /** `<epoch>:<offset>`, of a state. */
  position: string | undefined
  text: string
  /** `text` as JSON, `{}` if it is none. */
  body: Record<string, unknown>
}

export interface Requests {
  readonly origin: string
  /** Goes on without cookies, and says whether there had been any to leave out. */
  leaveCookies(): boolean
  /** Rejects if the server cannot be reached. */
  open(query: Record<string, string | undefined>, init: RequestInit): Promise<Response>
  /** Gives the whole answer. Rejects if it did not come within `ms`. */
  exchange(
    query: Record<string, string | undefined>,
    init: RequestInit,
    ms: number,
    signal: AbortSignal
  ): Promise<Answer>
}

/** Reads what has come to its end. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const [, position] = /^(?:W\/)?"(.*)"$/.exec(response.headers.get('etag') ?? '') ?? []
  return { status: response.status, position, text, body: parse(text) }
}

/** The server does not give what was asked for. */
export class Refused extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super(`HTTP status ${answer.status}`)
    this.answer = answer
  }
}

/** How a feature's path is asked. Nothing goes through the browser's cache, which would hold back a stream. */
export function createRequests(address: string, clock: Clock, fetch: typeof globalThis.fetch): Requests {
  const base = new URL(address.replace(/^ws/, 'http'))
  // A WebSocket takes its cookies to any origin. A server that lets every page in (`origins: ['*']`) wants none.
  const isForeign = globalThis.location !== undefined && globalThis.location.origin !== base.origin
  let credentials: RequestCredentials = isForeign ? 'include' : 'same-origin'
  const requests: Requests = {
    origin: base.origin,
    leaveCookies() {
      const had = credentials === 'include'
      credentials = 'same-origin'
      return had
    },
    open(query, init) {
      const url = new URL(base)
      for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
      return fetch(url.href, { cache: 'no-store', credentials, ...init })
    },
    async exchange(query, init, ms, signal) {
      const watched = watch(clock, signal)
      watched.within(ms)
      try {
        return await answerOf(await requests.open(query, { ...init, signal: watched.signal }))
      } finally {
        watched.end()
      }
    }
  }
  return requests
}

function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

const CODES: Record<number, string> = {
  400: 'VALIDATION',
  401: 'FORBIDDEN',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'NOT_FOUND',
  409: 'SUPERSEDED',
  413: 'TOO_BIG',
  429: 'RATE_LIMITED',
  500: 'INTERNAL'
}

/** Whether the feature itself has answered, and not a proxy or the app around it. */
export const isOfFeature = ({ body }: Answer): boolean => /^LIVELET_/.test(String(body.code))

/** What a refusal is over a WebSocket: the feature's own error, else one by the status. */
export function errorOf(answer: Answer): { code: string; message: string } {
  const { status, body } = answer
  const { message } = body
  return {
    code: isOfFeature(answer) ? String(body.code) : `LIVELET_${CODES[status] ?? 'UNAVAILABLE'}`,
    message: typeof message === 'string' ? message : `HTTP status ${status}`
  }
}
