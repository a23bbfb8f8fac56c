import type { Position } from '@livelet/protocol'

/** States that are remembered. */
const MAX_STATES = 1_000

interface Value extends Position {
  /** As JSON. */
  text: string
}

/**
 * The last values of states, and where they were. A store that gives no version would otherwise give the same value
 * another offset each time it is asked, and who polls would never see that nothing has changed.
 */
export class Remembered {
  readonly #values = new Map<string, Value>()

  add(name: string, value: Value): void {
    this.#values.delete(name)
    this.#values.set(name, value)
    const [oldest] = this.#values.keys()
    if (this.#values.size > MAX_STATES && oldest !== undefined) this.#values.delete(oldest)
  }

  /** Where this value was, if it is the last that was seen. */
  find(name: string, text: string): Position | undefined {
    const value = this.#values.get(name)
    return value?.text === text ? { epoch: value.epoch, offset: value.offset } : undefined
  }
}
