import {
  GraphQLError,
  Kind,
  parse,
  validate,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { BoundedCache } from '../cache/bounded-cache.ts';

export type CachedDocument =
  /** `isQuery`: each of its operations only reads. */
  { document: DocumentNode; isQuery: boolean } | { errors: readonly GraphQLError[] };

const capacity = 1_000;

/**
 * Parses and validates each distinct operation once: the gateway sends the same few hundred over and over, and
 * doing this anew would be a third of the work. The least recently used give way.
 */
export class DocumentCache {
  readonly #schema: GraphQLSchema;
  readonly #byText = new BoundedCache<string, CachedDocument>(capacity);
  readonly #byNode = new WeakMap<DocumentNode, CachedDocument>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  get(source: string | DocumentNode): CachedDocument {
    if (typeof source !== 'string') {
      const known = this.#byNode.get(source) ?? this.#validated(source);
      this.#byNode.set(source, known);
      return known;
    }
    const known = this.#byText.get(source) ?? this.#parsed(source);
    this.#byText.set(source, known);
    return known;
  }

  #parsed(source: string): CachedDocument {
    try {
      return this.#validated(parse(source, { noLocation: false }));
    } catch (error) {
      if (error instanceof GraphQLError) {
        return { errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] };
      }
      throw error;
    }
  }

  #validated(document: DocumentNode): CachedDocument {
    const errors = validate(this.#schema, document);
    return errors.length === 0
      ? { document, isQuery: document.definitions.every(onlyReads) }
      : { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
  }
}

function onlyReads(definition: DefinitionNode): boolean {
  return definition.kind !== Kind.OPERATION_DEFINITION || definition.operation === 'query';
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { nodes, source, positions } = error;
  return new GraphQLError(error.message, { nodes, source, positions, extensions: { code } });
}
