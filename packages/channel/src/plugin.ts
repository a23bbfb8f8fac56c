import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import websocket from '@fastify/websocket'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { onResponseHeaders } from './accept.ts'
import { systemClock } from './clock.ts'
import { Hub } from './hub.ts'
import { memoryEngine } from './memory-engine.ts'
import { type ChannelOptions, checkChannelOptions, DEFAULT_DRAIN } from './options.ts'
import { refuseUpgrade } from './upgrades.ts'
import { createValidator } from './validation.ts'
import { closeRefusedUpgrades, hasPrivateParts, isServedElsewhere } from './ws-private.ts'

export const kHub: unique symbol = Symbol('livelet hub')

/** A host that brought @fastify/websocket may have a channel in each of several scopes. */
const hubsOf = new WeakMap<object, Hub[]>()

declare module 'fastify' {
  interface FastifyInstance {
    [kHub]: Hub
  }
}

/**
 * Registers @fastify/websocket with safe options, unless the app has done so.
 *
 * `serverNoContextTakeover` lets one compressed message serve many connections (RFC 7692 §7.1.1.1).
 */
async function registerWebsocket(fastify: FastifyInstance, maxPayload: number | undefined): Promise<void> {
  if (fastify.hasDecorator('websocketServer')) return
  if (isServedElsewhere(fastify.server as Server)) {
    throw new Error(
      '@livelet/channel: another scope of this app has its own @fastify/websocket, and two of them would answer each upgrade: register @livelet/channel once at the root'
    )
  }
  await fastify.register(websocket, {
    options: {
      maxPayload: maxPayload ?? 65_536,
      perMessageDeflate: { serverNoContextTakeover: true, clientNoContextTakeover: true, threshold: 1024 }
    },
    // The drain below does it.
    preClose: done => done()
  })
}

const plugin: FastifyPluginAsync<ChannelOptions> = async (fastify, options) => {
  const ajv = createValidator()
  checkChannelOptions(ajv, fastify, options)
  const { drain = DEFAULT_DRAIN, clock = systemClock, publicApiOnly = false, ...given } = options
  const { prefix: _, logLevel: __, logSerializers: ___, ...defaults } = given as typeof given & Record<string, unknown>
  await registerWebsocket(fastify, defaults.maxPayload)
  const engine = memoryEngine({ clock })
  const isFast = !publicApiOnly && hasPrivateParts()
  if (!isFast && !publicApiOnly)
    fastify.log.warn('@livelet/channel does not know this ws, and uses its public API only')
  const hub = new Hub({ ajv, clock, log: fastify.log, engine, defaults, isFast, drain })
  fastify.decorate(kHub, hub)

  const { websocketServer, server } = fastify
  const hubs = hubsOf.get(websocketServer) ?? []
  hubsOf.set(websocketServer, hubs)
  hubs.push(hub)
  hub.upgrades.follow(server as Server, websocketServer)
  closeRefusedUpgrades(server as Server)
  websocketServer.on('headers', onResponseHeaders)

  fastify.addHook('preClose', async () => {
    // A second address of the same app passes its upgrades on to this server: without any listener they would hang.
    server.removeAllListeners('upgrade')
    server.on('upgrade', (_request: unknown, socket: Duplex) => refuseUpgrade(socket))
    // Hooks of scopes run one after another; what they wait for must not add up.
    await Promise.all(hubs.map(hub => hub.drain(websocketServer.clients)))
    websocketServer.close()
  })
  fastify.addHook('onClose', () => engine.close())
}

/** Registers the channel once for all features below, with defaults for them. */
export const channel: FastifyPluginAsync<ChannelOptions> = fp(plugin, { fastify: '5.x', name: '@livelet/channel' })
