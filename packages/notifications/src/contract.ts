import { defineContract, type MessagesOf } from '@livelet/protocol'
import { Type } from 'typebox'

/** The one topic: what is for whoever reads it. */
export const INBOX = 'inbox'

/** Longest of each, characters; of `data`, as JSON. */
export const MAX = { id: 256, title: 256, body: 4096, url: 2048, key: 128, data: 16_384 } as const
/** Users that one notification may name. */
export const MAX_USERS = 1_000
/** Ids that one `read` may name. */
export const MAX_IDS = 1_000
/** Items of a page: at most, and by default. */
export const MAX_PAGE = 100
export const DEFAULT_PAGE = 20
/** How far unread ones are counted. */
export const MAX_COUNT = 100

export const LEVELS = ['info', 'success', 'warning', 'error'] as const
export type Level = (typeof LEVELS)[number]

/** An address on the web or a path of the page's own server, so that no script can hide in it. */
export const SAFE_URL = '^(https?://|/(?![/\\\\])|[?#])'

const integer = (minimum = 0) => Type.Integer({ minimum, maximum: Number.MAX_SAFE_INTEGER })
const id = Type.String({ minLength: 1, maxLength: MAX.id })
const url = Type.String({ maxLength: MAX.url, pattern: SAFE_URL })
const exactly = { additionalProperties: false }

const content = {
  title: Type.String({ minLength: 1, maxLength: MAX.title }),
  body: Type.Optional(Type.String({ maxLength: MAX.body })),
  url: Type.Optional(url),
  icon: Type.Optional(url),
  level: Type.Optional(Type.Enum([...LEVELS], { default: 'info' })),
  data: Type.Optional(Type.Unknown()),
  /** ms since 1970; from then on nobody sees it. */
  expiresAt: Type.Optional(integer())
}

const notification = { ...content, seq: integer(1), level: Type.Enum([...LEVELS]), at: integer() }
const counted = { count: integer(), more: Type.Boolean() }

export const contract = defineContract({
  name: 'notifications',
  topics: { notifications: { kind: 'log', send: ['notification'] } },
  defaultTopic: `notifications/${INBOX}`,
  defaultType: 'send',
  receive: {
    read: {
      fields: {
        ids: Type.Optional(Type.Array(integer(1), { minItems: 1, maxItems: MAX_IDS })),
        upTo: Type.Optional(integer())
      },
      answer: { unread: integer(), more: Type.Boolean() }
    },
    list: {
      fields: {
        before: Type.Optional(integer(1)),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: DEFAULT_PAGE })),
        unread: Type.Optional(Type.Boolean({ default: false }))
      },
      answer: 'page'
    },
    send: {
      fields: {
        ...content,
        to: Type.Union([
          Type.Literal('everyone'),
          Type.Object({ user: id }, exactly),
          Type.Object({ users: Type.Array(id, { minItems: 1, maxItems: MAX_USERS }) }, exactly),
          Type.Object({ topic: id }, exactly)
        ]),
        key: Type.Optional(Type.String({ minLength: 1, maxLength: MAX.key }))
      },
      answer: { seq: integer(1), duplicate: Type.Boolean() }
    }
  },
  send: {
    notification,
    unread: counted,
    read: { ids: Type.Optional(Type.Array(integer(1))), upTo: Type.Optional(integer()) },
    removed: { ids: Type.Array(integer(1)) },
    page: {
      items: Type.Array(Type.Object({ ...notification, read: Type.Boolean() })),
      /** What `before` the next page begins with; `null` after the last. */
      next: Type.Union([integer(1), Type.Null()])
    }
  }
})

export type NotificationsMessages = MessagesOf<typeof contract>
/** A notification as its readers get it. */
export type Shown = NotificationsMessages['send']['notification']
export type Page = NotificationsMessages['send']['page']
export type Listed = Page['items'][number]
export type Unread = NotificationsMessages['send']['unread']
