import { NotFoundError, ValidationError } from '@livelet/channel/errors'
import { TOPIC_NAME } from '@livelet/protocol'
import { MAX_KEY_LENGTH } from './contract.ts'
import { type Changed, type Counted, type CounterStore, type Limits, startOf } from './store.ts'

export interface CountersOptions extends Partial<Limits> {
  /** The names that exist, or a pattern that they match. */
  names: readonly string[] | RegExp
  store: CounterStore
  /** The present time, ms since 1970; `Date.now` by default. */
  now?: () => number
}

/** Named counters of integers, with the same limits for all. */
export interface Counters {
  readonly limits: Limits
  has(name: string): boolean
  /** @throws NotFoundError */
  read(name: string): Promise<Counted>
  /**
   * @param by any safe integer
   * @param key the same key within 10 minutes counts once, and gets the first use's outcome again
   * @throws NotFoundError
   * @throws ValidationError if `by` is not a safe integer, or the counter would leave its limits
   */
  add(name: string, by: number, key?: string): Promise<Changed>
  /** Puts a counter back to 0, or to the limit nearest to 0. @throws NotFoundError */
  reset(name: string): Promise<Counted>
}

/** @throws TypeError if `names` is neither, or the limits are not safe integers or allow no value. */
export function createCounters(options: CountersOptions): Counters {
  const { names, store, now = Date.now, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = options
  for (const [name, limit] of Object.entries({ min, max })) {
    if (!Number.isSafeInteger(limit)) throw new TypeError(`"${name}" must be a safe integer, got ${limit}`)
  }
  if (min > max) throw new TypeError(`"min" must not be above "max", got ${min} and ${max}`)
  const start = startOf({ min, max })
  const has = membership(names)

  function check(name: string) {
    if (!has(name)) throw new NotFoundError(`there is no counter "${String(name).slice(0, 64)}"`)
  }

  return {
    limits: { min, max },
    has,
    async read(name) {
      check(name)
      return (await store.read(name)) ?? { value: start, version: 0 }
    },
    async add(name, by, key) {
      check(name)
      if (!Number.isSafeInteger(by)) throw new ValidationError(`"by" must be a safe integer, got ${by}`)
      if (key !== undefined && !(key.length >= 1 && key.length <= MAX_KEY_LENGTH)) {
        throw new ValidationError(`"key" must have 1 to ${MAX_KEY_LENGTH} characters, got ${key.length}`)
      }
      return store.change(name, { by, key, min, max, now: now() })
    },
    async reset(name) {
      check(name)
      return store.reset(name, start)
    }
  }
}

function membership(names: readonly string[] | RegExp): (name: string) => boolean {
  if (names instanceof RegExp) {
    // With `g` or `y`, `test` would remember where it stopped.
    const pattern = new RegExp(names.source, names.flags.replace(/[gy]/g, ''))
    return name => TOPIC_NAME.test(name) && pattern.test(name)
  }
  if (!Array.isArray(names)) throw new TypeError('"counters" must be a list of names or a RegExp')
  const known = new Set(names)
  return name => known.has(name)
}
