import { operationFromDocument } from '@apollo/federation-internals';
import { computeResponse } from '@apollo/gateway/dist/resultShaping.js';
import type { PlanNode } from '@apollo/query-planner';
import { GraphQLError, Kind, type ExecutionResult, type SelectionSetNode } from 'graphql';
import type { PreparedOperation } from '../operation/prepare-operation.ts';
import type { Federation } from '../supergraph/federation.ts';
import type { Upstream, UpstreamCall, UpstreamResult } from '../upstream/upstream.ts';
import { compilePlan, type Run } from './compile-plan.ts';
import { compileShape, type Variables } from './compile-shape.ts';
import { isIndependent } from './independent-fetches.ts';
import { oncePerData } from './once-per-data.ts';

/** Runs one operation; `event` answers the first fetch of a subscription. */
export type CompiledOperation = (
  variables: Variables,
  call: UpstreamCall,
  event: UpstreamResult | null,
) => Promise<ExecutionResult>;

/**
 * Compiles an operation and its plan into functions that do exactly what Apollo's executor does, two to three times
 * as fast: nothing about the operation is looked up again while it runs. Null for operations that are left to Apollo:
 * introspection, and plans with parts that are not compiled. A response that is not what the schema promises is shaped
 * by Apollo, too, so that nulls spread and errors read the same.
 */
export function compileOperation(
  federation: Federation,
  upstreams: ReadonlyMap<string, Upstream>,
  prepared: PreparedOperation,
  node: PlanNode | undefined,
): CompiledOperation | null {
  const { apiSchema, supergraphSchema } = federation.apollo;
  const { operation, fragments } = prepared;
  if (isLeftToApollo(prepared)) {
    return null;
  }
  const apolloOperation = operationFromDocument(
    apiSchema,
    { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] },
    { validate: false },
  );
  const { variableDefinitions } = apolloOperation;
  const defaults = apolloOperation.collectDefaultedVariableValues();
  try {
    const shape = compileShape(federation.apiSchema, operation, fragments);
    const isReadOnly = node !== undefined && isIndependent(node);
    const compilation = { supergraphSchema, upstreams, variableDefinitions, isReadOnly };
    const step = node ? compilePlan(node, compilation) : null;
    const respond = (run: Run): ExecutionResult => {
      const { errors } = run;
      const data = shape(run.data, { ...defaults, ...run.variables });
      if (data === undefined) {
        return shapeByApollo(run);
      }
      const shaped = data as Record<string, unknown>;
      return errors.length === 0 ? { data: shaped } : { errors: asErrors(errors), data: shaped };
    };
    const respondOnce = isReadOnly ? oncePerData(respond) : respond;
    return async (variables, call, event) => {
      const run: Run = { variables, call, data: {}, errors: [], event };
      await step?.(run, run.data);
      return respondOnce(run);
    };
  } catch (error) {
    if (error instanceof TypeError) {
      return null;
    }
    throw error;
  }

  function shapeByApollo({ data: input, variables, errors }: Run): ExecutionResult {
    try {
      const response = computeResponse({
        operation: apolloOperation,
        variables: { ...variables },
        input,
        introspectionHandling: () => null,
      });
      const data = response.data ?? null;
      if (errors.length === 0 && response.errors.length > 0) {
        return { extensions: { valueCompletion: response.errors }, data };
      }
      return errors.length === 0 ? { data } : { errors: asErrors(errors), data };
    } catch (error) {
      const original = error instanceof Error ? error : new Error(String(error));
      return {
        errors: [
          error instanceof GraphQLError
            ? error
            : new GraphQLError(original.message, { originalError: original }),
        ],
      };
    }
  }
}

// Apollo's executor puts whatever a data source threw into the list as it is; `presentErrors` tells them apart.
function asErrors(errors: readonly unknown[]): GraphQLError[] {
  return errors as GraphQLError[];
}

function isLeftToApollo({ operation, fragments, source }: PreparedOperation): boolean {
  // An alias of that name would set the prototype of a response instead of a property.
  return (
    source.includes('__proto__') ||
    [operation, ...fragments.values()].some((part) => introspects(part.selectionSet))
  );
}

function introspects(set: SelectionSetNode): boolean {
  return set.selections.some(
    (selection) =>
      (selection.kind === Kind.FIELD && /^__(schema|type)$/.test(selection.name.value)) ||
      (selection.kind !== Kind.FRAGMENT_SPREAD &&
        selection.selectionSet &&
        introspects(selection.selectionSet)),
  );
}
