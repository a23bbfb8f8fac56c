import { Buffer } from 'node:buffer'
import type { Frame } from './frame.ts'

const NOTHING = Buffer.alloc(0)

/**
 * The frames that are due on a connection, in order. It never changes: adding one gives the next batch. As each batch knows
 * what came of it last, one for each dialect, connections that are sent the same share one batch, and with it the bytes to
 * write.
 */
export class Batch {
  readonly count: number
  /** Bytes of the payloads. */
  readonly length: number
  readonly frame: Frame | undefined
  readonly #previous: Batch | undefined
  #next: Batch | undefined
  #other: Batch | undefined
  #plain: Buffer | undefined
  #deflated: Buffer | undefined

  /** Without a frame, an empty one, which others begin with. */
  constructor(previous?: Batch, frame?: Frame) {
    this.#previous = previous
    this.frame = frame
    this.count = previous && frame ? previous.count + 1 : 0
    this.length = previous && frame ? previous.length + frame.length : 0
  }

  with(frame: Frame): Batch {
    const next = this.#next
    if (next?.frame === frame) return next
    const other = this.#other
    this.#other = next
    this.#next = other?.frame === frame ? other : new Batch(this, frame)
    return this.#next
  }

  /** Lets go of what came of it last. */
  forget(): void {
    this.#next = undefined
    this.#other = undefined
  }

  frames(): Frame[] {
    const frames: Frame[] = []
    for (let batch: Batch | undefined = this; batch?.frame; batch = batch.#previous) frames.push(batch.frame)
    return frames.reverse()
  }

  /** What to write, joined once for all. */
  bytes(deflate: boolean): Buffer {
    const known = deflate ? this.#deflated : this.#plain
    if (known) return known
    const joined = this.#join(deflate)
    if (deflate) this.#deflated = joined
    else this.#plain = joined
    return joined
  }

  #join(deflate: boolean): Buffer {
    if (this.count === 1 && this.frame) return this.frame.wire(deflate)
    return this.count === 0 ? NOTHING : Buffer.concat(this.frames().map(frame => frame.wire(deflate)))
  }
}
