import type { MessageId } from '@livelet/protocol'

/** Rows that the log keeps. */
export const MAX_ROWS = 500
/** Characters of one frame that are shown. */
const MAX_SHOWN = 4000

export type Direction = 'sent' | 'received'
export type Kind = 'text' | 'binary'

/** A frame, or that the connection opened or closed. */
export type Entry =
  | { what: 'frame'; direction: Direction; kind: Kind; text: string; size: number; roundTrip?: number | undefined }
  | { what: 'open'; protocol: string }
  | { what: 'close'; code: number; reason: string }

export type Row = Entry & {
  /** Counts up, for keyed rendering. */
  id: number
  /** ms since 1970. */
  at: number
}

/** The rows with one more, without the oldest when there are too many. */
export function withRow(rows: readonly Row[], entry: Entry, at: number, limit: number = MAX_ROWS): Row[] {
  const id = (rows.at(-1)?.id ?? 0) + 1
  return [...rows.slice(Math.max(0, rows.length + 1 - limit)), { ...entry, id, at }]
}

/** The start of a frame that is too long to show. */
export function shorten(text: string, limit: number = MAX_SHOWN): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text
}

/** `14:03:09.021` */
export function formatTime(at: number): string {
  const date = new Date(at)
  const two = (part: number) => String(part).padStart(2, '0')
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

/** `0.42 ms`, `12.3 ms`, `1,204 ms` */
export function formatMilliseconds(time: number): string {
  const digits = time < 1 ? 2 : time < 100 ? 1 : 0
  return `${time.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ms`
}

/** A message of the JSON dialect; `undefined` if the frame is none. */
export function readMessage(frame: string): Record<string, unknown> | undefined {
  try {
    const message: unknown = JSON.parse(frame)
    return typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

export function idOf(value: unknown): MessageId | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}
