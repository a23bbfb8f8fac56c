import { Findings } from './findings.ts'
import type { Lexicon } from './lexicon.ts'
import type { Language, LanguageParameters } from './model.ts'
import { englishPieces, koreanPieces, Pieces } from './pieces.ts'
import { find } from './rules.ts'
import { Reader } from './text.ts'

/** A syllable stands for about this many letters. */
const LETTERS_IN_A_SYLLABLE = 2

/** Characters at which a Korean text counts as a quarter as short as an empty one. */
const KOREAN_SHORT = 8

/** Characters at which an English text is chatty by half because it is short. */
const ENGLISH_SHORT = 30

/** How much less the weights count in a chatty English text, whose words the lexicon knows better than editorials. */
const CHATTY = 0.5

/**
 * Everything that is known of one text before it is weighed. One is reused from text to text; training and the analyzer
 * read with the same one, so that they cannot differ.
 */
export class Features {
  readonly reader: Reader = new Reader()
  readonly pieces: Pieces = new Pieces()
  readonly found: Findings = new Findings()
  readonly #lexicon: Lexicon
  readonly #bits: Record<Language, number>
  language: Language = 'ko'

  constructor(lexicon: Lexicon, bits: Record<Language, number>) {
    this.#lexicon = lexicon
    this.#bits = bits
  }

  read(text: string): void {
    const { reader, pieces, found } = this
    reader.read(text)
    find(text, reader, this.#lexicon, found)
    this.language = reader.syllables * LETTERS_IN_A_SYLLABLE >= reader.latin ? 'ko' : 'en'
    if (this.language === 'ko') koreanPieces(reader, this.#bits.ko, pieces)
    else englishPieces(reader, this.#bits.en, found, pieces)
  }

  /** Whether there is anything in it that the model could have learned: a letter of either script, or a known sign. */
  get isKnown(): boolean {
    return this.found.count > 0 || this.reader.syllables > 0 || this.reader.latin > 0
  }

  /** How short the text is, 0 … 1: a half at `half` characters besides spaces. */
  shortness(half: number): number {
    return half / (half + this.reader.denseLength)
  }

  /** How much more the lexicon counts than in a long, formal text, 0 … 2. */
  get gate(): number {
    if (this.language === 'ko') return this.shortness(KOREAN_SHORT) ** 2
    return this.shortness(ENGLISH_SHORT) + (this.found.isInformal ? 1 : 0)
  }

  /** What the lexicon's sum counts. */
  lexiconFactor({ lexicon: [always, gated] }: Pick<LanguageParameters, 'lexicon'>): number {
    return always + gated * this.gate
  }

  /** What one weight counts: less in a long text, and less beside the lexicon's word in a very short one. */
  weightFactor({ short }: Pick<LanguageParameters, 'short'>): number {
    let share = this.found.count === 0 ? 1 : 1 - this.shortness(short) ** 2
    if (this.language === 'en') share /= 1 + CHATTY * this.gate
    return share / Math.sqrt(Math.max(1, this.pieces.count))
  }
}
