/** A change that is shown before the server has answered it: what it adds, or that it resets. */
export type Change = { by: number } | 'reset'

export interface Settle {
  /** It is done, and led to this value. */
  answered(value: number): void
  /** It was not done. */
  refused(): void
}

/**
 * What a counter shows while changes are under way: at once what they should lead to, and in the end always what the
 * server says.
 *
 * The server publishes each value to the topic and answers the change, but the two can arrive in either order, with
 * other people's changes between them, and nothing tells whether a published value already counts a waiting change in.
 * So published values are only remembered while changes wait: added to the changes, one might count twice. An answer's
 * value is news only if nothing was published since its change began: what was published meanwhile either counts the
 * change in, or what does is still to come.
 */
export interface Optimistic {
  /** What to show. `undefined` until the server has said a value. */
  readonly shown: number | undefined
  /** How many changes wait for their answer. */
  readonly waiting: number
  /** Shows the change at once. Gives back what settles it, which counts only the first time. */
  begin(change: Change): Settle
  /** A value from the topic. */
  published(value: number): void
}

/** @param onChange is called whenever `shown` or `waiting` may have changed. */
export function optimistic(onChange: () => void): Optimistic {
  // what the server said last, and what is shown without the waiting changes
  let known: number | undefined
  let base: number | undefined
  const waiting = new Set<{ change: Change; overtaken: boolean }>()

  const settled = () => {
    if (waiting.size === 0) base = known
    onChange()
  }

  return {
    get shown() {
      let value = base
      for (const { change } of waiting) value = after(value, change)
      return value
    },
    get waiting() {
      return waiting.size
    },
    begin(change) {
      const begun = { change, overtaken: false }
      waiting.add(begun)
      onChange()
      return {
        answered(value) {
          const [oldest] = waiting
          if (!waiting.delete(begun)) return
          if (!begun.overtaken) known = value
          // a connection's changes are made in order: this value counts none in that still waits
          base = begun === oldest ? value : after(base, change)
          settled()
        },
        refused() {
          if (waiting.delete(begun)) settled()
        }
      }
    },
    published(value) {
      known = value
      for (const begun of waiting) begun.overtaken = true
      settled()
    }
  }
}

function after(value: number | undefined, change: Change): number | undefined {
  if (value === undefined) return undefined
  if (change === 'reset') return 0
  return Math.min(Math.max(value + change.by, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
}
