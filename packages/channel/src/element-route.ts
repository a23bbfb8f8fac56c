import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'

/** What a bundle loads from beside itself when it needs it, as esbuild writes it. */
const LOADED = /\bimport\(\s*(["'`])\.\/([\w-]+\.js)\1\s*\)/g

/** Its name has the hash of its content, so that another content has another address. */
const FOREVER = 'public, max-age=31536000, immutable'

async function serveScript(fastify: FastifyInstance, url: string, file: URL, cacheControl: string): Promise<string> {
  const body = await readFile(file, 'utf8')
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  fastify.get(url, (request, reply) => {
    reply.header('etag', etag).header('cache-control', cacheControl)
    // A page of an allowed foreign origin loads modules with CORS; the code is public.
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
    const known = request.headers['if-none-match']?.split(',').map(tag => tag.trim().replace(/^W\//, ''))
    if (known?.includes(etag)) return reply.code(304).send()
    return reply.type('text/javascript; charset=utf-8').send(body)
  })
  return body
}

/**
 * Serves the bundle that defines a feature's element at `<folder>/element.js`, and beside it the files that it names in
 * `import("./…")`: these alone, so that what else lies in their folder is not served, and no request names a file.
 */
export async function serveElement(fastify: FastifyInstance, folder: string, file: URL): Promise<void> {
  const body = await serveScript(fastify, `${folder}/element.js`, file, 'public, max-age=60')
  const names = new Set([...body.matchAll(LOADED)].map(([, , name = '']) => name))
  for (const name of names) await serveScript(fastify, `${folder}/${name}`, new URL(name, file), FOREVER)
}
