import type { Joined, Position } from './wire.ts'

/** Whether what was read before `joined` still counts: the same epoch, and nothing lost. */
export function goesOn(position: Position | undefined, joined: Joined): position is Position {
  return position?.epoch === joined.epoch && joined.recovered !== false
}

/**
 * Where a reader stands after `joined`; messages up to there are duplicates. A state's latest value follows its `joined`
 * with the very same offset, so it stands before the first one (-1) until a value has really come.
 */
export function positionAfter(position: Position | undefined, joined: Joined): Position {
  const { epoch } = joined
  const start = joined.kind === 'state' ? -1 : joined.offset
  return { epoch, offset: goesOn(position, joined) ? Math.max(position.offset, start) : start }
}

/** What a join asks to go on from; nothing if nothing has come yet. */
export function sinceOf(position: Position | undefined): Position | undefined {
  return position && position.offset >= 0 ? position : undefined
}
