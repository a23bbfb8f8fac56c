import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  type SchemableIdentifierNode,
  type UnknownRow
} from 'kysely'
import { TABLES } from './schema.ts'

class Prefixer extends OperationNodeTransformer {
  readonly #names: ReadonlyMap<string, string>

  constructor(prefix: string) {
    super()
    this.#names = new Map(TABLES.map(table => [table, `${prefix}${table}`]))
  }

  protected override transformSchemableIdentifier(node: SchemableIdentifierNode): SchemableIdentifierNode {
    const { identifier, ...rest } = super.transformSchemableIdentifier(node)
    return { ...rest, identifier: { ...identifier, name: this.#names.get(identifier.name) ?? identifier.name } }
  }
}

/** Puts `prefix` before the tables' names, so that several features share a database. */
export function withPrefix(prefix: string): KyselyPlugin {
  const prefixer = new Prefixer(prefix)
  return {
    transformQuery: ({ node, queryId }: PluginTransformQueryArgs): RootOperationNode =>
      prefixer.transformNode(node, queryId),
    transformResult: async ({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> => result
  }
}
