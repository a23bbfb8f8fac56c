import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** A labelled text. `value` is its rating: 1 … 10 for films, −1, 0, 1 for comments, −4 … 4 for English. */
export interface Labelled {
  text: string
  value: number
}

export const ENGLISH_SETS = {
  tweets: 'English tweets',
  movieReviewSnippets: 'English films',
  amazonReviewSnippets: 'English Amazon',
  nytEditorialSnippets: 'English NYT'
} as const
export type EnglishSet = keyof typeof ENGLISH_SETS
export const isEnglishSet = (set: string): set is EnglishSet => Object.hasOwn(ENGLISH_SETS, set)

export interface EnglishText extends Labelled {
  set: EnglishSet
  /** Which fifth of its set it is in. */
  fifth: number
}

export interface Data {
  /** For training. */
  films: Labelled[]
  /** Set aside from the training for the bias, the trust and the least evidence of an opinion. */
  filmsInner: Labelled[]
  filmsDev: Labelled[]
  comments: Labelled[]
  commentsInner: Labelled[]
  commentsDev: Labelled[]
  english: EnglishText[]
  englishDev: EnglishText[]
}

/** English texts nearer to 0 than this were called neither good nor bad by their raters, and are not counted. */
const UNDECIDED = 0.2

/** The fifth of each English set that training never sees. */
const HELD_OUT = 4

/**
 * The file has no review ids, but the snippets of one review follow each other. So each set is cut into 25 runs of
 * neighbours, and every fifth run goes into the same fifth: a review is parted at most where two runs meet.
 */
const RUNS = 25

/** Reads the labelled texts of a folder, and splits them the same way each time. */
export async function readData(folder: string): Promise<Data> {
  const rows = async (name: string) => {
    const text = gunzipSync(await readFile(join(folder, name))).toString()
    return text
      .trimEnd()
      .split('\n')
      .map(line => line.split('\t'))
  }
  const film = ([rating = '', text = '']: string[]) => ({ value: Number(rating), text })
  const comment = ([polarity = '', , text = '']: string[]) => ({ value: Number(polarity), text })
  const films = (await rows('ko-train.tsv.gz')).map(film)
  const comments = (await rows('ko-comments-train.tsv.gz')).map(comment)
  const english = splitEnglish(await rows('en-train.tsv.gz'))
  const isInner = (_: unknown, i: number) => i % 25 === 7
  return {
    films: films.filter((text, i) => !isInner(text, i)),
    filmsInner: films.filter(isInner).filter(isDecided),
    filmsDev: (await rows('ko-dev.tsv.gz')).map(film),
    comments: comments.filter((_, i) => i % 5 !== 0 && i % 10 !== 7),
    commentsInner: comments.filter(({ value }, i) => i % 10 === 7 && value !== 0),
    commentsDev: comments.filter(({ value }, i) => i % 5 === 0 && value !== 0),
    english: english.filter(({ fifth }) => fifth !== HELD_OUT),
    englishDev: english.filter(({ fifth }) => fifth === HELD_OUT)
  }
}

/** NSMC's rule: 1–4 blames, 9–10 praises, what is between does neither. */
export const isDecided = ({ value }: Labelled): boolean => value <= 4 || value >= 9

/** Whether the raters of an English text found it good or bad. */
export const leans = ({ value }: Labelled): boolean => Math.abs(value) > UNDECIDED

function splitEnglish(rows: string[][]): EnglishText[] {
  const sizes = new Map<string, number>()
  for (const [set = ''] of rows) sizes.set(set, (sizes.get(set) ?? 0) + 1)
  const seen = new Map<string, number>()
  return rows.flatMap(([set = '', value = '', text = '']) => {
    if (!isEnglishSet(set)) return []
    const i = seen.get(set) ?? 0
    seen.set(set, i + 1)
    const run = Math.floor((i * RUNS) / (sizes.get(set) ?? 1))
    return [{ set, value: Number(value), text, fifth: run % 5 }]
  })
}
