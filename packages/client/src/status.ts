import { add, callEach, guard } from './listeners.ts'
import type { StatusEvent } from './types.ts'

export interface StatusBox {
  event: StatusEvent
  set(next: StatusEvent): void
  on(listener: (event: StatusEvent) => void): () => void
}

/** The present status, and who wants to know of the next. */
export function openStatus(): StatusBox {
  const listeners = new Set<(event: StatusEvent) => void>()
  const box: StatusBox = {
    event: { status: 'connecting' },
    set(next) {
      box.event = next
      // A listener may change the status again: who comes after it shall not hear the older one last.
      callEach(listeners, listener => box.event === next && listener(next))
    },
    on(listener) {
      guard(() => listener(box.event))
      return add(listeners, listener)
    }
  }
  return box
}
