/** Longest name that is shown, characters. */
const MAX_LENGTH = 64

/** Control characters, line breaks among them, and those that turn the direction of the text around them. */
const UNWANTED = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** A name on one line, and not longer than it can be shown; `null` if nothing is left of it. */
export function cleanName(name: string | undefined): string | null {
  const line = (name ?? '').slice(0, 4 * MAX_LENGTH).replace(UNWANTED, ' ')
  // by code points, so that no character is cut in half
  const [...characters] = line.replace(/\s+/g, ' ').trim()
  return characters.slice(0, MAX_LENGTH).join('').trimEnd() || null
}
