import { Buffer } from 'node:buffer'
import { constants, inflateRawSync } from 'node:zlib'

/** What permessage-deflate cuts from each message's end (RFC 7692 §7.2.1). */
const TAIL = Buffer.from([0, 0, 0xff, 0xff])
const STAMP = /@[\d.]{17}@(\d{8})@/g

/**
 * The numbers in the stamps of compressed messages, in their order. One inflater reads them all, which is right whether or
 * not the server kept its context from one to the next.
 */
export function numbersIn(compressed: readonly Buffer[]): number[] {
  const all = Buffer.concat(compressed.flatMap(payload => [payload, TAIL]))
  const text = inflateRawSync(all, { finishFlush: constants.Z_SYNC_FLUSH }).toString()
  return Array.from(text.matchAll(STAMP), ([, number]) => Number(number))
}
