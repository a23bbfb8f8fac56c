import { frame } from './ws-private.ts'

/** A message in the form in which it goes over the wire, made once however many connections it goes to. */
export class Frame {
  readonly payload: Buffer
  readonly binary: boolean
  #wire: Buffer | undefined

  constructor(payload: string | Buffer, binary = false) {
    this.payload = typeof payload === 'string' ? Buffer.from(payload) : payload
    this.binary = binary
  }

  /** Bytes of the payload. */
  get length(): number {
    return this.payload.length
  }

  /** Header and payload (RFC 6455 §5.2). */
  get wire(): Buffer {
    this.#wire ??= frame(this.payload, this.binary)
    return this.#wire
  }
}
