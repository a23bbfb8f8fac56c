import { type Live, openChannel } from '@livelet/channel'
import { isLiveletError, ValidationError } from '@livelet/channel/errors'
import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { type CounterMessages, contract, DEFAULT_NAME } from './contract.ts'
import { createCounters } from './counters.ts'
import { repeat } from './every.ts'
import { words } from './locale.ts'
import { memoryCounters } from './memory.ts'
import { type CounterOptions, optionSchemas } from './options.ts'
import type { Counted } from './store.ts'
import { parseText } from './text.ts'

/** The counters as the app's own code uses them. Readers learn of its changes as they do of clients'. */
export interface CounterDecorator {
  /**
   * Adds to a counter and gives its value then.
   *
   * @param by any safe integer [1]
   * @param key the same key within 10 minutes counts once, and gets the first use's value again
   * @throws LIVELET_NOT_FOUND, LIVELET_VALIDATION if the counter would leave its limits
   */
  add(name: string, by?: number, key?: string): Promise<number>
  /** @throws LIVELET_NOT_FOUND */
  read(name: string): Promise<number>
  /** Puts a counter back to 0, or to the limit nearest to 0. @throws LIVELET_NOT_FOUND */
  reset(name: string): Promise<number>
}

declare module 'fastify' {
  interface FastifyInstance {
    counter: CounterDecorator
  }
}

const plugin: FastifyPluginAsync<CounterOptions> = async (fastify, options) => {
  const { counters: names = [DEFAULT_NAME], min, max, every, store = memoryCounters(), as = 'counter' } = options
  const counters = createCounters({ names, min, max, store })
  if (every?.name !== undefined && !counters.has(every.name)) {
    throw new TypeError(`"every.name" must be one of "counters", got "${every.name}"`)
  }

  const live: Live<typeof contract> = await openChannel(
    fastify,
    contract,
    {
      element: new URL('../dist/element.js', import.meta.url),
      options: optionSchemas,
      topics: {
        counter: {
          allow: () => true,
          has: counters.has,
          async load(name) {
            const { value, version } = await counters.read(name)
            return { type: 'value', fields: { name, value }, version, epoch: store.epoch }
          }
        }
      },
      receive: {
        async add({ name = DEFAULT_NAME, by, key }, { connection }) {
          const value = await decorator.add(name, by, key).catch(error => {
            throw connection.dialect === 'text' ? inWords(error) : error
          })
          return { value }
        },
        read: async ({ name = DEFAULT_NAME }) => ({ value: await decorator.read(name) }),
        reset: async ({ name = DEFAULT_NAME }) => ({ value: await decorator.reset(name) })
      },
      text: {
        parse: text => parseText(text, live.locale),
        render: { value: ({ value }: CounterMessages['send']['value']) => String(value) }
      }
    },
    options
  )

  /** What a person typed is well formed, so that only the limits can have refused it. */
  function inWords(error: unknown) {
    const isRefused = isLiveletError(error) && error.code === 'LIVELET_VALIDATION'
    return isRefused ? new ValidationError(words[live.locale].limits(counters.limits)) : error
  }

  /** Counted is counted: that the readers could not be told does not undo it. */
  async function publish(name: string, { value, version }: Counted) {
    try {
      await live.topic('counter', name).publish('value', { name, value }, { offset: version, epoch: store.epoch })
    } catch (error) {
      fastify.log.error({ err: error }, `${as}: the readers of ${name} could not be told`)
    }
    return value
  }

  const decorator: CounterDecorator = {
    async add(name, by = 1, key) {
      const changed = await counters.add(name, by, key)
      return changed.duplicate ? changed.value : publish(name, changed)
    },
    read: async name => (await counters.read(name)).value,
    reset: async name => publish(name, await counters.reset(name))
  }
  fastify.decorate(as, decorator)
  fastify.addHook('onClose', () => store.close?.())
  if (every) {
    const { ms, by, name = DEFAULT_NAME } = every
    await repeat(fastify, live.engine, as, ms, () => decorator.add(name, by))
  }
}

/** Serves shared counters at `/counter`, and decorates the app with `fastify.counter`. */
const counter: FastifyPluginAsync<CounterOptions> = fp(plugin, { fastify: '5.x', name: '@livelet/counter' })
export default counter
