import { type Identity, type Live, openChannel } from '@livelet/channel'
import { ForbiddenError, ValidationError } from '@livelet/channel/errors'
import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { contract, DEFAULT_PAGE, INBOX, MAX, MAX_IDS, MAX_PAGE, type Page, type Unread } from './contract.ts'
import { openJobs } from './jobs.ts'
import { words } from './locale.ts'
import { checkText, draftOf, type Notification } from './notification.ts'
import { type NotificationsOptions, optionSchemas } from './options.ts'
import { type Readers, sourceOf, trackReaders } from './readers.ts'
import { sqliteNotifications } from './sqlite.ts'
import type { Sent } from './store/append.ts'
import type { ListQuery } from './store/inbox.ts'
import { ANYBODY } from './store/topics.ts'
import { openStore, type Store } from './store.ts'
import { renderText } from './text.ts'

/** Time between two sweeps, ms. */
const SWEEP_EVERY = 60_000
/** How long a new count of unread ones waits for others, ms, so that a burst does not tell every user each time. */
const COUNT_WITHIN = 50
/** Longest name that leaves room for the tables' own (PostgreSQL's names have 63 bytes). */
const MAX_NAME = 40

/** Which are read: these, or all up to one; what arrives meanwhile stays unread. */
export type ReadMark = { ids: readonly number[] } | { upTo: number }

/** The notifications as the app's own code uses them. Whatever resolves has been committed. */
export interface NotificationsDecorator {
  /** @throws LIVELET_VALIDATION that names the field; what the store throws, such as for a full disk: then nothing is kept */
  send(notification: Notification): Promise<Sent>
  /**
   * A user's inbox, the newest first.
   *
   * @param query `before` a `seq`, at most `limit` [20, up to 100], only `unread` ones [all]
   */
  list(user: string, query?: Partial<ListQuery>): Promise<Page>
  /** @throws LIVELET_NOT_FOUND if none of `ids` is in the user's inbox; those that are not are passed over */
  markRead(user: string, which: ReadMark): Promise<Unread>
  /** How many are unread, counted to 100. */
  unread(user: string): Promise<Unread>
  /** Takes one back, from every inbox; `false` if there is none. */
  remove(seq: number): Promise<boolean>
  /** From now on the user gets what is sent to the topic. @throws LIVELET_FORBIDDEN past 100 topics */
  subscribe(user: string, topic: string): Promise<void>
  unsubscribe(user: string, topic: string): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    notifications: NotificationsDecorator
  }
}

const checkUser = (user: string) => checkText('user', user, MAX.id)

function isInteger(value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): value is number {
  return Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max
}

function checkMark(which: { ids?: readonly number[] | undefined; upTo?: number | undefined }): ReadMark {
  const { ids, upTo } = which
  if (ids !== undefined && upTo === undefined) {
    const isList = Array.isArray(ids) && ids.length >= 1 && ids.length <= MAX_IDS && ids.every(id => isInteger(id, 1))
    if (!isList) throw new ValidationError(`"ids" must be a list of 1 to ${MAX_IDS} numbers`)
    return { ids: [...new Set(ids)] }
  }
  if (upTo === undefined || ids !== undefined) throw new ValidationError('expected either "ids" or "upTo"')
  if (!isInteger(upTo, 0)) throw new ValidationError(`"upTo" must be a whole number, got ${typeof upTo}`)
  return { upTo }
}

function checkQuery({ before, limit = DEFAULT_PAGE, unread = false }: Partial<ListQuery>): ListQuery {
  if (!isInteger(limit, 1, MAX_PAGE)) throw new ValidationError(`"limit" must be 1 to ${MAX_PAGE}, got ${limit}`)
  if (before !== undefined && !isInteger(before, 1))
    throw new ValidationError(`"before" must be a "seq", got ${before}`)
  return { before, limit, unread }
}

/** Clients' keys must not meet each other's, nor the app's own. */
const keyOf = (identity: Identity | null, key: string) => JSON.stringify([identity?.id ?? null, key])

