import { addEnglish, addKorean } from './context.ts'
import type { Findings } from './findings.ts'
import { finish, SEED, step } from './hash.ts'
import { BEGINS, type Lexicon, ROLE } from './lexicon.ts'
import { isLatin, isSyllable, type Reader, SIGNS, SPACE, WORD } from './text.ts'

const EXCLAMATION_MARK = 0x21
const NUMBER_SIGN = 0x23
const SLASH = 0x2f
const AT = 0x40

/** Looks up what the lexicon knows, and applies negation, degrees, capitals, repetition and "but". */
export function find(text: string, reader: Reader, lexicon: Lexicon, found: Findings): void {
  const { units, starts, ends, kinds, tokens, length } = reader
  const { hashes, roles, negations } = begin(found, length)
  const mixesCases = hasLowerCase(text)
  let but = -1
  let exclamations = 0
  let reached = 0

  for (let token = 0; token < tokens; token++) {
    const start = starts[token] as number
    const end = ends[token] as number
    const kind = kinds[token] as number
    let hash: number = SEED.lexicon
    for (let i = start; i < end; i++) hash = step(hash, units[i] as number)
    const whole = finish(hash)
    const known = lexicon.roles.get(whole)
    const role = Number.isNaN(known) ? 0 : known
    hashes[token] = whole
    roles[token] = role
    negations[token] = (role & ROLE.negation) !== 0 || endsInNot(units, start, end) ? 1 : 0
    if ((role & ROLE.but) !== 0) {
      but = found.count
      found.turn = end
    }
    if (kind === WORD && isLatin(units[start] as number)) {
      if ((role & ROLE.chat) !== 0) found.isInformal = true
      if (start >= reached && !beginsPhrase(units, start, end, length, lexicon)) {
        const value = valueOfWord(reader, start, end, whole, lexicon)
        if (!Number.isNaN(value)) {
          if (value !== 0) addEnglish(text, reader, token, value, mixesCases, lexicon, found)
          continue
        }
      }
    } else if (kind === SIGNS) {
      for (let i = start; i < end; i++) {
        const unit = units[i]
        if (unit === EXCLAMATION_MARK) exclamations += 1
        else if (unit === AT || unit === NUMBER_SIGN) found.isInformal = true
      }
    }
    for (let i = Math.max(start, reached); i < end; i++) {
      const longest = lexicon.longest[units[i] as number] as number
      if (longest === 0) continue
      const stop = longestFrom(units, i, Math.min(length, i + longest), start, lexicon)
      if (stop === 0) continue
      if (kind === SIGNS) found.isInformal = true
      if (matched !== 0) addKorean(reader, token, i, stop, matched, lexicon, found)
      reached = stop
      i = stop - 1
    }
    if (kind === WORD && endsInBut(units, start, end)) but = found.count
  }
  if (exclamations > 1) found.isInformal = true
  found.total(but, exclamations)
}

function begin(found: Findings, length: number): Findings {
  found.begin(length)
  return found
}

/** n't */
function endsInNot(units: Uint16Array, start: number, end: number): boolean {
  return end - start > 3 && units[end - 1] === 0x74 && units[end - 2] === 0x27 && units[end - 3] === 0x6e
}

/** 지만 */
function endsInBut(units: Uint16Array, start: number, end: number): boolean {
  return end - start > 2 && units[end - 1] === 0xb9cc && units[end - 2] === 0xc9c0
}

/** The value of a word as it stands, or of `love` where it is written `looove`; NaN if it is not known. */
function valueOfWord(
  { units, stretched }: Reader,
  start: number,
  end: number,
  hash: number,
  { values }: Lexicon
): number {
  const value = values.get(hash)
  if (!Number.isNaN(value)) return value
  let isStretched = false
  for (let i = start; i < end; i++) if (stretched[i] === 1) isStretched = true
  if (!isStretched) return Number.NaN
  let once: number = SEED.lexicon
  for (let i = start; i < end; i++) if (stretched[i] !== 1) once = step(once, units[i] as number)
  return values.get(finish(once))
}

/** Whether a phrase of several words, `good morning`, begins with this word; then the word alone does not count. */
function beginsPhrase(units: Uint16Array, start: number, end: number, length: number, lexicon: Lexicon): boolean {
  const limit = start + (lexicon.longest[units[start] as number] as number)
  return limit > end + 1 && longestFrom(units, start, Math.min(length, limit), start, lexicon) > end
}

/** The value that `longestFrom` found. */
let matched = 0

/** The end of the longest entry that begins at `i`, its value in `matched`; 0 if none does. */
function longestFrom(units: Uint16Array, i: number, limit: number, tokenStart: number, lexicon: Lexicon): number {
  let hash: number = SEED.lexicon
  let stop = 0
  const first = units[i] as number
  const isHangul = isSyllable(first)
  if (isLatin(first) && i !== tokenStart) return 0
  for (let j = i; j < limit; j++) {
    const unit = units[j] as number
    hash = step(hash, unit)
    if (isHangul && j === i && i !== tokenStart) continue
    const finished = finish(hash)
    if (j === i + 1 && lexicon.begins[finished & BEGINS] === 0) break
    const next = units[j + 1] ?? SPACE
    // :d is a face only if no word goes on behind it, and :/ not in an address
    if (!isHangul && (isLatin(unit) ? isLatin(next) : unit === SLASH && next === SLASH)) continue
    const value = lexicon.values.get(finished)
    if (Number.isNaN(value)) continue
    stop = j + 1
    matched = value
  }
  return stop
}

function hasLowerCase(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x61 && unit <= 0x7a) return true
  }
  return false
}
