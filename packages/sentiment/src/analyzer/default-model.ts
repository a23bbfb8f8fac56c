import { readFileSync } from 'node:fs'
import { Scorer } from './analyzer.ts'
import { decodeModel } from './model.ts'

let scorer: Scorer | undefined

/** The analyzer with the model of this package. It is read when it is first needed, once. */
export function defaultScorer(): Scorer {
  scorer ??= new Scorer(decodeModel(readFileSync(new URL('../../model/sentiment.bin', import.meta.url))))
  return scorer
}
