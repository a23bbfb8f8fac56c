import type { Features } from './features.ts'
import type { OpinionParameters } from './model.ts'

/** For each hash of a piece, by how many steps it speaks for an opinion rather than a plain fact. */
export type Opinions = Int8Array

export const OPINION_BITS = 15
const MASK = 2 ** OPINION_BITS - 1

/** Where a piece's evidence is kept. */
export const opinionSlot = (key: number): number => key & MASK

/** What a piece's evidence counts in a text. */
export const opinionFactor = ({ pieces }: Features): number => 1 / Math.sqrt(Math.max(1, pieces.count))

/** How much the known words of a text speak for an opinion, whatever their side. */
export const opinionOfLexicon = ({ found }: Features): number => Math.abs(found.sum)

export const opinionOfLength = ({ reader }: Features): number => Math.log1p(reader.denseLength)

/**
 * The evidence that a text is an opinion at all, and no plain fact, greeting or question. A linear model, too, over the
 * same pieces, but without a side.
 *
 * @param logit what the text's weights sum to: the farther from 0, the less they can be chance
 */
export function opinionOf(
  features: Features,
  logit: number,
  opinions: Opinions,
  { scale, bias, lexicon, length, logit: byLogit }: OpinionParameters
): number {
  const { keys, count } = features.pieces
  let steps = 0
  for (let i = 0; i < count; i++) steps += opinions[(keys[i] as number) & MASK] as number
  return (
    steps * scale * opinionFactor(features) +
    bias +
    lexicon * opinionOfLexicon(features) +
    length * opinionOfLength(features) +
    byLogit * Math.abs(logit)
  )
}