const plugin: FastifyPluginAsync<NotificationsOptions> = async (fastify, options) => {
  const { as = 'notifications', store: where, schedules = [], retain = {}, allowSend = () => false } = options
  let store: Store
  let readers: Readers

  const live: Live<typeof contract> = await openChannel(
    fastify,
    contract,
    {
      element: new URL('../dist/element.js', import.meta.url),
      options: optionSchemas,
      topics: {
        notifications: {
          allow: () => true,
          has: name => name === INBOX,
          source: () => sourceOf(store, readers),
          audience: ({ identity }) => (identity ? readers.audience(checkUser(identity.id)) : ANYBODY),
          async greet({ identity }) {
            return { type: 'unread', fields: identity ? await readers.count(identity.id) : { count: 0, more: false } }
          }
        }
      },
      onOpen: ({ identity }) => identity && readers.opened(identity.id),
      onClose: ({ identity }) => identity && readers.closed(identity.id),
      receive: {
        async read(which, { identity }) {
          if (!identity) throw new ForbiddenError('nobody knows who reads: see the option "identify"')
          const { count, more } = await decorator.markRead(identity.id, checkMark(which))
          return { unread: count, more }
        },
        list: (query, { identity }) => store.list(identity?.id, checkQuery(query)),
        async send({ key, ...notification }, { identity }) {
          if ((await allowSend(identity)) !== true) {
            throw new ForbiddenError('clients may not send here: see the option "allowSend"')
          }
          const draft = draftOf({ ...notification, key })
          return accept({ ...draft, key: key === undefined ? null : keyOf(identity, key) })
        }
      },
      text: {
        parse() {
          throw new ValidationError(words[live.locale].readOnly)
        },
        render: { notification: renderText }
      }
    },
    options
  )
  if (as.length > MAX_NAME) throw new TypeError(`notifications: option "as" must have at most ${MAX_NAME} characters`)
  const ids = new Set(schedules.map(({ id }) => id))
  if (ids.size < schedules.length) throw new TypeError('notifications: option "schedules" must have an id for each')

  const fail = (what: string) => (error: unknown) => fastify.log.error({ err: error }, `${as}: ${what}`)
  if (!where) fastify.log.warn(`${as}: without the option "store" they are gone with the process`)
  const database = await (where ?? sqliteNotifications(':memory:')).open(fail('the database'))
  store = await openStore(database, { prefix: `livelet_${as}_` })
  readers = trackReaders({
    store,
    tell: (user, unread) => void live.send(user, 'unread', unread),
    later: run => void setTimeout(run, COUNT_WITHIN).unref()
  })
  const inbox = live.topic('notifications', INBOX)

  /** Accepted is accepted: that the readers could not be told does not undo it. */
  async function accept(draft: Parameters<Store['send']>[0]): Promise<Sent> {
    const sent = await store.send(draft)
    if (!sent.duplicate) Promise.resolve(inbox.wake()).catch(fail('the readers could not be told'))
    return sent
  }

  /** Counts anew, and tells the user's connections. */
  async function recount(user: string): Promise<Unread> {
    const unread = await readers.count(user)
    live.send(user, 'unread', unread)
    return unread
  }

  const decorator: NotificationsDecorator = {
    send: async notification => accept(draftOf(notification)),
    list: async (user, query = {}) => store.list(checkUser(user), checkQuery(query)),
    async markRead(user, which) {
      const mark = checkMark(which)
      const read =
        'ids' in mark
          ? { ids: await store.markIds(checkUser(user), mark.ids) }
          : { upTo: await store.markUpTo(checkUser(user), mark.upTo) }
      live.send(user, 'read', read)
      return recount(user)
    },
    unread: async user => readers.count(checkUser(user)),
    async remove(seq) {
      if (!isInteger(seq, 1)) throw new ValidationError(`"seq" must be a number from 1 on, got ${seq}`)
      const groups = await store.remove(seq)
      for (const user of groups ? readers.in(groups) : []) {
        live.send(user, 'removed', { ids: [seq] })
        await recount(user)
      }
      return groups !== undefined
    },
    async subscribe(user, topic) {
      await store.subscribe(checkUser(user), checkText('topic', topic, MAX.id))
      await live.recheck(user)
    },
    async unsubscribe(user, topic) {
      await store.unsubscribe(checkUser(user), checkText('topic', topic, MAX.id))
      await live.recheck(user)
    }
  }
  fastify.decorate(as, decorator)

  const jobs = await openJobs(fastify, live.engine, as, (error, id) => fail(`${id} failed`)(error))
  fastify.addHook('onClose', async () => {
    await jobs.stop()
    await store.close()
  })
  for (const { id, every, cron, timezone, make } of schedules) {
    if ((every === undefined) === (cron === undefined)) {
      throw new TypeError(`notifications: "schedules" must have either "every" or "cron", see "${id}"`)
    }
    const trigger = every === undefined ? { cron: cron ?? '', timezone } : { every }
    jobs.add(`schedule.${id}`, trigger, async () => {
      const notification = await make()
      if (notification) await decorator.send(notification)
    })
  }
  jobs.add('sweep', { every: SWEEP_EVERY }, async () => {
    const removed = await store.sweep(retain)
    // What has gone may have been counted as unread.
    if (removed > 0) for (const user of readers.counted) await recount(user)
  })
}

/** Serves notifications at `/notifications`, and decorates the app with `fastify.notifications`. */
const notifications: FastifyPluginAsync<NotificationsOptions> = fp(plugin, {
  fastify: '5.x',
  name: '@livelet/notifications'
})
export default notifications
