import { SUBPROTOCOL } from '@livelet/protocol'

export type Dialect = 'json' | 'text'

/** The dialect that an offer of subprotocols asks for; `undefined` if all that it offers is unknown. */
export function dialectOf(offer: string | undefined): Dialect | undefined {
  if (offer === undefined) return 'text'
  if (offer === SUBPROTOCOL) return 'json'
  return offer.split(',').some(name => name.trim() === SUBPROTOCOL) ? 'json' : undefined
}

const DEFAULT_PORT = /:(80|443)$/

/**
 * Whether a page of `origin` may open a connection to `host`. Browsers always send an Origin, so none means a program,
 * which could write any. The scheme is not compared: behind a proxy that ends TLS it is not known.
 */
export function isOriginAllowed(origin: string | undefined, host: string, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.includes(origin) || (allowed.includes('*') && origin !== 'null')) return true
  if (!URL.canParse(origin)) return false
  return new URL(origin).host.replace(DEFAULT_PORT, '') === host.toLowerCase().replace(DEFAULT_PORT, '')
}
