import type { Typists } from './contract.ts'

export interface PublisherOptions {
  /** Who is typing in a room now. */
  content(room: string): Typists
  publish(content: Typists): void
  /** Runs something when this turn of the event loop is over [`setImmediate`]. */
  defer?: (run: () => void) => void
}

export interface Publisher {
  /** A room may have changed. */
  changed(room: string): void
  /** What its readers were told last. */
  told(room: string): Typists
}

/**
 * Tells rooms what has changed, once a turn of the event loop however much it was, and only if something is different
 * then. Nothing is kept of a room where nobody is typing.
 */
export function createPublisher({ content, publish, defer = setImmediate }: PublisherOptions): Publisher {
  const last = new Map<string, Typists>()
  const due = new Set<string>()
  const told = (room: string): Typists => last.get(room) ?? { room, typists: [], more: 0, text: '' }

  function flush() {
    const changed = [...due]
    due.clear()
    for (const room of changed) {
      const now = content(room)
      if (isEqual(now, told(room))) continue
      if (now.typists.length > 0) last.set(room, now)
      else last.delete(room)
      publish(now)
    }
  }

  return {
    changed(room) {
      if (due.size === 0) defer(flush)
      due.add(room)
    },
    told
  }
}

function isEqual(a: Typists, b: Typists): boolean {
  return (
    a.more === b.more &&
    a.typists.length === b.typists.length &&
    a.typists.every(({ id, name }, i) => id === b.typists[i]?.id && name === b.typists[i]?.name)
  )
}
