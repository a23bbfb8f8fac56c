import { Buffer } from 'node:buffer'
import { constants, deflateRawSync } from 'node:zlib'

/** Shorter messages are not worth the time, bytes. */
const DEFLATE_FROM = 1024
/** A flushed block ends in an empty one, which permessage-deflate leaves out (RFC 7692 §7.2.1). */
const TAIL_LENGTH = 4

/** The first byte of a header (RFC 6455 §5.2): a whole message of text or bytes, and whether it is compressed (RFC 7692 §6). */
const FIN = 0x80
const RSV1 = 0x40
const TEXT = 1
const BINARY = 2

/** A message in the form in which it goes over the wire, made once however many connections it goes to. */
export class Frame {
  /** Bytes of the payload. */
  readonly length: number
  readonly binary: boolean
  readonly #message: string | Buffer
  #plain: Buffer | undefined
  #deflated: Buffer | undefined

  constructor(message: string | Buffer, binary = false) {
    this.#message = message
    this.length = Buffer.byteLength(message)
    this.binary = binary
  }

  get payload(): Buffer {
    return this.#framed().subarray(headerLength(this.length))
  }

  /**
   * Header and payload. A server's frames are not masked, so that the payload is encoded into its place, without a copy.
   *
   * @param deflate for a connection that has agreed on permessage-deflate without context takeover
   */
  wire(deflate: boolean): Buffer {
    if (deflate && this.length >= DEFLATE_FROM) {
      this.#deflated ??= this.#deflate()
      return this.#deflated
    }
    return this.#framed()
  }

  #framed(): Buffer {
    this.#plain ??= frame(this.#message, this.length, this.binary ? BINARY : TEXT)
    return this.#plain
  }

  #deflate(): Buffer {
    const deflated = deflateRawSync(this.payload, { finishFlush: constants.Z_SYNC_FLUSH })
    const length = deflated.length - TAIL_LENGTH
    if (length >= this.length) return this.wire(false)
    return frame(deflated.subarray(0, length), length, RSV1 | (this.binary ? BINARY : TEXT))
  }
}

const headerLength = (length: number) => (length < 126 ? 2 : length < 65_536 ? 4 : 10)

function frame(message: string | Buffer, length: number, first: number): Buffer {
  const start = headerLength(length)
  const bytes = Buffer.allocUnsafe(start + length)
  bytes[0] = FIN | first
  if (start === 2) bytes[1] = length
  else if (start === 4) {
    bytes[1] = 126
    bytes.writeUInt16BE(length, 2)
  } else {
    bytes[1] = 127
    bytes.writeBigUInt64BE(BigInt(length), 2)
  }
  if (typeof message === 'string') bytes.write(message, start)
  else message.copy(bytes, start)
  return bytes
}
