import { BoundedCache } from '@intendant/kit/cache/bounded-cache';
import {
  getVariableValues,
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { compileRequirements, type OperationRequirements } from '../authorisation/operation-requirements.ts';
import type { PermissionMap } from '../authorisation/permission-map.ts';
import { checkSize, limitError } from '../limits/check-size.ts';
import type { CostMap } from '../limits/cost-map.ts';
import type { Limits } from '../limits/limits.ts';
import { measureDocument, type DocumentSize } from '../limits/measure-document.ts';
import { compileCost } from '../limits/operation-cost.ts';
import type { Federation } from '../supergraph/federation.ts';
import { withCode } from './operation-error.ts';

/** One operation of a document, with all that is known about it before it is run. */
export interface PreparedOperation {
  readonly source: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | null;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly requirements: OperationRequirements;
  readonly size: DocumentSize;
  cost(variables: Readonly<Record<string, unknown>>): number;
}

export type Prepared = { operation: PreparedOperation } | { errors: readonly GraphQLError[] };

export interface OperationPreparer {
  /** Parses, measures and validates; each distinct document once. */
  prepare(source: string, operationName: string | null, limits: Limits): Prepared;
}

export interface OperationPreparerOptions {
  federation: Federation;
  permissions: PermissionMap;
  costs: CostMap;
  isIntrospectionAllowed: boolean;
}

/** Characters of source text whose operations are remembered; parsed, they take about a hundred times as much. */
const rememberedCharacters = 1_000_000;

export function createOperationPreparer(options: OperationPreparerOptions): OperationPreparer {
  const { federation, permissions, costs, isIntrospectionAllowed } = options;
  const { apiSchema } = federation;
  const rules = isIntrospectionAllowed
    ? specifiedRules
    : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const validated = new BoundedCache<string, { document: DocumentNode; size: DocumentSize }>(
    rememberedCharacters,
  );
  const prepared = new BoundedCache<string, PreparedOperation>(rememberedCharacters);

  function parsed(source: string, limits: Limits): { document: DocumentNode } | { errors: GraphQLError[] } {
    try {
      return { document: parse(source, { maxTokens: limits.tokens }) };
    } catch (error) {
      if (!(error instanceof GraphQLError)) {
        throw error;
      }
      const isTooLong =
        error.message.includes('contains more that') || error.message.includes('contains more than');
      return {
        errors: [
          isTooLong
            ? limitError('TOO_MANY_TOKENS', 'tokens', limits.tokens, null)
            : withCode(error, 'GRAPHQL_PARSE_FAILED'),
        ],
      };
    }
  }

  function validatedDocument(
    source: string,
    limits: Limits,
  ): { document: DocumentNode; size: DocumentSize } | { errors: GraphQLError[] } {
    const known = validated.get(source);
    if (known) {
      const errors = checkSize(known.size, limits);
      return errors.length > 0 ? { errors } : known;
    }
    const result = parsed(source, limits);
    if ('errors' in result) {
      return result;
    }
    // Measured first: validation may take time quadratic in the size.
    const size = measureDocument(result.document);
    const tooLarge = checkSize(size, limits);
    if (tooLarge.length > 0) {
      return { errors: tooLarge };
    }
    const errors = validate(apiSchema, result.document, rules);
    if (errors.length > 0) {
      return { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
    }
    const fresh = { document: result.document, size };
    validated.set(source, fresh, source.length);
    return fresh;
  }

  return {
    prepare(source, operationName, limits) {
      const result = validatedDocument(source, limits);
      if ('errors' in result) {
        return result;
      }
      const key = `${operationName ?? ''}\n${source}`;
      const known = prepared.get(key);
      if (known) {
        return { operation: known };
      }
      const chosen = chooseOperation(result.document, operationName);
      if (chosen instanceof GraphQLError) {
        return { errors: [chosen] };
      }
      const fragments = fragmentsOf(result.document);
      const operation: PreparedOperation = {
        source,
        document: result.document,
        operation: chosen,
        operationName,
        fragments,
        requirements: compileRequirements(apiSchema, permissions, chosen, fragments),
        size: result.size,
        cost: compileCost(apiSchema, costs, chosen, fragments),
      };
      prepared.set(key, operation, key.length);
      return { operation };
    },
  };
}

/** The variables with their defaults, as the operation declares them; errors carry the code BAD_USER_INPUT. */
export function coerceVariables(
  federation: Federation,
  { operation }: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
): { variables: Readonly<Record<string, unknown>> } | { errors: readonly GraphQLError[] } {
  const result = getVariableValues(federation.apiSchema, operation.variableDefinitions ?? [], variables);
  return result.errors
    ? { errors: result.errors.map((error) => withCode(error, 'BAD_USER_INPUT')) }
    : { variables: result.coerced };
}

function chooseOperation(
  document: DocumentNode,
  name: string | null,
): OperationDefinitionNode | GraphQLError {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [first, second] = operations;
  const chosen = name === null ? first : operations.find((operation) => operation.name?.value === name);
  if (chosen && (name !== null || !second)) {
    return chosen;
  }
  const message =
    name === null ? 'Say which operation of the document to run.' : `There is no operation ${name}.`;
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
}
