import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import type Libsql from 'libsql'
import type { Dialect } from './store/database.ts'
import type { Tables } from './store/schema.ts'
import type { NotificationStore } from './store.ts'

/** How long to wait for another process that is writing, ms. */
const BUSY_TIMEOUT = 5000

const dialect: Dialect = { name: 'sqlite', begin: 'BEGIN IMMEDIATE', integer: 'integer', keyed: 'WITHOUT ROWID' }

type Require = (id: string) => unknown

interface Connection {
  db: Kysely<Tables>
  holders: number
}

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
      const connection = connections.get(key) ?? { db: connect(path, loadLibsql(require)), holders: 0 }
      connections.set(key, connection)
      connection.holders++
      return {
        name: `"${path}"`,
        dialect,
        db: connection.db,
        async close() {
          if (--connection.holders > 0) return
          connections.delete(key)
          await connection.db.destroy()
        }
      }
    }
  }
}

function connect(path: string, Database: typeof Libsql): Kysely<Tables> {
  try {
    const database = new Database(path, { timeout: BUSY_TIMEOUT })
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;')
    // The same interface as better-sqlite3, but for how it is typed.
    return new Kysely<Tables>({ dialect: new SqliteDialect({ database: database as unknown as SqliteDatabase }) })
  } catch (error) {
    throw new Error(`cannot open the notifications in "${path}": ${(error as Error).message}`, { cause: error })
  }
}
