import { createRequire } from 'node:module'
import { Kysely, PostgresDialect } from 'kysely'
import type Pg from 'pg'
import type { Dialect } from './store/database.ts'
import { PrefixedPostgres } from './store/prefix.ts'
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

class Prefixed extends PostgresDialect {
  readonly #prefix: string

  constructor(pool: Pg.Pool, prefix: string) {
    super({ pool })
    this.#prefix = prefix
  }

  override createQueryCompiler(): PrefixedPostgres {
    return new PrefixedPostgres(this.#prefix)
  }
}

const tablesIn = (pool: Pg.Pool) => (prefix: string) => new Kysely<Tables>({ dialect: new Prefixed(pool, prefix) })

/** A connection that breaks between two questions of a transaction would end the process, too, if nobody listened. */
function listen(pool: Pg.Pool, onError: (error: Error) => void): () => void {
  const onAcquire = (client: Pg.PoolClient) => {
    if (!client.listeners('error').includes(onError)) client.on('error', onError)
  }
  pool.on('acquire', onAcquire)
  return () => pool.off('acquire', onAcquire)
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
      async open(onError) {
        const stop = listen(where, onError)
        return { name: 'PostgreSQL', dialect, tables: tablesIn(where), close: async () => stop() }
      }
    }
  }
  return {
    async open(onError) {
      const { Pool } = loadPg(require)
      const pool = new Pool({ connectionString: where, connectionTimeoutMillis: CONNECT_TIMEOUT })
      // Without a listener, a connection that breaks while nobody uses it ends the process.
      pool.on('error', onError)
      listen(pool, onError)
      return { name: withoutPassword(where), dialect, tables: tablesIn(pool), close: () => pool.end() }
    }
  }
}
