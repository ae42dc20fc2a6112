import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { Kind, parse } from 'graphql';

/**
 * Whether a plan only asks at the root, and each fetch for other fields, so that merging the answers changes none of
 * them.
 */
export function isIndependent(plan: PlanNode): boolean {
  const keys = rootFetches(plan)?.flatMap((fetch) => responseKeys(fetch) ?? [null]);
  return keys !== undefined && !keys.includes(null) && new Set(keys).size === keys.length;
}

function rootFetches(node: PlanNode): FetchNode[] | null {
  switch (node.kind) {
    case 'Fetch':
      return node.requires || node.inputRewrites || node.outputRewrites ? null : [node];
    case 'Parallel':
      return all(node.nodes);
    case 'Condition':
      return all([node.ifClause, node.elseClause].filter((clause) => clause !== undefined));
    default:
      return null;
  }
}

function all(nodes: readonly PlanNode[]): FetchNode[] | null {
  const fetches = nodes.map(rootFetches);
  return fetches.includes(null) ? null : fetches.flatMap((each) => each ?? []);
}

/** The names of the fields that a fetch answers with; null when they cannot be told from its text. */
function responseKeys({ operation }: FetchNode): string[] | null {
  const [definition] = parse(operation).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION || definition.operation !== 'query') {
    return null;
  }
  const { selections } = definition.selectionSet;
  const keys = selections.map((selection) =>
    selection.kind === Kind.FIELD ? (selection.alias ?? selection.name).value : null,
  );
  return keys.includes(null) ? null : keys.filter((key) => key !== null);
}
