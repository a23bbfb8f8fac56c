/** A whole number. PostgreSQL's driver gives 64-bit ones as strings. */
export type Int = number | string

/**
 * The tables. `everyone` and topics have one row in `groups`, however many read them; only a list of users has one each.
 * Their real names begin with `livelet_<as>_`.
 */
export interface Tables {
  /** One row: the highest `seq` given, the highest one swept away, and the name of this history. */
  feed: { one: number; epoch: string; seq: Int; floor: Int }
  items: {
    seq: Int
    title: string
    body: string | null
    url: string | null
    icon: string | null
    level: string
    /** JSON. */
    data: string | null
    /** ms since 1970 */
    at: Int
    expires_at: Int | null
  }
  /** Whom an item is for: `*`, `u:<user>`, `t:<topic>`. */
  groups: { audience: string; seq: Int }
  /** What was sent under a key. It outlives the item. */
  keys: { key: string; seq: Int; at: Int }
  /** Who is subscribed to a topic, and after which `seq` that began. */
  topics: { user_id: string; topic: string; since: Int }
  /** Everything up to here is read. */
  marks: { user_id: string; upto: Int }
  /** What is read after the mark. */
  reads: { user_id: string; seq: Int }
  /** Migrations that have been done. */
  schema: { version: number; at: Int }
}

export const TABLES: readonly (keyof Tables)[] = [
  'feed',
  'items',
  'groups',
  'keys',
  'topics',
  'marks',
  'reads',
  'schema'
]
