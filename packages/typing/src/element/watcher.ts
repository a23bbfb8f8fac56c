import type { Clock } from './clock.ts'

/** How often `typing` is repeated while keys come, ms. The server waits for twice as long (XEP-0085 and Matrix do alike). */
const REFRESH = 3000
/** How long after the last key it ends, ms. */
const IDLE = 1000

/** What happens in a field, and what the server is told of it. */
export interface Watcher {
  readonly isTyping: boolean
  /** The text has changed. @param isComposing what the event says */
  input(isEmpty: boolean, isComposing: boolean): void
  /** A composition begins, or goes on: there are browsers that fire no `input` until it ends. */
  compose(stage: 'start' | 'update'): void
  composed(isEmpty: boolean): void
  /** The field was left, sent or hidden. */
  leave(): void
  /** There is a new connection, and whoever is there knows nothing of before. */
  reconnected(): void
}

/** Says `typing` at the first key and then at most every 3 s, and `stop` 1 s after the last one, or at once if it is clear. */
export function createWatcher(clock: Clock, send: (type: 'typing' | 'stop') => void): Watcher {
  /** When `typing` was last sent; `undefined` while nobody types. */
  let sentAt: number | undefined
  let forget = () => {}
  let isComposing = false
  /** The field was left amid a composition: what is still written of that one is no key. */
  let isOver = false

  function say() {
    sentAt = clock.now()
    send('typing')
  }

  function end() {
    if (sentAt === undefined) return
    forget()
    sentAt = undefined
    send('stop')
  }

  function key() {
    if (isOver) return
    forget()
    forget = clock.after(IDLE, end)
    if (sentAt === undefined || clock.now() - sentAt >= REFRESH) say()
  }

  return {
    get isTyping() {
      return sentAt !== undefined
    },
    input(isEmpty, composing) {
      // Amid a composition a field may be empty for a moment: some browsers take the old syllable out before the new one.
      if (isEmpty && !composing && !isComposing) end()
      else key()
    },
    compose(stage) {
      isComposing = true
      if (stage === 'start') isOver = false
      else key()
    },
    composed(isEmpty) {
      isComposing = false
      // Firefox fires the last `input` of a composition right after its end.
      if (isOver) clock.after(0, () => (isOver = false))
      if (isEmpty) end()
    },
    leave() {
      isOver = isComposing
      end()
    },
    reconnected() {
      if (sentAt !== undefined) say()
    }
  }
}
