import type { SharedOptions } from '@livelet/channel'
import { type TProperties, Type } from 'typebox'

export interface TypingOptions extends SharedOptions {
  /** Time without a sign of life after which a typist is forgotten, ms [6,000]. The element repeats itself every 3 s. */
  timeout?: number
  /** How many typists a room is told by name; of the rest only the number [50]. */
  max?: number
  /** Rooms that one connection may type in at the same time [10]. */
  maxRooms?: number
}

const count = Type.Integer({ minimum: 1 })

export const optionSchemas = {
  // Node's timers hold no more (2^31 - 1 ms are 24.8 days).
  timeout: Type.Optional(Type.Integer({ minimum: 10, maximum: 2 ** 31 - 1 })),
  max: Type.Optional(count),
  maxRooms: Type.Optional(count)
} satisfies TProperties
