/** What a run of characters is: a word, Hangul letters that stand alone (`ㅋㅋ`), or signs and emoji. */
export const WORD = 1
export const LETTERS = 2
export const SIGNS = 3

export const SPACE = 32
const BLANKS = new Set([0xa0, 0x1680, 0x202f, 0x205f, 0x3000, 0xfeff, 0xfe0f, 0xfe0e])

/** Lower case for the alphabets that have it, by code unit; Greek and Cyrillic end at U+052F. */
const LOWER = Uint16Array.from({ length: 0x530 }, (_, unit) => {
  const lower = String.fromCharCode(unit).toLowerCase()
  return lower.length === 1 ? lower.charCodeAt(0) : unit
})

/** One UTF-16 unit as the model reads it. */
function fold(unit: number): number {
  if (unit >= 0xac00 && unit <= 0xd7a3) return unit
  if (unit <= SPACE) return SPACE
  if (unit < 0x530) return LOWER[unit] ?? unit
  if (unit >= 0xff01 && unit <= 0xff5e) return LOWER[unit - 0xfee0] ?? unit
  if (unit >= 0x2000 && unit <= 0x200d) return SPACE
  if (unit === 0x2018 || unit === 0x2019) return 0x27
  if (unit === 0x201c || unit === 0x201d) return 0x22
  return BLANKS.has(unit) ? SPACE : unit
}

export const isSyllable = (unit: number): boolean => unit >= 0xac00 && unit <= 0xd7a3
const isJamo = (unit: number): boolean => unit >= 0x3131 && unit <= 0x318e
export const isLatin = (unit: number): boolean => (unit >= 0x61 && unit <= 0x7a) || (unit >= 0xc0 && unit < 0x250)
const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39

function kindOf(unit: number): number {
  if (isSyllable(unit) || isLatin(unit) || isDigit(unit) || (unit >= 0x370 && unit < 0x530)) return WORD
  return isJamo(unit) ? LETTERS : SIGNS
}

/**
 * A text as the model reads it: lower case, one space where there were several, at most two of the same character in a
 * row, and a space before and behind. One is reused from text to text, so that reading one allocates nothing.
 */
export class Reader {
  /** The units, `length` of them. */
  units: Uint16Array = new Uint16Array(256)
  /** Where each unit begins in the text as given; at `length` its end. */
  from: Uint32Array = new Uint32Array(257)
  length = 0
  /** The units without the spaces between them, `denseLength` of them, and where each is in `units`. */
  dense: Uint16Array = new Uint16Array(256)
  denseFrom: Uint32Array = new Uint32Array(256)
  denseLength = 0
  /** The runs of one kind, `tokens` of them, as positions in `units`. */
  starts: Uint32Array = new Uint32Array(256)
  ends: Uint32Array = new Uint32Array(256)
  kinds: Uint8Array = new Uint8Array(256)
  tokens = 0
  syllables = 0
  latin = 0
  /** Positions in `units` behind which the text repeated a character more than twice. */
  stretched: Uint8Array = new Uint8Array(256)

  read(text: string): void {
    this.#reserve(text.length + 2)
    this.#normalize(text)
    this.#squeeze()
    this.#split()
  }

  #reserve(size: number): void {
    if (this.units.length >= size) return
    const length = Math.max(size, 2 * this.units.length)
    this.units = new Uint16Array(length)
    this.from = new Uint32Array(length + 1)
    this.dense = new Uint16Array(length)
    this.denseFrom = new Uint32Array(length)
    this.starts = new Uint32Array(length)
    this.ends = new Uint32Array(length)
    this.kinds = new Uint8Array(length)
    this.stretched = new Uint8Array(length)
  }

  #normalize(text: string): void {
    const { units, from, stretched } = this
    let length = 0
    let last = SPACE
    let run = 1
    this.syllables = 0
    this.latin = 0
    units[length++] = SPACE
    from[0] = 0
    for (let i = 0; i < text.length; i++) {
      const at = i
      let unit = fold(text.charCodeAt(i))
      if (unit >= 0x1100 && unit <= 0x1112) {
        const syllable = compose(text, i)
        if (syllable !== 0) {
          unit = syllable
          i += (syllable - 0xac00) % 28 === 0 ? 1 : 2
        }
      }
      if (unit === last) {
        if (unit === SPACE) continue
        run += 1
        if (run > 2) {
          stretched[length - 1] = 1
          continue
        }
      } else {
        run = 1
        last = unit
      }
      if (isSyllable(unit) || isJamo(unit)) this.syllables += 1
      else if (isLatin(unit)) this.latin += 1
      stretched[length] = 0
      from[length] = at
      units[length++] = unit
    }
    if (last !== SPACE) {
      from[length] = text.length
      units[length++] = SPACE
    }
    from[length] = text.length
    this.length = length
  }

  #squeeze(): void {
    const { units, dense, denseFrom, length } = this
    let count = 0
    for (let i = 0; i < length; i++) {
      const unit = units[i] ?? SPACE
      if (unit === SPACE) continue
      dense[count] = unit
      denseFrom[count++] = i
    }
    this.denseLength = count
  }

  #split(): void {
    const { units, starts, ends, kinds, length } = this
    let tokens = 0
    let i = 1
    while (i < length) {
      const unit = units[i] ?? SPACE
      if (unit === SPACE) {
        i += 1
        continue
      }
      const kind = kindOf(unit)
      starts[tokens] = i
      kinds[tokens] = kind
      for (i += 1; i < length; i++) {
        const next = units[i] ?? SPACE
        if (next === SPACE) break
        if (kindOf(next) === kind) continue
        // an apostrophe or a hyphen between letters belongs to the word
        const joins = kind === WORD && (next === 0x27 || next === 0x2d) && isLatin(units[i + 1] ?? SPACE)
        if (!joins) break
      }
      ends[tokens++] = i
    }
    this.tokens = tokens
  }
}

/** The syllable that conjoining letters at `i` make, as file names and some keyboards send them; 0 if they make none. */
function compose(text: string, i: number): number {
  const lead = text.charCodeAt(i) - 0x1100
  const vowel = text.charCodeAt(i + 1) - 0x1161
  if (!(lead >= 0 && lead < 19 && vowel >= 0 && vowel < 21)) return 0
  const tail = text.charCodeAt(i + 2) - 0x11a7
  return 0xac00 + (lead * 21 + vowel) * 28 + (tail > 0 && tail < 28 ? tail : 0)
}
