import { Batch } from './batch.ts'
import type { Clock } from './clock.ts'
import type { Outbox } from './outbox.ts'

/** Writes what is due in one turn of the event loop, once per connection. */
export class Flusher {
  /** What every connection begins a turn with. */
  readonly nothing: Batch = new Batch()
  readonly #clock: Clock
  #due: Outbox[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The time, ms, whole: a small integer stands in an object itself, any other number in one of its own. */
  get now(): number {
    return Math.floor(this.#clock.now())
  }

  readonly #run = () => {
    const due = this.#due
    this.#due = []
    this.nothing.forget()
    const { now } = this
    for (const outbox of due) outbox.flush(now)
  }

  add(outbox: Outbox): void {
    if (this.#due.push(outbox) === 1) setImmediate(this.#run)
  }
}
