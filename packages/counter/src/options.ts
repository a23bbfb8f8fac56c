import type { SharedOptions } from '@livelet/channel'
import { objectOf, TOPIC_NAME } from '@livelet/protocol'
import { type TProperties, Type } from 'typebox'
import type { CounterStore, Limits } from './store.ts'

/** A counter that counts by itself. */
export interface Every {
  /** Time between two counts, ms. */
  ms: number
  /** What is added each time, any safe integer [1]. */
  by?: number
  /** The counter [`main`]. */
  name?: string
}

export interface CounterOptions extends SharedOptions, Partial<Limits> {
  /** The names that exist, or a pattern that they match [`['main']`]. */
  counters?: readonly string[] | RegExp
  /** Lowest value [−(2^53 − 1)]. */
  min?: number
  /** Highest value [2^53 − 1]. */
  max?: number
  every?: Every
  /** Where counters are kept [in memory]. It is closed with the app. */
  store?: CounterStore
}

const name = Type.String({ pattern: TOPIC_NAME.source })
const integer = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })

export const optionSchemas = {
  // JSON Schema has no word for a RegExp: whether it is one is seen where it is used.
  counters: Type.Optional(
    Type.Union([Type.Array(name, { minItems: 1 }), Type.Unsafe({ typeof: 'object', not: { type: 'array' } })])
  ),
  min: Type.Optional(integer),
  max: Type.Optional(integer),
  // Node's timers hold no more (2^31 - 1 ms are 24.8 days).
  every: Type.Optional(
    objectOf({
      ms: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }),
      by: Type.Optional(integer),
      name: Type.Optional(name)
    })
  ),
  store: Type.Optional(Type.Unsafe({ typeof: 'object', required: ['epoch', 'read', 'change', 'reset'] }))
} satisfies TProperties
