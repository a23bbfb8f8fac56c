import type { AddressInfo } from 'node:net'
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { ConfigError, readConfig } from './config.ts'

/** Until the app must have closed, ms: longer than the channel's drain. */
const CLOSE_WITHIN = 10_000

async function start(): Promise<void> {
  const config = readConfig(process.env)
  const app = await buildApp(config)
  closeWithGrace({ delay: CLOSE_WITHIN }, async ({ err }) => {
    if (err) app.log.error(err)
    await app.close()
  })
  try {
    await app.listen({ port: config.port, host: config.host })
  } catch (error) {
    await app.close()
    throw error
  }
  const { port } = app.server.address() as AddressInfo
  console.log(`Livelet is ready at http://${hostInUrl(config.host)}:${port}/ (Ctrl+C stops it)`)
}

/** What to type for a host: "all addresses" is none that a browser can open, and IPv6 needs brackets. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** One line for what who starts it can mend; `undefined` for a fault of our own. */
function explain(error: unknown): string | undefined {
  if (error instanceof ConfigError) return error.message
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const { PORT = '5000', HOST = '127.0.0.1' } = process.env
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${PORT} is taken. Choose another one: PORT=${Number(PORT) + 1} npx -y pnpm@12 start`
    case 'EACCES':
      return `Port ${PORT} needs more rights than this user has. Choose one from 1024 on: PORT=5001 pnpm start`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST ${HOST} is no address of this machine`
    default:
      return undefined
  }
}

start().catch((error: unknown) => {
  console.error(explain(error) ?? error)
  process.exit(1)
})
