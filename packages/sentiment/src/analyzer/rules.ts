import { finish, SEED, step } from './hash.ts'
import { type Lexicon, ROLE } from './lexicon.ts'
import { isLatin, isSyllable, type Reader, SIGNS, WORD } from './text.ts'

/** The constants of VADER's rules (Hutto & Gilbert, ICWSM 2014), which their authors measured on ratings. */
const NEGATED = -0.74
const DEGREE = 0.293
const CAPITALS = 0.733
const EXCLAMATION = 0.292
const NORMALIZER = 15

const REACH = 3
const BEFORE_BUT = 0.5
const AFTER_BUT = 1.5
/** How far behind a stem its ending may turn it round, units: `좋아하지 않`. */
const TAIL_REACH = 4
const EXCLAMATION_MARK = 0x21
const [AN, MOT, GAE, HAEK] = [0xc548, 0xbabb, 0xac1c, 0xd575]

/** What the lexicon finds in one text. Reused from text to text. */
export class Findings {
  starts: Uint32Array = new Uint32Array(64)
  ends: Uint32Array = new Uint32Array(64)
  values: Float64Array = new Float64Array(64)
  count = 0
  /** 1 for each token that turns round what comes next. */
  negations: Uint8Array = new Uint8Array(256)
  /** The sum of the values, pressed into −1 … 1, and what one unit of value is worth in it. */
  sum = 0
  unit = 0
  /** The last finding that is turned round, with what turns it round. */
  negatedFrom = 0
  negatedTo = 0
  /** Whether it is written as people chat: signs, links, names with @. */
  isInformal = false
}

/** Looks up what the lexicon knows, and applies negation, degrees, capitals, repetition and "but". */
export function find(text: string, reader: Reader, lexicon: Lexicon, found: Findings): void {
  const { units, starts, ends, kinds, tokens, length } = reader
  if (found.negations.length < tokens) found.negations = new Uint8Array(2 * tokens)
  if (hashes.length < tokens) {
    hashes = new Int32Array(2 * tokens)
    roles = new Uint8Array(2 * tokens)
  }
  if (found.starts.length < length) {
    found.starts = new Uint32Array(2 * length)
    found.ends = new Uint32Array(2 * length)
    found.values = new Float64Array(2 * length)
  }
  found.count = 0
  found.isInformal = false
  found.negatedFrom = 0
  found.negatedTo = 0
  const mixesCases = hasLowerCase(text)
  let but = -1
  let exclamations = 0
  let reached = 0

  for (let token = 0; token < tokens; token++) {
    const start = starts[token] ?? 0
    const end = ends[token] ?? 0
    const kind = kinds[token] ?? SIGNS
    let hash: number = SEED.lexicon
    for (let i = start; i < end; i++) hash = step(hash, units[i] ?? 0)
    const whole = finish(hash)
    hashes[token] = whole
    const known = lexicon.roles.get(whole)
    const role = Number.isNaN(known) ? 0 : known
    roles[token] = role
    found.negations[token] = (role & ROLE.negation) !== 0 || endsInNot(units, start, end) ? 1 : 0
    if ((role & ROLE.but) !== 0) but = found.count
    if (kind === WORD && isLatin(units[start] ?? 0)) {
      if ((role & ROLE.chat) !== 0) found.isInformal = true
      if (start >= reached) {
        const value = valueOfWord(reader, token, whole, lexicon)
        if (!Number.isNaN(value)) {
          const there = value === 0 ? 0 : inContext(text, reader, token, value, mixesCases, lexicon, found)
          add(found, begins, end, there)
          continue
        }
      }
    } else if (kind === SIGNS) {
      for (let i = start; i < end; i++) {
        const unit = units[i]
        if (unit === EXCLAMATION_MARK) exclamations += 1
        else if (unit === 0x40 || unit === 0x23) found.isInformal = true
      }
    }
    for (let i = Math.max(start, reached); i < end; i++) {
      const longest = lexicon.longest[units[i] ?? 0] ?? 0
      if (longest === 0) continue
      const stop = longestFrom(units, i, Math.min(length, i + longest), start, lexicon)
      if (stop === 0) continue
      if (kind === SIGNS) found.isInformal = true
      if (matched !== 0) koreanInContext(reader, token, i, stop, matched, lexicon, found)
      reached = stop
      i = stop - 1
    }
    if (kind === WORD && endsInBut(units, start, end)) but = found.count
  }
  total(found, but, exclamations)
}

