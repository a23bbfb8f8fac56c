import type { Bytes } from './bytes.ts'
import type { Figures, Transport } from './contract.ts'

/** What one transport has cost: the requests that have ended, and those that are still open. */
export class Tally {
  #requests = 0
  #ended: Bytes = { up: 0, down: 0 }
  readonly #open = new Set<() => Bytes>()

  /** A request has come. What it gives back ends it, and counts once. */
  begin(count: () => Bytes): () => void {
    this.#requests++
    this.#open.add(count)
    return () => {
      if (this.#open.delete(count)) this.#add(this.#ended, count())
    }
  }

  get figures(): Figures[Transport] {
    const bytes = { ...this.#ended }
    for (const count of this.#open) this.#add(bytes, count())
    return { requests: this.#requests, ...bytes, open: this.#open.size }
  }

  #add(sum: Bytes, { up, down }: Bytes): void {
    sum.up += up
    sum.down += down
  }
}
