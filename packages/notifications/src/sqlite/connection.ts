import { type SqliteDatabase, SqliteDriver, type SqliteStatement } from 'kysely'
import type Libsql from 'libsql'

/** How long to wait for another process that is writing, ms. */
const BUSY_TIMEOUT = 5000
/** Statements that are kept for the next time. */
const MAX_STATEMENTS = 200

/** A connection to one file, which all that have it open in this process share. */
export interface Connection {
  driver: SqliteDriver
  holders: number
  close(): void
}

/** What Kysely needs of better-sqlite3, whose interface libsql has; statements are prepared once for each text. */
function remembering(database: Libsql.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    prepare(sql) {
      // The same interface, but for how it is typed.
      const statement = statements.get(sql) ?? (database.prepare(sql) as unknown as SqliteStatement)
      statements.delete(sql)
      statements.set(sql, statement)
      const [oldest] = statements.keys()
      if (statements.size > MAX_STATEMENTS && oldest !== undefined) statements.delete(oldest)
      return statement
    },
    close: () => void database.close()
  }
}

/** @throws Error that names the file */
export function connect(path: string, Database: typeof Libsql): Connection {
  try {
    const database = new Database(path, { timeout: BUSY_TIMEOUT })
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;')
    const driver = new SqliteDriver({ database: remembering(database) })
    return { driver, holders: 0, close: () => void database.close() }
  } catch (error) {
    throw new Error(`cannot open the notifications in "${path}": ${(error as Error).message}`, { cause: error })
  }
}
