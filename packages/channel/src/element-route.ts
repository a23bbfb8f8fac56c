import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'

/** Serves the bundle that defines a feature's element. */
export async function serveElement(fastify: FastifyInstance, url: string, file: URL): Promise<void> {
  const body = await readFile(file)
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  fastify.get(url, (request, reply) => {
    reply.header('etag', etag).header('cache-control', 'public, max-age=60')
    // A page of an allowed foreign origin loads modules with CORS; the code is public.
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
    const known = request.headers['if-none-match']?.split(',').map(tag => tag.trim().replace(/^W\//, ''))
    if (known?.includes(etag)) return reply.code(304).send()
    return reply.type('text/javascript; charset=utf-8').send(body)
  })
}
