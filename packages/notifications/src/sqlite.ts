import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { Kysely, SqliteAdapter, SqliteIntrospector } from 'kysely'
import type Libsql from 'libsql'
import { type Connection, connect } from './sqlite/connection.ts'
import type { Dialect } from './store/database.ts'
import { PrefixedSqlite } from './store/prefix.ts'
import type { Tables } from './store/schema.ts'
import type { NotificationStore } from './store.ts'

const dialect: Dialect = { name: 'sqlite', begin: 'BEGIN IMMEDIATE', integer: 'integer', keyed: 'WITHOUT ROWID' }

type Require = (id: string) => unknown

/**
 * One connection for each file: the library waits for a lock without letting anything else run, so that a second one
 * in the same process would wait for a transaction of the first that cannot go on.
 */
const connections = new Map<string, Connection>()

function loadLibsql(require: Require): typeof Libsql {
  try {
    return require('libsql') as typeof Libsql
  } catch (error) {
    throw new Error('@livelet/notifications keeps them in SQLite by libsql: npm i libsql', { cause: error })
  }
}

/**
 * Notifications in a SQLite file, which needs `libsql`. What was accepted is on the disk, so that it outlives `kill -9`
 * and a power cut (WAL, `synchronous=FULL`).
 *
 * @param path the file, made if it is missing; its folder is not. `:memory:` keeps nothing.
 */
export function sqliteNotifications(
  path: string,
  require: Require = createRequire(import.meta.url)
): NotificationStore {
  if (typeof path !== 'string' || path === '') throw new TypeError('sqliteNotifications takes the path of a file')
  const key = path === ':memory:' ? randomUUID() : resolve(path)
  return {
    async open() {
      const connection = connections.get(key) ?? connect(path, loadLibsql(require))
      connections.set(key, connection)
      connection.holders++
      return {
        name: `"${path}"`,
        dialect,
        tables: prefix =>
          new Kysely<Tables>({
            dialect: {
              createAdapter: () => new SqliteAdapter(),
              createDriver: () => connection.driver,
              createIntrospector: db => new SqliteIntrospector(db),
              createQueryCompiler: () => new PrefixedSqlite(prefix)
            }
          }),
        async close() {
          if (--connection.holders > 0) return
          connections.delete(key)
          connection.close()
        }
      }
    }
  }
}
