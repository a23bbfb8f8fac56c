import type { Identity, MaybePromise, SharedOptions } from '@livelet/channel'
import { objectOf } from '@livelet/protocol'
import { type TProperties, Type } from 'typebox'
import type { Notification } from './notification.ts'
import type { Retain } from './store/sweep.ts'
import type { NotificationStore } from './store.ts'

/** Something that is pushed by itself, on one node of many. */
export interface Schedule {
  /** Its name in the log; each has one of its own. */
  id: string
  /** Time between two, ms. Either this or `cron`. */
  every?: number
  /** A cron expression, with or without seconds. */
  cron?: string
  /** Of the cron expression, such as `Asia/Seoul` [the system's]. */
  timezone?: string
  /** What to send now; `undefined`: nothing. What it throws is logged, and it is asked again next time. */
  make(): MaybePromise<Notification | undefined>
}

export interface NotificationsOptions extends SharedOptions {
  /** Where they are kept [in SQLite in memory, by `libsql`: gone with the process]. It is closed with the app. */
  store?: NotificationStore
  /** What is pushed by itself [nothing]. */
  schedules?: readonly Schedule[]
  /** How long they are kept [for good]: so many days, and of each user's, topic's and everyone's own the newest so many. */
  retain?: Retain
  /** Whether this client may send [no]. */
  allowSend?: (identity: Identity | null) => MaybePromise<boolean>
}

// Node's timers hold no more (2^31 - 1 ms are 24.8 days).
const every = Type.Optional(Type.Integer({ minimum: 10, maximum: 2 ** 31 - 1 }))
const text = Type.String({ minLength: 1 })
const fn = Type.Unsafe({ typeof: 'function' })

export const optionSchemas = {
  store: Type.Optional(Type.Unsafe({ typeof: 'object', required: ['open'] })),
  schedules: Type.Optional(
    Type.Array(objectOf({ id: text, every, cron: Type.Optional(text), timezone: Type.Optional(text), make: fn }))
  ),
  retain: Type.Optional(
    objectOf({
      days: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
      perUser: Type.Optional(Type.Integer({ minimum: 1 }))
    })
  ),
  allowSend: Type.Optional(fn)
} satisfies TProperties
