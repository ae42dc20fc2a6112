import {
  Kind,
  type ConstDirectiveNode,
  type ConstValueNode,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { ForbiddenError, UnauthenticatedError } from '../errors.ts';
import type { Caller } from '../identity/caller.ts';

/** Who may read a field. `scopes` is a choice of lists: one of them must be held completely. */
export type FieldAccess =
  { kind: 'public' } | { kind: 'authenticated' } | { kind: 'scopes'; scopes: readonly (readonly string[])[] };

/**
 * The decision on a field: its own directives, else its type's. Null when nobody decided. A field and its type
 * never add up; the narrower place wins, so that a public field can stand on a restricted type.
 */
export function fieldAccess(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
): FieldAccess | null {
  const ofType = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
  return decide(field.astNode?.directives ?? []) ?? decide(ofType);
}

/** Throws `UnauthenticatedError` or `ForbiddenError` unless the caller may read a field with this decision. */
export function requireAccess(access: FieldAccess, caller: Caller): void {
  if (access.kind === 'public') {
    return;
  }
  if (caller.kind === 'anonymous') {
    throw new UnauthenticatedError();
  }
  if (access.kind === 'scopes') {
    const held: readonly string[] = caller.permissions;
    if (!access.scopes.some((scopes) => scopes.every((scope) => held.includes(scope)))) {
      throw new ForbiddenError();
    }
  }
}

function decide(directives: readonly ConstDirectiveNode[]): FieldAccess | null {
  const find = (name: string): ConstDirectiveNode | undefined =>
    directives.find((directive) => directive.name.value === name);
  const scopes = find('requiresScopes')?.arguments?.find((argument) => argument.name.value === 'scopes');
  if (scopes) {
    return { kind: 'scopes', scopes: items(scopes.value).map((group) => items(group).map(text)) };
  }
  if (find('authenticated')) {
    return { kind: 'authenticated' };
  }
  return find('public') ? { kind: 'public' } : null;
}

// A list of one may be written without its brackets.
function items(value: ConstValueNode): readonly ConstValueNode[] {
  return value.kind === Kind.LIST ? value.values : [value];
}

function text(value: ConstValueNode): string {
  return value.kind === Kind.STRING ? value.value : '';
}
