import type { Position } from '@livelet/protocol'
import type { Audience } from '../engine.ts'
import type { Content, Encoded } from './topic.ts'

/** Entries of a log that are read at once. */
export const PAGE = 128
/** Length of a page that is read over HTTP, characters: the entry that passes it is its last. */
const PAGE_LENGTH = 262_144

/** Whether an entry is for a reader: for a group that the reader was in by then. */
export function isFor({ groups, offset }: Encoded, audience: Audience | undefined): boolean {
  if (!groups || !audience) return true
  if (groups.size <= audience.size) {
    for (const group of groups) if (offset > (audience.get(group) ?? offset)) return true
  } else {
    for (const [group, since] of audience) if (offset > since && groups.has(group)) return true
  }
  return false
}

/**
 * As many entries as make a page.
 *
 * @param position where it begins
 * @param end the offset up to which `entries` are all there is
 */
export function pageOf(entries: readonly Encoded[], position: Position, end: number): Content {
  const { epoch } = position
  let { offset } = position
  const items: string[] = []
  let length = 0
  for (const entry of entries) {
    if (items.length === PAGE || length > PAGE_LENGTH) break
    items.push(entry.json)
    length += entry.json.length
    offset = entry.offset
  }
  return { kind: 'log', epoch, offset: items.length < entries.length ? offset : end, recovered: true, items }
}
