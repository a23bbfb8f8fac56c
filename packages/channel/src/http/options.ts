import type { FastifyInstance } from 'fastify'
import type { Channel } from '../channel.ts'
import { guardRequest } from './guard.ts'

/** Headers that a page of an allowed origin may send. */
const REQUEST_HEADERS = 'content-type, authorization, if-none-match, last-event-id, prefer'

/** Says which methods a feature's path has, and to a browser what a page of an allowed origin may send. */
export function openOptions(fastify: FastifyInstance, channel: Channel, url: string): void {
  const methods = ['GET', 'HEAD', ...(channel.codec.contract.defaultType ? ['POST'] : []), 'OPTIONS'].join(', ')
  fastify.options(url, { onRequest: async (request, reply) => guardRequest(channel, request, reply) }, (_, reply) =>
    reply
      .code(204)
      .header('allow', methods)
      .header('access-control-allow-methods', methods)
      .header('access-control-allow-headers', REQUEST_HEADERS)
      .header('access-control-max-age', '600')
      .send()
  )
}
