import { LiveletError } from './error.ts'
import { openPace } from './pace.ts'
import type { Clock } from './types.ts'
import type { Rate } from './wire.ts'

export interface Outgoing {
  frame: string
  /** It has been handed to a socket. */
  sent?: boolean
}

export interface Outbox {
  /** @throws LiveletError `QUEUE_FULL` */
  push(message: Outgoing): void
  /** Puts back in front what must be sent again. */
  again(messages: Outgoing[]): void
  remove(message: Outgoing): void
  /** Sends what there is, as fast as the pace allows. */
  pump(): void
  start(rate: Rate): void
  stop(): void
}

/**
 * What waits to be sent, at most `limit` messages, and the pace at which it leaves.
 *
 * @param control the next join or leave, which go first.
 * @param isReady whether there is an open socket; one that is closing takes nothing any more, the next one will.
 * @param send hands a frame to it.
 */
export function openOutbox(
  limit: number,
  clock: Clock,
  control: { readonly size: number; next(): string },
  isReady: () => boolean,
  send: (frame: string) => void
): Outbox {
  const waiting: Outgoing[] = []
  let pace: (() => number) | undefined
  let timer: unknown

  const pump = () => {
    clock.clearTimeout(timer)
    while (pace && isReady() && (control.size || waiting.length)) {
      const wait = pace()
      if (wait) {
        timer = clock.setTimeout(pump, wait)
        return
      }
      const message = control.size ? { frame: control.next() } : (waiting.shift() as Outgoing)
      message.sent = true
      send(message.frame)
    }
  }

  return {
    pump,
    push(message) {
      if (waiting.length >= limit) throw new LiveletError('QUEUE_FULL', `${limit} messages wait to be sent`)
      waiting.push(message)
      pump()
    },
    again(messages) {
      waiting.unshift(...messages)
    },
    remove(message) {
      const index = waiting.indexOf(message)
      if (index >= 0) waiting.splice(index, 1)
    },
    start(rate) {
      pace = openPace(rate, clock.now)
      pump()
    },
    stop() {
      pace = undefined
      clock.clearTimeout(timer)
    }
  }
}
