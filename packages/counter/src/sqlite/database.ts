import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import type Libsql from 'libsql'
import type { Counted } from '../store.ts'

/** How long to wait for another process that is writing, ms. */
const BUSY_TIMEOUT = 5000

/** Expired keys that a transaction clears away at most, so that none takes long after a busy night. */
const SWEEP = 1000

// A value that JavaScript would round cannot get in, so every number that is read is exact.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS livelet_counter_store (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS livelet_counters (
    name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    value INTEGER NOT NULL CHECK (abs(value) <= ${Number.MAX_SAFE_INTEGER}),
    version INTEGER NOT NULL CHECK (version BETWEEN 1 AND ${Number.MAX_SAFE_INTEGER})
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS livelet_counter_keys (
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    value INTEGER NOT NULL CHECK (abs(value) <= ${Number.MAX_SAFE_INTEGER}),
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (name, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS livelet_counter_keys_at ON livelet_counter_keys (at);
`

type Require = (id: string) => unknown

/** The file's tables, as the few questions and orders that the store has for them. */
export interface Database {
  readonly epoch: string
  counter(name: string): Counted | undefined
  setCounter(name: string, counted: Counted): void
  /** What `key` did, if that was after `since`, ms since 1970. */
  keyUse(name: string, key: string, since: number): Counted | undefined
  setKeyUse(name: string, key: string, counted: Counted, at: number): void
  /** Forgets uses at or before `until`, ms since 1970; of many, the oldest. */
  forgetKeys(until: number): void
  /** All that `work` writes, on the disk when it returns, or nothing if it throws. */
  transaction<T>(work: () => T): T
  close(): void
}

/** @throws Error if `libsql` is not installed, or if the file cannot be opened: it names the path. */
export function openDatabase(path: string, require: Require = createRequire(import.meta.url)): Database {
  const Libsql = loadLibsql(require)
  try {
    return prepare(new Libsql(path, { timeout: BUSY_TIMEOUT }))
  } catch (error) {
    throw new Error(`cannot open the counters in "${path}": ${(error as Error).message}`, { cause: error })
  }
}

function loadLibsql(require: Require): typeof Libsql {
  try {
    return require('libsql') as typeof Libsql
  } catch (error) {
    throw new Error('@livelet/counter/sqlite needs libsql: npm i libsql', { cause: error })
  }
}

function prepare(libsql: Libsql.Database): Database {
  libsql.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
  libsql.exec(SCHEMA)
  libsql.prepare('INSERT OR IGNORE INTO livelet_counter_store VALUES (1, ?)').run(randomUUID())
  const { epoch } = libsql.prepare('SELECT epoch FROM livelet_counter_store').get() as { epoch: string }

  const selectCounter = libsql.prepare('SELECT value, version FROM livelet_counters WHERE name = ?')
  const upsertCounter = libsql.prepare(
    `INSERT INTO livelet_counters (name, value, version) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = excluded.version`
  )
  const selectKey = libsql.prepare(
    'SELECT value, version FROM livelet_counter_keys WHERE name = ? AND key = ? AND at > ?'
  )
  const upsertKey = libsql.prepare('INSERT OR REPLACE INTO livelet_counter_keys VALUES (?, ?, ?, ?, ?)')
  const deleteKeys = libsql.prepare(
    `DELETE FROM livelet_counter_keys WHERE (name, key) IN
       (SELECT name, key FROM livelet_counter_keys WHERE at <= ? ORDER BY at LIMIT ${SWEEP})`
  )

  return {
    epoch,
    counter: name => counted(selectCounter.get(name)),
    setCounter: (name, { value, version }) => void upsertCounter.run(name, value, version),
    keyUse: (name, key, since) => counted(selectKey.get(name, key, since)),
    setKeyUse: (name, key, { value, version }, at) => void upsertKey.run(name, key, value, version, at),
    forgetKeys: until => void deleteKeys.run(until),
    transaction(work) {
      // Takes the write lock at once: a transaction that reads first could be refused it later.
      libsql.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        libsql.exec('COMMIT')
        return result
      } catch (error) {
        // A full disk has ended the transaction already.
        if (libsql.inTransaction) libsql.exec('ROLLBACK')
        throw error
      }
    },
    close: () => void libsql.close()
  }
}

/** A row without what libsql adds to it. */
function counted(row: unknown): Counted | undefined {
  if (row === undefined) return undefined
  const { value, version } = row as Counted
  return { value, version }
}
