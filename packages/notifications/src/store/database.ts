import { type Kysely, sql } from 'kysely'
import type { Tables } from './schema.ts'

/** What the two databases do not have in common. */
export interface Dialect {
  name: 'sqlite' | 'postgres'
  /** Begins a transaction. SQLite takes the write lock at once: one that reads first could be refused it later. */
  begin: string
  /** The type of a `seq` and of a time. In SQLite only `integer` makes a key the row's own number. */
  integer: 'integer' | 'bigint'
  /** What ends the definition of a table whose key is all that its rows are found by. */
  keyed: string
}

/** A database that is open. */
export interface Opened {
  /** What errors call it. */
  name: string
  dialect: Dialect
  /** To ask its tables whose names begin with `prefix`. */
  tables(prefix: string): Kysely<Tables>
  close(): Promise<void>
}

/** One feature's tables in it. */
export interface Database {
  dialect: Dialect
  db: Kysely<Tables>
}

export type Transaction = Kysely<Tables>

/** Connections that are tried: after a restart of the server, a pool may still hold some that are dead. */
const ATTEMPTS = 3

/** All that `work` writes is committed when this resolves, or nothing if it rejects. */
export async function transaction<T>(database: Database, work: (trx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let hasBegun = false
    try {
      return await once(database, trx => {
        hasBegun = true
        return work(trx)
      })
    } catch (error) {
      // Where nothing has begun, nothing can be done twice. SQLite has waited for its lock already.
      if (hasBegun || attempt === ATTEMPTS || database.dialect.name === 'sqlite') throw error
    }
  }
}

function once<T>({ db, dialect }: Database, work: (trx: Transaction) => Promise<T>): Promise<T> {
  // Kysely's own transactions begin deferred, and a failed ROLLBACK hides why there was one.
  return db.connection().execute(async connection => {
    await sql.raw(dialect.begin).execute(connection)
    try {
      const result = await work(connection)
      await sql`COMMIT`.execute(connection)
      return result
    } catch (error) {
      // A full disk has ended the transaction already.
      await sql`ROLLBACK`.execute(connection).catch(() => {})
      throw error
    }
  })
}
