import {
  Kind,
  type ConstDirectiveNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/** Who may read a field: anyone, anyone signed in, or callers who hold all scopes of one of the lists. */
export type Decision =
  { kind: 'public' } | { kind: 'authenticated' } | { kind: 'scopes'; scopes: readonly (readonly string[])[] };

export interface PermissionMap {
  /** The decision for a field of an object or interface type; null when the schema makes none. */
  decisionOf(typeName: string, fieldName: string): Decision | null;
  /** Fields without a decision, as `Type.field`. The gateway refuses to start when there are any. */
  readonly undecided: readonly string[];
}

/** Identity `none`: nobody decided anything, so everybody may read everything. */
export const permitsEverything: PermissionMap = { undecided: [], decisionOf: () => null };

type CompositeDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** Names the composition adds for itself. */
const machinery = /^(join|link|federation|core)__/;

/**
 * Compiles `@public`, `@authenticated` and `@requiresScopes` of the supergraph. A field's own decision wins over its
 * type's, exactly as the subgraphs enforce it.
 */
export function compilePermissionMap(supergraph: DocumentNode): PermissionMap {
  const decisions = new Map<string, Decision>();
  const undecided: string[] = [];
  for (const type of supergraph.definitions) {
    if (!isComposite(type) || machinery.test(type.name.value)) {
      continue;
    }
    const ofType = decisionFrom(type.directives ?? []);
    for (const field of type.fields ?? []) {
      const decision = decisionFrom(field.directives ?? []) ?? ofType;
      const coordinate = `${type.name.value}.${field.name.value}`;
      if (decision) {
        decisions.set(coordinate, decision);
      } else if (type.kind === Kind.OBJECT_TYPE_DEFINITION) {
        // Federation lets nobody decide on an interface's field: what implements it decides.
        undecided.push(coordinate);
      }
    }
  }
  return {
    undecided,
    decisionOf: (typeName, fieldName) => decisions.get(`${typeName}.${fieldName}`) ?? null,
  };
}

function isComposite(node: { kind: string }): node is CompositeDefinition {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function decisionFrom(directives: readonly ConstDirectiveNode[]): Decision | null {
  const named = (name: string) => directives.find((directive) => directive.name.value === name);
  const scopes = named('requiresScopes');
  if (scopes) {
    return { kind: 'scopes', scopes: scopeLists(scopes) };
  }
  if (named('authenticated')) {
    return { kind: 'authenticated' };
  }
  return named('public') ? { kind: 'public' } : null;
}

function scopeLists(directive: ConstDirectiveNode): string[][] {
  const value = directive.arguments?.find((argument) => argument.name.value === 'scopes')?.value;
  if (value?.kind !== Kind.LIST) {
    return [];
  }
  return value.values.map((list) =>
    list.kind === Kind.LIST
      ? list.values.flatMap((scope) => (scope.kind === Kind.STRING ? [scope.value] : []))
      : [],
  );
}
