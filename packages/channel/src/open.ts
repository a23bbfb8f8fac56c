import type { ContractDefinition } from '@livelet/protocol'
import type { FastifyInstance, onRequestHookHandler, preHandlerHookHandler } from 'fastify'
import { accept, guard, identify, release } from './accept.ts'
import { Channel, type Definition } from './channel.ts'
import { createCodec } from './codec.ts'
import type { ChannelDefinition } from './definition.ts'
import { serveElement } from './element-route.ts'
import { answerGet } from './http/get.ts'
import { guardRequest, identifyRequest } from './http/guard.ts'
import { openOptions } from './http/options.ts'
import { openPost } from './http/post.ts'
import { createLive, type Live } from './live.ts'
import { checkFeatureOptions, hookList, resolveSettings, type SharedOptions } from './options.ts'
import { channel, kHub } from './plugin.ts'

/**
 * Opens a feature on the calling Fastify instance, so that its scope's hooks and prefix hold. Registers the channel
 * first if the app has not.
 *
 * @throws TypeError for a wrong option, with its name and what was expected; Error if `as` is taken
 */
export async function openChannel<D extends ContractDefinition>(
  fastify: FastifyInstance,
  contract: D,
  definition: ChannelDefinition<D>,
  options: SharedOptions = {}
): Promise<Live<D>> {
  if (!fastify.hasDecorator(kHub)) await fastify.register(channel)
  const hub = fastify[kHub]
  checkFeatureOptions(hub.ajv, contract.name, definition.options ?? {}, options)
  const settings = resolveSettings(contract.name, options, {
    ...hub.defaults,
    engine: hub.defaults.engine ?? hub.engine
  })
  const isTaken = fastify.hasDecorator(settings.as) || (contract.topics && hub.names.has(settings.as))
  if (isTaken) throw new Error(`fastify.${settings.as} is taken: pass "as"`)
  hub.names.add(settings.as)
  const { maxPayload = 0 } = fastify.websocketServer.options
  if (!hub.isFast && (maxPayload === 0 || maxPayload > settings.maxPayload)) {
    throw new Error(
      `${contract.name}: maxPayload is ${settings.maxPayload}, but this server lets ${maxPayload || 'any number of'} bytes in, and its limit cannot be lowered for one route: register @fastify/websocket with options.maxPayload`
    )
  }

  const url = `${options.prefix ?? ''}${settings.path}`
  const room = new Channel(
    hub,
    createCodec(contract, hub.ajv),
    definition as unknown as Definition,
    settings,
    fastify.log
  )
  const { onRequest, preHandler, ...hooks } = settings.hooks
  fastify.route({
    ...hooks,
    method: 'GET',
    url,
    onRequest: [
      (request, reply, done) => {
        ;(request.ws ? guard : guardRequest)(room, request, reply)
        done()
      },
      ...hookList<onRequestHookHandler>(onRequest)
    ],
    preHandler: [
      ...hookList<preHandlerHookHandler>(preHandler),
      (request, _reply, done) => {
        const identified = (request.ws ? identify : identifyRequest)(room, request)
        if (identified) identified.then(() => done(), done)
        else done()
      }
    ],
    onSend: release,
    handler: (request, reply) => answerGet(room, request, reply),
    wsHandler: (socket, request) => accept(room, socket, request, fastify.websocketServer.clients)
  })
  openOptions(fastify, room, url)
  if (contract.defaultType) openPost(fastify, room, url)
  if (definition.element && options.element !== false)
    await serveElement(fastify, url.replace(/\/$/, ''), definition.element)
  hub.heartbeat.start(settings.heartbeat)
  return createLive<D>(room)
}