let hashes = new Int32Array(256)
let roles = new Uint8Array(256)
/** The value that `longestFrom` found. */
let matched = 0
/** Where the negation that `inContext` found begins, or the word itself. */
let begins = 0

/** n't */
function endsInNot(units: Uint16Array, start: number, end: number): boolean {
  return end - start > 3 && units[end - 1] === 0x74 && units[end - 2] === 0x27 && units[end - 3] === 0x6e
}

function valueOfWord(reader: Reader, token: number, hash: number, lexicon: Lexicon): number {
  const value = lexicon.values.get(hash)
  if (!Number.isNaN(value)) return value
  const { units, starts, ends, stretched } = reader
  const start = starts[token] ?? 0
  const end = ends[token] ?? 0
  // looove, movie's
  let isStretched = false
  for (let i = start; i < end; i++) if (stretched[i] === 1) isStretched = true
  if (isStretched) {
    let once: number = SEED.lexicon
    for (let i = start; i < end; i++) if (stretched[i] !== 1) once = step(once, units[i] ?? 0)
    return lexicon.values.get(finish(once))
  }
  return Number.NaN
}

function add(found: Findings, start: number, end: number, value: number): void {
  if (value === 0) return
  found.starts[found.count] = start
  found.ends[found.count] = end
  found.values[found.count++] = value
}

/** An English word where it stands; what turned it round becomes part of what was found. */
function inContext(
  text: string,
  reader: Reader,
  token: number,
  plain: number,
  mixesCases: boolean,
  lexicon: Lexicon,
  found: Findings
): number {
  const { units, starts, ends, kinds } = reader
  const sign = Math.sign(plain)
  let value = plain
  const end = ends[token] ?? 0
  // could not be happier
  const isComparative = units[end - 2] === 0x65 && units[end - 1] === 0x72
  begins = starts[token] ?? 0
  if (mixesCases && isInCapitals(text, reader, token)) value += sign * CAPITALS
  let negated = false
  for (let back = 1; back <= REACH && token - back >= 0; back++) {
    const other = token - back
    if (kinds[other] !== WORD) break
    const degree = lexicon.degrees.get(hashes[other] ?? 0)
    if (!Number.isNaN(degree)) value += sign * DEGREE * degree * (1.05 - 0.05 * back)
    if (found.negations[other] !== 1) continue
    if (back > 1 && ((roles[token - 1] ?? 0) & ROLE.so) !== 0) continue
    if (isComparative && sign > 0 && ((roles[other] ?? 0) & ROLE.could) !== 0) continue
    negated = !negated
    begins = starts[other] ?? begins
  }
  if (!negated) return value
  found.negatedFrom = begins
  found.negatedTo = end
  return value * NEGATED
}

