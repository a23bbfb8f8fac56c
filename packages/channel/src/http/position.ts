import type { Position } from '@livelet/protocol'
import { ValidationError } from '../errors.ts'
import { positionId } from './event.ts'

const POSITION = /^(.{1,64}):(\d{1,16})$/

/** What `<epoch>:<offset>` says; `undefined` if it is no position. */
function parsePosition(text: string): Position | undefined {
  const [, epoch, digits] = POSITION.exec(text) ?? []
  const offset = Number(digits)
  return epoch !== undefined && Number.isSafeInteger(offset) ? { epoch, offset } : undefined
}

/** @throws LIVELET_VALIDATION */
export function sinceOf(value: unknown): Position | undefined {
  if (value === undefined) return undefined
  const position = typeof value === 'string' ? parsePosition(value) : undefined
  if (!position) throw new ValidationError('"since" must be <epoch>:<offset>')
  return position
}

/** Where an event stream was cut. An id that is not ours, as another server behind the same address may have sent, is none. */
export const lastEventId = (header: unknown): Position | undefined =>
  typeof header === 'string' ? parsePosition(header) : undefined

export const etagOf = (position: Position): string => `"${positionId(position)}"`

/** The entity tags of an `If-None-Match`, compared weakly (RFC 9110 §13.1.2); our own may have become weak in a proxy. */
export function knownTags(header: string | undefined): { isKnown(etag: string): boolean; first: Position | undefined } {
  const tags: readonly string[] = (header ?? '').match(/"[^"]*"|\*/g) ?? []
  return {
    isKnown: etag => tags.includes(etag) || tags.includes('*'),
    first: tags[0] === undefined ? undefined : parsePosition(tags[0].slice(1, -1))
  }
}
