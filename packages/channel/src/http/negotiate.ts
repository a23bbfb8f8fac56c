/** Longest time that a request is held, s. Proxies often give up after 60. */
export const MAX_WAIT = 60

/** How much a client wants a media type (RFC 9110 §12.5.1): the most specific range that names it decides. */
function quality(accept: string, type: string): { q: number; isNamed: boolean } {
  const ranges = ['*/*', `${type.split('/')[0]}/*`, type]
  let best = { q: 0, rank: -1 }
  for (const part of accept.toLowerCase().split(',')) {
    const [range = '', ...parameters] = part.split(';').map(text => text.trim())
    const rank = ranges.indexOf(range)
    if (rank <= best.rank) continue
    const weight = parameters.find(text => text.startsWith('q='))
    const q = weight === undefined ? 1 : Number(weight.slice(2))
    best = { q: q >= 0 && q <= 1 ? q : 0, rank }
  }
  return { q: best.q, isNamed: best.rank === ranges.length - 1 }
}

/**
 * Whether a client asks for a stream of events. Who would take anything gets JSON, which ends; who names both alike gets the
 * stream. Who would take neither gets JSON all the same (RFC 9110 §15.5.7 leaves that to the server).
 */
export function wantsEvents(accept = ''): boolean {
  const events = quality(accept, 'text/event-stream')
  const json = quality(accept, 'application/json')
  return events.q > 0 && (events.q > json.q || (events.q === json.q && events.isNamed))
}

/** The seconds that a client would wait (RFC 7240 §4.3), 0 if it would not; of several the first counts. */
export function waitOf(prefer: string | string[] | undefined): number {
  const preferences = prefer === undefined ? [] : [prefer].flat().join(',').split(',')
  for (const preference of preferences) {
    const found = /^\s*wait\s*(?:=\s*"?(\d{1,9})"?)?\s*(?:;|$)/i.exec(preference)
    if (found) return Math.min(Number(found[1] ?? 0), MAX_WAIT)
  }
  return 0
}
