import { type Identity, type Live, type LiveConnection, openChannel } from '@livelet/channel'
import { ForbiddenError } from '@livelet/channel/errors'
import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { contract, DEFAULT_ROOM, type Typists } from './contract.ts'
import { sign } from './locale.ts'
import { cleanName } from './name.ts'
import { optionSchemas, type TypingOptions } from './options.ts'
import { createPeople } from './people.ts'
import { createPublisher } from './publisher.ts'
import { parseText } from './text.ts'
import { createTypists, type Device, type Typist } from './typists.ts'

/** Who is typing, as the app's own code asks and says it. */
export interface TypingDecorator {
  /** All who are typing in a room, in the order in which they began. */
  list(room?: string): Typist[]
  /**
   * Somebody has stopped: call it when their message is posted.
   *
   * @param user the id that `identify` gave; of somebody anonymous, the connection's
   * @returns whether they were typing there
   */
  clear(room: string, user: string): boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    typing: TypingDecorator
  }
}

const deviceOf = ({ id, identity }: LiveConnection): Device => ({
  id,
  user: identity?.id ?? null,
  name: cleanName(identity?.name)
})

const plugin: FastifyPluginAsync<TypingOptions> = async (fastify, options) => {
  const { timeout = 6000, max = 50, maxRooms = 10, as = 'typing' } = options
  const allow = options.allow?.typing ?? (() => true)
  const people = createPeople()

  async function assertAllowed(identity: Identity | null, room: string) {
    if ((await allow(identity, room)) !== true) throw new ForbiddenError(`${room} is not open to you`)
  }

  const live: Live<typeof contract> = await openChannel(
    fastify,
    contract,
    {
      element: new URL('../dist/element.js', import.meta.url),
      options: optionSchemas,
      topics: {
        typing: { allow: () => true, load: room => ({ type: 'typists', fields: publisher.told(room) }) }
      },
      receive: {
        async typing({ room = DEFAULT_ROOM }, { connection, identity, signal }) {
          await assertAllowed(identity, room)
          // It may have closed meanwhile, and closes only once.
          if (signal.aborted || !typists.typing(room, deviceOf(connection)) || !identity) return {}
          if (people.devicesOf(identity.id).length > 1) live.send(identity.id, 'self', { id: connection.id })
          return {}
        },
        stop({ room = DEFAULT_ROOM }, { connection }) {
          typists.stop(room, connection.id)
          return {}
        },
        async list({ room = DEFAULT_ROOM }, { identity }) {
          await assertAllowed(identity, room)
          return publisher.told(room)
        }
      },
      text: {
        parse: text => parseText(text, live.locale),
        render: { typists: ({ text }: Typists) => text },
        distinct: true
      },
      onOpen(connection) {
        people.add(connection)
        // The welcome comes first.
        if (connection.identity) queueMicrotask(() => tellWhereElse(connection))
      },
      onClose(connection) {
        people.remove(connection)
        typists.gone(connection.id)
      }
    },
    options
  )

  /** Who opens a second device while typing on the first is to know that the typist is the same person. */
  function tellWhereElse({ identity }: LiveConnection) {
    if (!identity) return
    for (const id of people.devicesOf(identity.id)) if (typists.isTyping(id)) live.send(identity.id, 'self', { id })
  }

  const publisher = createPublisher({
    content(room) {
      const all = typists.list(room)
      const listed = all.slice(0, max).map(({ id, name }) => ({ id, name }))
      const more = all.length - listed.length
      return { room, typists: listed, more, text: sign(live.locale, listed, more) }
    },
    async publish(content) {
      try {
        await live.topic('typing', content.room).publish('typists', content)
      } catch (error) {
        fastify.log.error({ err: error }, `${as}: the readers of ${content.room} could not be told`)
      }
    }
  })
  const typists = createTypists({ timeout, maxRooms, clock: live.clock, onChange: publisher.changed })

  const decorator: TypingDecorator = {
    list: (room = DEFAULT_ROOM) => typists.list(room).map(({ id, name, user }) => ({ id, name, user })),
    clear: typists.clear
  }
  fastify.decorate(as, decorator)
  fastify.addHook('onClose', async () => typists.close())
}

/** Serves typing indicators at `/typing`, and decorates the app with `fastify.typing`. */
const typing: FastifyPluginAsync<TypingOptions> = fp(plugin, { fastify: '5.x', name: '@livelet/typing' })
export default typing
