/** VADER's constants for what many values make together (Hutto & Gilbert, ICWSM 2014). */
const EXCLAMATION = 0.292
const EXCLAMATIONS = 4
const NORMALIZER = 15
/** How much less counts what stands before "but", and more what stands behind it. */
const BEFORE_BUT = 0.5
const AFTER_BUT = 1.5

/** What the lexicon finds in one text. Reused from text to text. */
export class Findings {
  starts: Int32Array = new Int32Array(64)
  ends: Int32Array = new Int32Array(64)
  values: Float64Array = new Float64Array(64)
  count = 0
  /** For each token the hash of its word, its role, and 1 if it turns round what comes next. */
  hashes: Int32Array = new Int32Array(64)
  roles: Uint8Array = new Uint8Array(64)
  negations: Uint8Array = new Uint8Array(64)
  /** The sum of the values, pressed into −1 … 1, and what one unit of value is worth in it. */
  sum = 0
  unit = 0
  /** The last finding of which the lists know more than the pieces: it is turned round, or a phrase of several words. */
  maskFrom = 0
  maskTo = 0
  /** Where the last "but" ends, in units; 0 without one. */
  turn = 0
  /** Whether it is written as people chat: signs, links, names with @. */
  isInformal = false

  /** @param length how many units and tokens there may be at most */
  begin(length: number): void {
    this.count = 0
    this.isInformal = false
    this.turn = 0
    this.maskFrom = 0
    this.maskTo = 0
    if (this.starts.length >= length) return
    this.starts = new Int32Array(2 * length)
    this.ends = new Int32Array(2 * length)
    this.values = new Float64Array(2 * length)
    this.hashes = new Int32Array(2 * length)
    this.roles = new Uint8Array(2 * length)
    this.negations = new Uint8Array(2 * length)
  }

  add(start: number, end: number, value: number): void {
    if (value === 0) return
    this.starts[this.count] = start
    this.ends[this.count] = end
    this.values[this.count++] = value
  }

  /** Takes back what was found in a word that turns out to belong to the next one. */
  takeBack(start: number, end: number): void {
    const last = this.count - 1
    if (last >= 0 && (this.starts[last] as number) >= start && (this.ends[last] as number) <= end) this.count = last
  }

  mask(from: number, to: number): void {
    this.maskFrom = from
    this.maskTo = to
  }

  /** @param but how many findings stand before the last "but"; negative without one */
  total(but: number, exclamations: number): void {
    const { values, count } = this
    let sum = 0
    for (let i = 0; i < count; i++) {
      let value = values[i] as number
      if (but >= 0 && but < count) value *= i < but ? BEFORE_BUT : AFTER_BUT
      values[i] = value
      sum += value
    }
    const loud = sum === 0 ? 1 : 1 + (EXCLAMATION * Math.min(exclamations, EXCLAMATIONS)) / Math.max(1, Math.abs(sum))
    this.unit = loud / Math.sqrt((sum * loud) ** 2 + NORMALIZER)
    this.sum = sum * this.unit
  }
}
