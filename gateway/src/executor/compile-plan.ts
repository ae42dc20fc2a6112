import { errorCodeDef, ERRORS, type VariableDefinitions } from '@apollo/federation-internals';
import { applyRewrites } from '@apollo/gateway/dist/dataRewrites.js';
import { generateHydratedPaths } from '@apollo/gateway/dist/executeQueryPlan.js';
import { deepMerge } from '@apollo/gateway/dist/utilities/deepMerge.js';
import { evaluateCondition, type FetchNode, type PlanNode, type ResponsePath } from '@apollo/query-planner';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Upstream, UpstreamCall, UpstreamResult } from '../upstream/upstream.ts';
import { compileRepresentation } from './compile-representation.ts';
import { isRecord, type Variables } from './compile-shape.ts';

/** One run of a plan: what is asked, and what has come together so far. */
export interface Run {
  readonly variables: Variables;
  readonly call: UpstreamCall;
  readonly data: Record<string, unknown>;
  readonly errors: unknown[];
  /** Answers the fetch named `eventSource` from memory. */
  readonly event: UpstreamResult | null;
}

/** A step of a plan, at one place of the data. */
export type Step = (run: Run, at: unknown) => Promise<void> | void;

/** The name under which an event stands in for the subgraph it came from. */
export const eventSource = '$event';

export interface PlanCompilation {
  supergraphSchema: GraphQLSchema;
  upstreams: ReadonlyMap<string, Upstream>;
  variableDefinitions: VariableDefinitions;
  /** Nothing is written into what subgraphs answer. */
  isReadOnly: boolean;
}

/** Compiles a plan into functions. Throws `TypeError` for what only Apollo's own executor can do. */
export function compilePlan(node: PlanNode, compilation: PlanCompilation): Step {
  return compileNode(node, [], compilation);
}

function compileNode(node: PlanNode, path: ResponsePath, compilation: PlanCompilation): Step {
  const compileAll = (nodes: readonly PlanNode[]): Step[] =>
    nodes.map((each) => compileNode(each, path, compilation));
  switch (node.kind) {
    case 'Fetch':
      return compileFetch(node, path, compilation);
    case 'Sequence': {
      const steps = compileAll(node.nodes);
      return async (run, at) => {
        for (const step of steps) {
          await step(run, at);
        }
      };
    }
    case 'Parallel': {
      const steps = compileAll(node.nodes);
      return async (run, at) => {
        await Promise.all(steps.map(async (step) => step(run, at)));
      };
    }
    case 'Flatten': {
      const step = compileNode(node.node, [...path, ...node.path], compilation);
      return (run, at) => {
        const inner = flatten(at, node.path, 0);
        return inner === null || inner === undefined ? undefined : step(run, inner);
      };
    }
    case 'Condition': {
      const ifStep = node.ifClause && compileNode(node.ifClause, path, compilation);
      const elseStep = node.elseClause && compileNode(node.elseClause, path, compilation);
      const { variableDefinitions } = compilation;
      return (run, at) =>
        (evaluateCondition(node, variableDefinitions, run.variables) ? ifStep : elseStep)?.(run, at);
    }
    default:
      throw new TypeError(`A plan with ${node.kind} is not compiled.`);
  }
}

function flatten(value: unknown, path: ResponsePath, index: number): unknown {
  if (index === path.length || value === undefined || value === null) {
    return value;
  }
  const step = path[index];
  if (step === '@') {
    if (!Array.isArray(value)) {
      throw new TypeError('A list was expected.');
    }
    return value.flatMap((element) => flatten(element, path, index + 1));
  }
  if (typeof step !== 'string' || Array.isArray(value)) {
    throw new TypeError(`An object with ${String(step)} was expected.`);
  }
  return flatten(isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined, path, index + 1);
}

