import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

/** Where the trained model lies. */
export const MODEL = new URL('../../model/sentiment.bin', import.meta.url)

/**
 * The arguments of training and evaluation. Paths are meant from where the command was given, which pnpm tells in
 * INIT_CWD.
 *
 * @throws TypeError if one is wrong or `--data` is missing
 */
export function argumentsOf(args: readonly string[]): { data: string; seed: number; out: URL } {
  const { values } = parseArgs({
    args: args.filter(arg => arg !== '--'),
    options: { data: { type: 'string' }, seed: { type: 'string', default: '1' }, out: { type: 'string' } }
  })
  const from = (path: string) => resolve(process.env.INIT_CWD ?? '.', path)
  const seed = Number(values.seed)
  if (values.data === undefined) throw new TypeError('--data is missing: the folder of the labelled texts')
  if (!Number.isSafeInteger(seed)) throw new TypeError(`--seed must be an integer, got ${values.seed}`)
  return { data: from(values.data), seed, out: values.out === undefined ? MODEL : pathToFileURL(from(values.out)) }
}
