/** A string, or a number outside of one. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * Parses JSON, with every number as its text: as a number, `0.1` or a long price would come out rounded.
 *
 * @throws SyntaxError
 */
export function parseExact(text: string): unknown {
  return JSON.parse(text.replace(TOKEN, token => (token.startsWith('"') ? token : `"${token}"`)))
}

export type Fields = Record<string, unknown>

/** An object's fields; none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

/** A time as exchanges write it, ms since 1970 or ISO 8601, as ms since 1970. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const time = /^\d{1,15}$/.test(value) ? Number(value) : Date.parse(value)
  return Number.isFinite(time) ? time : undefined
}
