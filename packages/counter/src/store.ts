import { ValidationError } from '@livelet/channel/errors'

/** How long a key is remembered, ms. */
export const KEY_LIFETIME = 10 * 60 * 1000

/** Where a counter stands. Its version rises with each change and is never used again. */
export interface Counted {
  value: number
  version: number
}

/** Both ends are allowed values. They are safe integers, so that no value is ever rounded. */
export interface Limits {
  min: number
  max: number
}

export interface Change extends Limits {
  /** A safe integer. */
  by: number
  /** The same key within `KEY_LIFETIME` counts once, and gets the first use's outcome again. */
  key?: string | undefined
  /** The present time, ms since 1970. */
  now: number
}

export interface Changed extends Counted {
  /** The change had been made before, under this key: nothing has changed now. */
  duplicate: boolean
}

/**
 * Keeps counters. `change` and `reset` are atomic, also against each other: of any number that run at the same time,
 * none is lost and each gets a version of its own. They may answer in any order, the versions tell which is newest.
 */
export interface CounterStore {
  /** Names this history of versions: lasts as long as what is stored does. */
  readonly epoch: string
  /** `undefined` if the counter was never changed. */
  read(name: string): Counted | undefined | Promise<Counted | undefined>
  /** @throws ValidationError if the counter would leave its limits; then nothing is changed and the key is still free. */
  change(name: string, change: Change): Changed | Promise<Changed>
  reset(name: string, to: number): Counted | Promise<Counted>
  /** Waits for changes under way, then lets go of what is open. Calling it again does nothing. */
  close?(): void | Promise<void>
}

/** What a counter that was never changed stands at, and a reset puts it back to: 0, or the limit nearest to 0. */
export function startOf({ min, max }: Limits): number {
  return Math.min(Math.max(min, 0), max)
}

/** @throws ValidationError if the counter would leave its limits. */
export function afterChange(name: string, current: Counted | undefined, { by, min, max }: Change): Counted {
  const { value, version } = current ?? { value: startOf({ min, max }), version: 0 }
  // Two safe integers whose sum is not safe add up to at least 2^53 (rounded or not), so to more than any max.
  const sum = value + by
  if (sum < min || sum > max) {
    throw new ValidationError(`"by" must keep ${name}, now ${value}, within ${min} and ${max}, got ${by}`)
  }
  return { value: sum, version: version + 1 }
}

export function afterReset(current: Counted | undefined, to: number): Counted {
  return { value: to, version: (current?.version ?? 0) + 1 }
}
