import { Kind, type DirectiveNode } from 'graphql';

/** `@skip` or `@include` with a variable: holds when the variable has this value. */
export interface Condition {
  variable: string;
  value: boolean;
}

/** The conditions under which a selection takes part; null when it never does. */
export function conditionsOf(directives: readonly DirectiveNode[] | undefined): readonly Condition[] | null {
  const conditions: Condition[] = [];
  for (const directive of directives ?? []) {
    const value = directive.name.value === 'include' ? true : directive.name.value === 'skip' ? false : null;
    const test = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    if (value === null || !test) {
      continue;
    }
    if (test.kind === Kind.VARIABLE) {
      conditions.push({ variable: test.name.value, value });
    } else if (test.kind === Kind.BOOLEAN && test.value !== value) {
      return null;
    }
  }
  return conditions;
}

export function hold(
  conditions: readonly Condition[],
  variables: Readonly<Record<string, unknown>>,
): boolean {
  return conditions.every(({ variable, value }) => variables[variable] === value);
}
