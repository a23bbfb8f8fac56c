import { PostgresQueryCompiler, type SchemableIdentifierNode, SqliteQueryCompiler } from 'kysely'
import { TABLES } from './schema.ts'

const names: ReadonlySet<string> = new Set(TABLES)

function prefixed(node: SchemableIdentifierNode, prefix: string): SchemableIdentifierNode {
  const { identifier } = node
  return names.has(identifier.name) ? { ...node, identifier: { ...identifier, name: prefix + identifier.name } } : node
}

// Put before the tables' names where the SQL is written, so that several features share a database. A plugin of Kysely
// could do it as well, but would copy each query for it: a third of what a question costs.

export class PrefixedSqlite extends SqliteQueryCompiler {
  readonly #prefix: string

  constructor(prefix: string) {
    super()
    this.#prefix = prefix
  }

  protected override visitSchemableIdentifier(node: SchemableIdentifierNode): void {
    super.visitSchemableIdentifier(prefixed(node, this.#prefix))
  }
}

export class PrefixedPostgres extends PostgresQueryCompiler {
  readonly #prefix: string

  constructor(prefix: string) {
    super()
    this.#prefix = prefix
  }

  protected override visitSchemableIdentifier(node: SchemableIdentifierNode): void {
    super.visitSchemableIdentifier(prefixed(node, this.#prefix))
  }
}
