import { type LiveConnection, openChannel, type SharedOptions } from '@livelet/channel'
import { NotFoundError } from '@livelet/channel/errors'
import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { contract, type EchoMessages, type Handshake } from './contract.ts'
import { describeHandshake } from './handshake.ts'

/** Every option is one that all features share; `path` is `/ws` by default. */
export type EchoOptions = SharedOptions

const plugin: FastifyPluginAsync<EchoOptions> = async (fastify, options) => {
  // As long as the connection, and not a moment longer.
  const handshakes = new WeakMap<LiveConnection, Handshake>()

  await openChannel(
    fastify,
    contract,
    {
      element: new URL('../dist/element.js', import.meta.url),
      binary: 'echo',
      onOpen(connection, { request, responseHeaders }) {
        const { originalUrl: url, method } = request
        const { rawHeaders } = request.raw
        handshakes.set(connection, describeHandshake({ url, method, rawHeaders, responseHeaders }))
      },
      receive: {
        echo: ({ data }) => ({ data }),
        handshake(_, { connection }) {
          const handshake = handshakes.get(connection)
          if (!handshake) throw new NotFoundError('this connection began with no WebSocket handshake')
          return handshake
        },
        ping: ({ sent }) => ({ sent, at: Date.now() })
      },
      text: {
        parse: text => ({ type: 'echo', fields: { data: text } }),
        render: { echo: ({ data }: EchoMessages['send']['echo']) => `Echo: ${data}` }
      }
    },
    { path: '/ws', ...options }
  )
}

/** Serves an echo endpoint at `/ws`. */
const echo: FastifyPluginAsync<EchoOptions> = fp(plugin, { fastify: '5.x', name: '@livelet/echo' })
export default echo
