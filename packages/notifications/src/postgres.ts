import { createRequire } from 'node:module'
import { Kysely, PostgresDialect } from 'kysely'
import type Pg from 'pg'
import type { Dialect } from './store/database.ts'
import type { Tables } from './store/schema.ts'
import type { NotificationStore } from './store.ts'

/** How long to wait for a connection, ms. */
const CONNECT_TIMEOUT = 10_000

const dialect: Dialect = { name: 'postgres', begin: 'BEGIN', integer: 'bigint', keyed: '' }

type Require = (id: string) => unknown

function loadPg(require: Require): typeof Pg {
  try {
    return require('pg') as typeof Pg
  } catch (error) {
    throw new Error('@livelet/notifications/postgres needs pg: npm i pg', { cause: error })
  }
}

/** A connection URL as it may be shown. */
function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'PostgreSQL'
  const shown = new URL(url)
  shown.password = ''
  shown.search = ''
  return shown.href
}

/**
 * Notifications in PostgreSQL, which needs `pg`.
 *
 * @param where the database's URL, or a pool that is yours (`fastify.pg.pool` of @fastify/postgres), which stays open
 */
export function postgresNotifications(
  where: string | Pg.Pool,
  require: Require = createRequire(import.meta.url)
): NotificationStore {
  if (typeof where !== 'string') {
    if (typeof where?.connect !== 'function') throw new TypeError('postgresNotifications takes a URL or a pool of pg')
    return {
      async open() {
        const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: where }) })
        // Destroying it would end the pool.
        return { name: 'PostgreSQL', dialect, db, close: async () => {} }
      }
    }
  }
  return {
    async open(onError) {
      const { Pool } = loadPg(require)
      const pool = new Pool({ connectionString: where, connectionTimeoutMillis: CONNECT_TIMEOUT })
      // Without a listener, a connection that breaks while nobody uses it ends the process.
      pool.on('error', onError)
      const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
      return { name: withoutPassword(where), dialect, db, close: () => db.destroy() }
    }
  }
}
