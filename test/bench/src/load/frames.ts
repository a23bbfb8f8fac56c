import { Buffer } from 'node:buffer'

export const TEXT = 1
export const BINARY = 2
export const CLOSE = 8
export const PING = 9

const NOTHING = Buffer.alloc(0)

/** Called with each whole frame; its payload lies in `bytes` between `start` and `end`, until the next chunk is read. */
export type OnFrame = (opcode: number, compressed: boolean, bytes: Buffer, start: number, end: number) => void

/** Finds the frames (RFC 6455 §5.2) in what a server writes, however it is cut into chunks. Servers do not mask. */
export class FrameReader {
  readonly #onFrame: OnFrame
  /** What has come of a frame that is not whole yet. */
  #rest: Buffer = NOTHING

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame
  }

  /** Bytes that wait for the rest of their frame. */
  get waiting(): number {
    return this.#rest.length
  }

  /** Takes a chunk, which may be overwritten afterwards. */
  push(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    let at = 0
    for (;;) {
      const start = payloadStart(bytes, at)
      if (start < 0) break
      const end = start + payloadLength(bytes, at)
      if (end > bytes.length) break
      const first = bytes[at] ?? 0
      this.#onFrame(first & 0x0f, (first & 0x40) !== 0, bytes, start, end)
      at = end
    }
    this.#rest = at === bytes.length ? NOTHING : Buffer.from(bytes.subarray(at))
  }
}

/** Where the payload of the frame at `at` begins; negative while its header is not whole. */
function payloadStart(bytes: Buffer, at: number): number {
  const short = (bytes[at + 1] ?? 0) & 0x7f
  const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10)
  return start <= bytes.length ? start : -1
}

function payloadLength(bytes: Buffer, at: number): number {
  const short = (bytes[at + 1] ?? 0) & 0x7f
  if (short < 126) return short
  return short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
}

const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d])

/** A client's frame, masked; its payload is less than 64 KiB. */
export function clientFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload
  const isShort = length < 126
  const head = Buffer.from([0x80 | opcode, 0x80 | (isShort ? length : 126), length >> 8, length & 0xff])
  const masked = Buffer.from(payload)
  for (let i = 0; i < length; i++) masked[i] = (masked[i] ?? 0) ^ (MASK[i & 3] ?? 0)
  return Buffer.concat([isShort ? head.subarray(0, 2) : head, MASK, masked])
}

export const textFrame = (text: string): Buffer => clientFrame(TEXT, Buffer.from(text))
