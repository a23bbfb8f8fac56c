import type { Findings } from './findings.ts'
import { finish, SEED, step } from './hash.ts'
import { type Lexicon, ROLE } from './lexicon.ts'
import { isSyllable, type Reader, WORD } from './text.ts'

/** The constants of VADER's rules (Hutto & Gilbert, ICWSM 2014), which their authors measured on ratings. */
const NEGATED = -0.74
const DEGREE = 0.293
const CAPITALS = 0.733
/** What less a degree counts with each word between. */
const FARTHER = 0.05
/** How many words before it turn an English word round, or make it count for more; and a Korean one. */
const REACH = 3
const KOREAN_REACH = 2

/** How far behind a stem its ending may turn it round, units: `좋아하지 않`. */
const TAIL_REACH = 4
const [AN, MOT, GAE, HAEK] = [0xc548, 0xbabb, 0xac1c, 0xd575]
const [LETTER_E, LETTER_R] = [0x65, 0x72]

/**
 * Adds an English word where it stands: degrees, negation and capitals. What turned it round becomes part of what was
 * found.
 *
 * @param mixesCases whether capitals are something special in this text
 */
export function addEnglish(
  text: string,
  reader: Reader,
  token: number,
  plain: number,
  mixesCases: boolean,
  lexicon: Lexicon,
  found: Findings
): void {
  const { units, starts, ends, kinds } = reader
  const sign = Math.sign(plain)
  let value = plain
  let from = starts[token] as number
  const end = ends[token] as number
  // could not be happier
  const isComparative = units[end - 2] === LETTER_E && units[end - 1] === LETTER_R
  if (mixesCases && isInCapitals(text, reader, token)) value += sign * CAPITALS
  let negated = false
  for (let back = 1; back <= REACH && token - back >= 0; back++) {
    const other = token - back
    if (kinds[other] !== WORD) break
    const degree = lexicon.degrees.get(found.hashes[other] as number)
    if (!Number.isNaN(degree)) value += sign * DEGREE * degree * (1 - FARTHER * (back - 1))
    if (found.negations[other] !== 1) continue
    if (back > 1 && ((found.roles[token - 1] as number) & ROLE.so) !== 0) continue
    if (isComparative && sign > 0 && ((found.roles[other] as number) & ROLE.could) !== 0) continue
    negated = !negated
    from = starts[other] as number
  }
  if (negated) {
    value *= NEGATED
    found.mask(from, end)
  }
  found.add(from, end, value)
}

/** Adds a Korean stem or a sign where it stands: degrees before it, negation before and behind it. */
export function addKorean(
  reader: Reader,
  token: number,
  start: number,
  stop: number,
  plain: number,
  lexicon: Lexicon,
  found: Findings
): void {
  const { units, starts, ends, kinds } = reader
  if (!isSyllable(units[start] as number)) {
    found.add(start, stop, plain)
    if (stop > (ends[token] as number)) found.mask(start, stop)
    return
  }
  const tokenStart = starts[token] as number
  const sign = Math.sign(plain)
  let value = plain
  let from = start
  let to = stop
  let negated = false
  if (start - tokenStart === 1) {
    const prefix = units[tokenStart]
    if (prefix === AN || prefix === MOT) {
      negated = true
      from = tokenStart
    } else if (prefix === GAE || prefix === HAEK) value += sign * DEGREE
  }
  let polarity = -1
  for (let back = 1; back <= KOREAN_REACH && token - back >= 0; back++) {
    const other = token - back
    if (kinds[other] !== WORD) break
    const degree = lexicon.degrees.get(found.hashes[other] as number)
    if (!Number.isNaN(degree)) value += sign * DEGREE * degree
    if (isPolarityItem(found, other)) {
      value += sign * DEGREE
      found.takeBack(starts[other] as number, ends[other] as number)
      polarity = other
    }
    if (found.negations[other] === 1 && back === 1) {
      negated = !negated
      from = starts[other] as number
    }
  }
  // what stands behind a polarity item turns round the next word, not the item
  const tail = isPolarityItem(found, token) ? 0 : tailBehind(units, stop, reader.length, lexicon)
  if (tail !== 0) {
    negated = !negated
    to = tail
  }
  if (polarity >= 0) {
    if (sign > 0) negated = true
    if (negated) from = starts[polarity] as number
  }
  if (negated) {
    value *= NEGATED
    found.mask(from, to)
  }
  found.add(from, to, value)
}

const isPolarityItem = (found: Findings, token: number) => ((found.roles[token] as number) & ROLE.polarity) !== 0

/** Where an ending that turns round what stands before it ends; 0 if there is none near. */
function tailBehind(units: Uint16Array, from: number, length: number, lexicon: Lexicon): number {
  for (let i = from; i <= from + TAIL_REACH && i < length; i++) {
    let hash: number = SEED.lexicon
    const to = Math.min(length, i + lexicon.longestTail)
    for (let j = i; j < to; j++) {
      hash = step(hash, units[j] as number)
      // the shortest ones, 없 and ' 없', only right behind
      if (i > from && j - i < 2) continue
      if (!Number.isNaN(lexicon.tails.get(finish(hash)))) return j + 1
    }
    const unit = units[i] as number
    if (!isSyllable(unit) && unit !== 32) return 0
  }
  return 0
}

function isInCapitals(text: string, { from, starts, ends }: Reader, token: number): boolean {
  const start = from[starts[token] as number] as number
  const end = from[ends[token] as number] as number
  if (end - start < 2) return false
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x41 || unit > 0x5a) return false
  }
  return true
}