/** A Korean stem or a sign where it stands: degrees before it, negation before and behind it. */
function koreanInContext(
  reader: Reader,
  token: number,
  start: number,
  stop: number,
  plain: number,
  lexicon: Lexicon,
  found: Findings
): void {
  const { units, starts, kinds } = reader
  const tokenStart = starts[token] ?? 0
  const sign = Math.sign(plain)
  let value = plain
  let from = start
  let to = stop
  let negated = false
  if (!isSyllable(units[start] ?? 0)) {
    add(found, from, to, value)
    return
  }
  if (start - tokenStart === 1) {
    const prefix = units[tokenStart]
    if (prefix === AN || prefix === MOT) {
      negated = true
      from = tokenStart
    } else if (prefix === GAE || prefix === HAEK) value += sign * DEGREE
  }
  for (let back = 1; back <= 2 && token - back >= 0; back++) {
    const other = token - back
    if (kinds[other] !== WORD) break
    const degree = lexicon.degrees.get(hashes[other] ?? 0)
    if (!Number.isNaN(degree)) value += sign * DEGREE * degree
    if (found.negations[other] === 1 && back === 1) {
      negated = !negated
      from = starts[other] ?? from
    }
  }
  const tail = tailBehind(units, stop, reader.length, lexicon)
  if (tail !== 0) {
    negated = !negated
    to = tail
  }
  if (negated) {
    value *= NEGATED
    found.negatedFrom = from
    found.negatedTo = to
  }
  add(found, from, to, value)
}

/** Where an ending that turns round what stands before it ends; 0 if there is none near. */
function tailBehind(units: Uint16Array, from: number, length: number, lexicon: Lexicon): number {
  for (let i = from; i <= from + TAIL_REACH && i < length; i++) {
    let hash: number = SEED.lexicon
    const to = Math.min(length, i + lexicon.longestTail)
    for (let j = i; j < to; j++) {
      hash = step(hash, units[j] ?? 0)
      // the shortest ones, 없 and ' 없', only right behind
      if (i > from && j - i < 2) continue
      if (!Number.isNaN(lexicon.tails.get(finish(hash)))) return j + 1
    }
    const unit = units[i] ?? 0
    if (!isSyllable(unit) && unit !== 32) return 0
  }
  return 0
}

/** The end of the longest entry that begins at `i`, its value in `matched`; 0 if none does. */
function longestFrom(units: Uint16Array, i: number, limit: number, tokenStart: number, lexicon: Lexicon): number {
  let hash: number = SEED.lexicon
  let stop = 0
  const first = units[i] ?? 0
  const isHangul = isSyllable(first)
  if (isLatin(first) && i !== tokenStart) return 0
  for (let j = i; j < limit; j++) {
    const unit = units[j] ?? 0
    hash = step(hash, unit)
    if (isHangul && j === i && i !== tokenStart) continue
    const next = units[j + 1] ?? 32
    // :d is a face only if no word goes on behind it, and :/ not in an address
    if (!isHangul && (isLatin(unit) ? isLatin(next) : unit === 0x2f && next === 0x2f)) continue
    const value = lexicon.values.get(finish(hash))
    if (Number.isNaN(value)) continue
    stop = j + 1
    matched = value
  }
  return stop
}

/** 지만 */
function endsInBut(units: Uint16Array, start: number, end: number): boolean {
  return end - start > 2 && units[end - 1] === 0xb9cc && units[end - 2] === 0xc9c0
}

function total(found: Findings, but: number, exclamations: number): void {
  const { values, count } = found
  let sum = 0
  for (let i = 0; i < count; i++) {
    if (but >= 0 && but < count) values[i] = (values[i] ?? 0) * (i < but ? BEFORE_BUT : AFTER_BUT)
    sum += values[i] ?? 0
  }
  const loud = sum === 0 ? 1 : 1 + (EXCLAMATION * Math.min(exclamations, 4)) / Math.max(1, Math.abs(sum))
  found.unit = loud / Math.sqrt((sum * loud) ** 2 + NORMALIZER)
  found.sum = sum * found.unit
}

function hasLowerCase(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x61 && unit <= 0x7a) return true
  }
  return false
}

function isInCapitals(text: string, { from, starts, ends }: Reader, token: number): boolean {
  const start = from[starts[token] ?? 0] ?? 0
  const end = from[ends[token] ?? 0] ?? 0
  if (end - start < 2) return false
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x41 || unit > 0x5a) return false
  }
  return true
}
