import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Database, type Dialect, type Transaction, transaction } from './database.ts'

type Migration = (trx: Transaction, prefix: string, dialect: Dialect) => Promise<void>

/** What the tables were, step by step. A step that has been published is never changed, only followed by another. */
const migrations: readonly Migration[] = [
  async (trx, prefix, { integer, keyed }) => {
    const { schema } = trx
    const ending = sql.raw(keyed)
    await schema
      .createTable('feed')
      .addColumn('one', 'integer', column => column.primaryKey().check(sql`one = 1`))
      .addColumn('epoch', 'text', column => column.notNull())
      .addColumn('seq', integer, column => column.notNull())
      .addColumn('floor', integer, column => column.notNull())
      .execute()
    await trx.insertInto('feed').values({ one: 1, epoch: randomUUID(), seq: 0, floor: 0 }).execute()
    await schema
      .createTable('items')
      .addColumn('seq', integer, column => column.primaryKey())
      .addColumn('title', 'text', column => column.notNull().check(sql`length(title) >= 1`))
      .addColumn('body', 'text')
      .addColumn('url', 'text')
      .addColumn('icon', 'text')
      .addColumn('level', 'text', column => column.notNull())
      .addColumn('data', 'text')
      .addColumn('at', integer, column => column.notNull())
      .addColumn('expires_at', integer)
      .execute()
    await schema
      .createIndex(`${prefix}items_expires`)
      .on('items')
      .column('expires_at')
      .where(sql.ref('expires_at'), 'is not', null)
      .execute()
    await schema
      .createTable('groups')
      .addColumn('audience', 'text', column => column.notNull())
      .addColumn('seq', integer, column => column.notNull().references('items.seq').onDelete('cascade'))
      .addPrimaryKeyConstraint(`${prefix}groups_key`, ['audience', 'seq'])
      .modifyEnd(ending)
      .execute()
    await schema.createIndex(`${prefix}groups_seq`).on('groups').column('seq').execute()
    await schema
      .createTable('keys')
      .addColumn('key', 'text', column => column.notNull().primaryKey())
      .addColumn('seq', integer, column => column.notNull())
      .addColumn('at', integer, column => column.notNull())
      .modifyEnd(ending)
      .execute()
    await schema.createIndex(`${prefix}keys_at`).on('keys').column('at').execute()
    await schema
      .createTable('topics')
      .addColumn('user_id', 'text', column => column.notNull())
      .addColumn('topic', 'text', column => column.notNull())
      .addColumn('since', integer, column => column.notNull())
      .addPrimaryKeyConstraint(`${prefix}topics_key`, ['user_id', 'topic'])
      .modifyEnd(ending)
      .execute()
    await schema
      .createTable('marks')
      .addColumn('user_id', 'text', column => column.notNull().primaryKey())
      .addColumn('upto', integer, column => column.notNull())
      .modifyEnd(ending)
      .execute()
    await schema
      .createTable('reads')
      .addColumn('user_id', 'text', column => column.notNull())
      .addColumn('seq', integer, column => column.notNull().references('items.seq').onDelete('cascade'))
      .addPrimaryKeyConstraint(`${prefix}reads_key`, ['user_id', 'seq'])
      .modifyEnd(ending)
      .execute()
    await schema.createIndex(`${prefix}reads_seq`).on('reads').column('seq').execute()
  }
]

/**
 * Brings the tables up to date. Nodes that start at once do it one after another: SQLite's write lock, or PostgreSQL's
 * advisory one, is held for all of it. (Kysely's own Migrator has no lock and no transaction on SQLite.)
 */
export function migrate(database: Database, prefix: string): Promise<void> {
  const { dialect } = database
  return transaction(database, async trx => {
    if (dialect.name === 'postgres') await sql`SELECT pg_advisory_xact_lock(hashtext(${prefix}))`.execute(trx)
    await trx.schema
      .createTable('schema')
      .ifNotExists()
      .addColumn('version', 'integer', column => column.primaryKey())
      .addColumn('at', dialect.integer, column => column.notNull())
      .execute()
    const done = await trx.selectFrom('schema').select('version').orderBy('version', 'desc').limit(1).executeTakeFirst()
    const version = done?.version ?? 0
    if (version > migrations.length) {
      throw new Error(`its tables are of a newer version (${version}) than this package knows (${migrations.length})`)
    }
    for (const [index, step] of migrations.entries()) {
      if (index < version) continue
      await step(trx, prefix, dialect)
      await trx
        .insertInto('schema')
        .values({ version: index + 1, at: Date.now() })
        .execute()
    }
  })
}
