import {
  GraphQLError,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Caller } from '@intendant/kit/identity/caller';
import { conditionsOf, hold, type Condition } from '../operation/conditions.ts';
import type { Decision, PermissionMap } from './permission-map.ts';

/** Something an operation needs, and where it needs it. */
interface Requirement {
  decision: Exclude<Decision, { kind: 'public' }>;
  path: string;
  conditions: readonly Condition[];
}

/** What a caller must hold for an operation; compiled once, checked for every request. */
export interface OperationRequirements {
  /** Nothing when the caller may run the whole operation, otherwise one error that says what is missing and where. */
  check(caller: Caller, variables: Readonly<Record<string, unknown>>): GraphQLError | null;
}

const pathsShown = 20;

/** Collects the decisions on every field an operation selects, fragments included. The document must be valid. */
export function compileRequirements(
  schema: GraphQLSchema,
  permissions: PermissionMap,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): OperationRequirements {
  const requirements: Requirement[] = [];

  function decisionsOf(type: GraphQLCompositeType, fieldName: string): (Decision | null)[] {
    // What implements an interface may be stricter than the interface, so every implementation counts.
    const types = isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
    return types
      .map((each) => permissions.decisionOf(each.name, fieldName))
      .filter((decision) => decision !== null);
  }

  function visit(
    type: GraphQLCompositeType,
    set: SelectionSetNode,
    path: string,
    outer: readonly Condition[],
  ): void {
    for (const selection of set.selections) {
      const own = conditionsOf(selection.directives);
      if (own === null) {
        continue;
      }
      const conditions = own.length > 0 ? [...outer, ...own] : outer;
      if (selection.kind !== Kind.FIELD) {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const narrowed = fragment?.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
        if (fragment && isCompositeType(narrowed)) {
          visit(narrowed, fragment.selectionSet, path, conditions);
        }
        continue;
      }
      const name = selection.name.value;
      // `__typename` and introspection say nothing about data.
      if (name.startsWith('__')) {
        continue;
      }
      const fieldPath = path ? `${path}.${name}` : name;
      for (const decision of decisionsOf(type, name)) {
        if (decision && decision.kind !== 'public') {
          requirements.push({ decision, path: fieldPath, conditions });
        }
      }
      const fieldType = 'getFields' in type ? getNamedType(type.getFields()[name]?.type) : undefined;
      if (selection.selectionSet && fieldType && isCompositeType(fieldType)) {
        visit(fieldType, selection.selectionSet, fieldPath, conditions);
      }
    }
  }

  const root = schema.getRootType(operation.operation);
  if (root && isObjectType(root)) {
    visit(root, operation.selectionSet, '', []);
  }
  return { check: (caller, variables) => check(requirements, caller, variables) };
}

function check(
  requirements: readonly Requirement[],
  caller: Caller,
  variables: Readonly<Record<string, unknown>>,
): GraphQLError | null {
  const held: ReadonlySet<string> = new Set(caller.kind === 'anonymous' ? [] : caller.permissions);
  const refused = requirements.filter(
    ({ decision, conditions }) => !satisfies(decision, caller, held) && hold(conditions, variables),
  );
  if (refused.length === 0) {
    return null;
  }
  const paths = [...new Set(refused.map(({ path }) => path))].slice(0, pathsShown);
  if (caller.kind === 'anonymous') {
    return new GraphQLError('Sign in to do this.', { extensions: { code: 'UNAUTHENTICATED', paths } });
  }
  const missingScopes = [...new Set(refused.flatMap(({ decision }) => missingOf(decision, held)))].sort();
  return new GraphQLError(`You are not permitted to do this: it needs ${missingScopes.join(', ')}.`, {
    extensions: { code: 'FORBIDDEN', missingScopes, paths },
  });
}

function satisfies(decision: Requirement['decision'], caller: Caller, held: ReadonlySet<string>): boolean {
  if (caller.kind === 'anonymous') {
    return false;
  }
  return (
    decision.kind === 'authenticated' ||
    decision.scopes.some((list) => list.every((scope) => held.has(scope)))
  );
}

/** The scopes missing from the list of which the caller lacks fewest. */
function missingOf(decision: Requirement['decision'], held: ReadonlySet<string>): readonly string[] {
  if (decision.kind === 'authenticated') {
    return [];
  }
  const [fewest] = decision.scopes
    .map((list) => list.filter((scope) => !held.has(scope)))
    .sort((a, b) => a.length - b.length);
  return fewest ?? [];
}
