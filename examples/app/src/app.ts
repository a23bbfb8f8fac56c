import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import helmet from '@fastify/helmet'
import files from '@fastify/static'
import channel, { type Identity } from '@livelet/channel'
import { tokens } from '@livelet/client/element'
import counter, { type CounterStore } from '@livelet/counter'
import { sqliteCounters } from '@livelet/counter/sqlite'
import echo from '@livelet/echo'
import notifications from '@livelet/notifications'
import { postgresNotifications } from '@livelet/notifications/postgres'
import { sqliteNotifications } from '@livelet/notifications/sqlite'
import price from '@livelet/price'
import sentiment from '@livelet/sentiment'
import typing from '@livelet/typing'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { openComparison } from './comparison/comparison.ts'
import { type Config, ConfigError } from './config.ts'
import { demoNotifications, demoUser } from './demo.ts'
import { sourcesOf } from './prices.ts'

/** Scripts and styles come from files only, so that nothing that gets into a page's text can run. */
const directives = {
  'default-src': ["'self'"],
  'base-uri': ["'self'"],
  // Safari before 15.4 does not count WebSockets of the same origin as 'self'
  'connect-src': ["'self'", 'ws:', 'wss:'],
  'form-action': ["'self'"],
  'frame-ancestors': ["'self'"],
  'object-src': ["'none'"]
}

type AppConfig = Pick<Config, 'logLevel' | 'dataDir' | 'databaseUrl' | 'price'> & Partial<Pick<Config, 'notifyEvery'>>

/**
 * All features in one app, and the pages that show them.
 *
 * @throws ConfigError if the folder of the data cannot be used.
 */
export async function buildApp(config: AppConfig): Promise<FastifyInstance> {
  const { logLevel, dataDir, databaseUrl, notifyEvery = 0 } = config
  const store = await openCounters(dataDir)
  const app = Fastify({ logger: { level: logLevel } })

  await app.register(helmet, {
    // without its defaults, because upgrade-insecure-requests breaks plain http on a local network
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: false
  })
  await app.register(files, { root: fileURLToPath(new URL('../public', import.meta.url)) })

  // The chart of the comparison, from its package as it is.
  const charts = dirname(createRequire(import.meta.url).resolve('uplot'))
  await app.register(files, { root: charts, prefix: '/uplot/', decorateReply: false })
  // What the elements draw with, for the pages around them.
  app.get('/tokens.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(tokens))

  await app.register(channel)
  await app.register(echo)
  await app.register(counter, {
    counters: ['main', 'coffee'],
    store
  })
  await app.register(notifications, {
    store: databaseUrl ? postgresNotifications(databaseUrl) : sqliteNotifications(join(dataDir, 'notifications.db')),
    identify: demoUser,
    // Anybody may send here. An app of your own decides.
    allowSend: () => true,
    retain: { days: 7, perUser: 1_000 },
    schedules: notifyEvery > 0 ? [{ id: 'demo', every: 1_000 * notifyEvery, make: demoNotifications() }] : []
  })
  await app.register(typing, { identify: nameInQuery })
  await app.register(price, { symbols: ['BTCUSDT', 'BTCKRW', 'ETHUSDT'], sources: sourcesOf(config.price) })
  await app.register(sentiment)
  await openComparison(app)
  return app
}

/** Here visitors may call themselves what they like, and each connection is a person. Other apps ask their session. */
function nameInQuery({ query }: FastifyRequest): Identity | null {
  const { name } = query as Record<string, unknown>
  return typeof name === 'string' ? { id: randomUUID(), name } : null
}

async function openCounters(dataDir: string): Promise<CounterStore> {
  try {
    await mkdir(dataDir, { recursive: true })
    return sqliteCounters(join(dataDir, 'counter.db'))
  } catch (error) {
    const why = error instanceof Error ? error.message : error
    throw new ConfigError(`DATA_DIR must be a folder to write to, but is ${JSON.stringify(dataDir)}: ${why}`)
  }
}
