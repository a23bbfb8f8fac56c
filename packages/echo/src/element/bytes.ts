const encoder = new TextEncoder()

/** Size of a text on the wire, bytes of UTF-8. */
export function byteLength(text: string): number {
  return encoder.encode(text).byteLength
}

/** `undefined` if `text` is no hexadecimal. Spaces, commas, colons and a `0x` before a byte are allowed. */
export function parseHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  const digits = text.replace(/0x/gi, '').replace(/[\s,:]/g, '')
  if (digits.length % 2 !== 0 || !/^[\da-f]*$/i.test(digits)) return undefined
  return Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
}

/** `00 1f ff`, at most `limit` bytes and then `…`. */
export function formatHex(bytes: Uint8Array, limit = 256): string {
  const shown = Array.from(bytes.subarray(0, limit), byte => byte.toString(16).padStart(2, '0')).join(' ')
  return bytes.length > limit ? `${shown} …` : shown
}
