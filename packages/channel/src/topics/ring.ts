import type { Encoded } from './topic.ts'

/** Newest entries whose frames all readers share. */
const SIZE = 256

/** The newest entries of a log, encoded once for all readers. It holds every entry after `start` and up to `end`. */
export class Ring {
  start: number
  end: number
  #entries: Encoded[] = []

  constructor(head: number) {
    this.start = head
    this.end = head
  }

  /** @param end the offset up to which now all is here; offsets have holes */
  add(entries: readonly Encoded[], end: number): void {
    this.#entries.push(...entries)
    const over = this.#entries.length - SIZE
    if (over > 0) this.start = this.#entries.splice(0, over).at(-1)?.offset ?? this.start
    this.end = end
  }

  /** What comes after `position`, which must not be before `start`. */
  *after(position: number): Generator<Encoded> {
    let next = this.#entries.length
    while (next > 0 && (this.#entries[next - 1]?.offset ?? 0) > position) next--
    for (const entry of this.#entries.slice(next)) yield entry
  }
}
