import type { SharedOptions } from '@livelet/channel'
import { type TProperties, Type } from 'typebox'
import type { AnyAnalyzer } from './custom.ts'

export interface SentimentOptions extends SharedOptions {
  /** What analyzes instead of the model of this package, for example a model server. */
  analyzer?: AnyAnalyzer
  /** How long `analyzer` may take, ms [5,000]; then it is answered LIVELET_UNAVAILABLE. One that never waits is not cut off. */
  timeout?: number
  /** Longest text that is analyzed, UTF-16 units [10,000]; a longer one is answered LIVELET_TOO_BIG. */
  maxLength?: number
}

export const DEFAULT_TIMEOUT = 5_000

export const optionSchemas = {
  analyzer: Type.Optional(Type.Unsafe({ typeof: 'function' })),
  // Node's timers hold no more (2^31 - 1 ms are 24.8 days).
  timeout: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })),
  maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_048_576 }))
} satisfies TProperties