function compileFetch(node: FetchNode, path: ResponsePath, compilation: PlanCompilation): Step {
  const { supergraphSchema, isReadOnly } = compilation;
  const { requires, inputRewrites, outputRewrites } = node;
  if (node.hasDefers || node.contextRewrites?.length) {
    throw new TypeError('A fetch with deferred parts or context is not compiled.');
  }
  const send = compileSend(node, path, compilation);
  if (!requires) {
    return guarded(async (run, entities) => {
      const data = await send(run, pickVariables(node, run.variables));
      if (data) {
        applyRewrites(supergraphSchema, outputRewrites, data);
      }
      entities.forEach((entity) => (isReadOnly ? mergeUnchanged(entity, data) : deepMerge(entity, data)));
    });
  }
  const represent = compileRepresentation(supergraphSchema, requires);
  return guarded(async (run, entities) => {
    const representations: Record<string, unknown>[] = [];
    const owners: Record<string, unknown>[] = [];
    for (const entity of entities) {
      const representation = represent(entity);
      if (representation?.['__typename']) {
        applyRewrites(supergraphSchema, inputRewrites, representation);
        representations.push(representation);
        owners.push(entity);
      }
    }
    if (representations.length === 0) {
      return;
    }
    const data = await send(run, { ...pickVariables(node, run.variables), representations });
    if (!data) {
      return;
    }
    const received = data['_entities'];
    if (!Array.isArray(received)) {
      throw new Error(`Expected "data._entities" in response to be an array`);
    }
    if (received.length !== representations.length) {
      throw new Error(`Expected "data._entities" to contain ${representations.length} elements`);
    }
    owners.forEach((owner, index) => {
      // A subgraph that breaks its promise may send anything here, and fails the fetch as it would with Apollo.
      const entity = received[index] as Record<string, unknown>;
      if (entity && !entity['__typename']) {
        entity['__typename'] = owner['__typename'];
      }
      applyRewrites(supergraphSchema, outputRewrites, entity);
      deepMerge(owner, entity);
    });
  });
}

/** Merges like `deepMerge` without writing into what either holds; a subgraph may answer what it was not asked. */
function mergeUnchanged(
  target: Record<string, unknown>,
  source: Record<string, unknown> | null | undefined,
): void {
  for (const [key, value] of Object.entries(source ?? {})) {
    if (Object.hasOwn(target, key)) {
      target[key] = structuredClone(target[key]);
      deepMerge(target, { [key]: structuredClone(value) });
    } else {
      deepMerge(target, { [key]: value });
    }
  }
}

/** Runs the fetch for the entities at its place; its failure is one of the response's errors. */
function guarded(fetch: (run: Run, entities: Record<string, unknown>[]) => Promise<void>): Step {
  return async (run, at) => {
    const entities = (Array.isArray(at) ? at : [at]).filter(isRecord);
    if (entities.length > 0) {
      try {
        await fetch(run, entities);
      } catch (error) {
        run.errors.push(error);
      }
    }
  };
}

function pickVariables({ variableUsages }: FetchNode, given: Variables): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of variableUsages ?? []) {
    if (given[name] !== undefined) {
      picked[name] = given[name];
    }
  }
  return picked;
}

type Send = (
  run: Run,
  variables: Record<string, unknown>,
) => Promise<Record<string, unknown> | null | undefined>;

function compileSend(node: FetchNode, path: ResponsePath, compilation: PlanCompilation): Send {
  const { upstreams, isReadOnly } = compilation;
  const { serviceName, operation: query, operationName = null } = node;
  const upstream = upstreams.get(serviceName);
  if (!upstream && serviceName !== eventSource) {
    throw new TypeError(`There is no upstream for ${serviceName}.`);
  }
  return async (run, variables) => {
    const result = upstream
      ? await upstream.execute({ query, variables, operationName, isReadOnly }, run.call)
      : (run.event ?? { data: null });
    if (result.errors) {
      const pathOf = errorPaths(node, path, run);
      run.errors.push(...result.errors.map((error) => subgraphError(error, serviceName, pathOf)));
    }
    return result.data;
  };
}

type ErrorPath = GraphQLFormattedError['path'];

/** Where in the response an error of a fetch belongs: below the entity it was about. */
function errorPaths({ requires }: FetchNode, path: ResponsePath, run: Run): (path: ErrorPath) => ErrorPath {
  let hydrated: ResponsePath[] | null = null;
  return (errorPath) => {
    const index = errorPath?.[1];
    if (requires && typeof index === 'number') {
      if (hydrated === null) {
        hydrated = [];
        generateHydratedPaths([], path, run.data, hydrated);
      }
      return [...(hydrated[index] ?? []), ...(errorPath ?? []).slice(2)];
    }
    return errorPath ? [...path, ...errorPath] : undefined;
  };
}

function subgraphError(
  error: GraphQLFormattedError,
  serviceName: string,
  pathOf: (path: ErrorPath) => ErrorPath,
): GraphQLError {
  const message = error.message || `Error while fetching subquery from service "${serviceName}"`;
  const path = pathOf(error.path);
  const extensions = { ...error.extensions, serviceName };
  const code = error.extensions?.['code'];
  const known = typeof code === 'string' ? errorCodeDef(code) : undefined;
  return code && !known
    ? new GraphQLError(message, { path, extensions })
    : (known ?? ERRORS.DOWNSTREAM_SERVICE_ERROR).err(message, { ...(path && { path }), extensions });
}
