import { ValidationError } from '@livelet/channel/errors'
import { LEVELS, type Level, MAX, MAX_USERS, SAFE_URL } from './contract.ts'

/** Whom a notification is for: everyone, one user, some users, or whoever is subscribed to a topic. */
export type Recipient = 'everyone' | { user: string } | { users: readonly string[] } | { topic: string }

export interface Notification {
  to: Recipient
  /** 1 to 256 characters. */
  title: string
  /** At most 4,096 characters. */
  body?: string | undefined
  /** Where it leads: `https://…`, `http://…` or a path. */
  url?: string | undefined
  /** A picture's address, like `url`. */
  icon?: string | undefined
  /** [`'info'`] */
  level?: Level | undefined
  /** Anything for the app's own use; at most 16,384 characters as JSON. */
  data?: unknown
  /** The same key is accepted once, and later gets the first one's outcome. At most 128 characters. */
  key?: string | undefined
  /** From when on nobody sees it, ms since 1970. */
  expiresAt?: number | undefined
}

/** A notification that has been found right, as a store takes it. */
export interface Draft {
  groups: readonly string[]
  title: string
  body: string | null
  url: string | null
  icon: string | null
  level: Level
  /** JSON. */
  data: string | null
  key: string | null
  expiresAt: number | null
}

export const EVERYONE = '*'
export const groupOfUser = (user: string): string => `u:${user}`
/** `undefined`: the group is not one user's. */
export const userOf = (group: string): string | undefined => (group.startsWith('u:') ? group.slice(2) : undefined)
export const groupOfTopic = (topic: string): string => `t:${topic}`

/** NUL, which PostgreSQL's text cannot hold, and halves of characters, of which two different ones would become the same. */
const UNSTORABLE = /[\0\p{Surrogate}]/u

const wrong = (name: string, expected: string, got: unknown) => {
  const text = typeof got === 'string' ? JSON.stringify(got.length > 40 ? `${got.slice(0, 40)}…` : got) : typeof got
  return new ValidationError(`"${name}" must ${expected}, got ${got === null ? 'null' : text}`)
}

/** @throws ValidationError that names the field */
export function checkText(name: string, value: unknown, max: number, min = 1): string {
  if (typeof value !== 'string' || value.length < min || value.length > max) {
    throw wrong(name, `have ${min} to ${max} characters`, value)
  }
  if (UNSTORABLE.test(value)) throw wrong(name, 'be well-formed text without NUL', value)
  return value
}

function optional<T>(value: T | undefined, check: (value: T) => string): string | null {
  return value === undefined ? null : check(value)
}

function checkUrl(name: string, value: string): string {
  const url = checkText(name, value, MAX.url)
  if (!new RegExp(SAFE_URL).test(url)) throw wrong(name, 'begin with http://, https:// or one /', url)
  return url
}

function groupsOf(to: Recipient): readonly string[] {
  if (to === 'everyone') return [EVERYONE]
  const keys = typeof to === 'object' && to !== null ? Object.keys(to) : []
  if (keys.length === 1) {
    if ('user' in to) return [groupOfUser(checkText('to.user', to.user, MAX.id))]
    if ('topic' in to) return [groupOfTopic(checkText('to.topic', to.topic, MAX.id))]
    if ('users' in to && Array.isArray(to.users) && to.users.length >= 1 && to.users.length <= MAX_USERS) {
      return [...new Set(to.users.map(user => groupOfUser(checkText('to.users', user, MAX.id))))]
    }
  }
  throw wrong('to', `be 'everyone', {user}, {users: 1 to ${MAX_USERS}} or {topic}`, to)
}

function checkData(data: unknown): string {
  let json: string | undefined
  try {
    json = JSON.stringify(data)
  } catch (error) {
    throw new ValidationError(`"data" must be what JSON can say: ${(error as Error).message.split('\n')[0]}`)
  }
  if (json === undefined) throw wrong('data', 'be what JSON can say', data)
  if (json.length > MAX.data) {
    throw new ValidationError(`"data" must have at most ${MAX.data} characters as JSON, got ${json.length}`)
  }
  return json
}

/**
 * Checks what is to be sent.
 *
 * @throws ValidationError that names the field, what was expected and what came
 */
export function draftOf(notification: Notification): Draft {
  const { to, title, body, url, icon, level = 'info', data, key, expiresAt } = notification
  if (!LEVELS.includes(level)) throw wrong('level', `be one of ${LEVELS.join(', ')}`, level)
  if (expiresAt !== undefined && !(Number.isSafeInteger(expiresAt) && expiresAt >= 0)) {
    throw wrong('expiresAt', 'be whole milliseconds since 1970', expiresAt)
  }
  return {
    groups: groupsOf(to),
    title: checkText('title', title, MAX.title),
    body: optional(body, value => checkText('body', value, MAX.body, 0)),
    url: optional(url, value => checkUrl('url', value)),
    icon: optional(icon, value => checkUrl('icon', value)),
    level,
    data: data === undefined ? null : checkData(data),
    key: optional(key, value => checkText('key', value, MAX.key)),
    expiresAt: expiresAt ?? null
  }
}
