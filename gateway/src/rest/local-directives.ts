import { parse, visit, type DirectiveNode, type DocumentNode } from 'graphql';

/** What a document of the façade says to us alone; the gateway's pipeline never sees these. */
export const localDirectives = parse(/* GraphQL */ `
  """
  Describes the parameter a variable is read from. \`enum\` names the enum whose values a text must have; \`name\` is
  what the parameter is called when that is not the variable in snake_case.
  """
  directive @parameter(
    description: String!
    name: String
    enum: String
    minimum: Int
    maximum: Int
  ) on VARIABLE_DEFINITION

  """
  The object's only field stands in its place.
  """
  directive @only on FIELD

  """
  A ratio is shown as a percentage.
  """
  directive @percentage on FIELD

  """
  A list of objects with two fields becomes an object: the first field is the name, the second the value.
  """
  directive @byName on FIELD

  """
  The fields of the fragment become an object of this name.
  """
  directive @within(object: String!) on INLINE_FRAGMENT

  """
  Always null: a name of the shape that the product cannot fill yet.
  """
  directive @unavailable(because: String!) on FIELD

  """
  Null, and why in \`problems\`, for a caller who may not read it, instead of a refusal of the whole.
  """
  directive @ifPermitted on FIELD
`);

const names: ReadonlySet<string> = new Set(
  localDirectives.definitions.flatMap((definition) =>
    definition.kind === 'DirectiveDefinition' ? [definition.name.value] : [],
  ),
);

export function localDirective(
  node: { readonly directives?: readonly DirectiveNode[] },
  name: string,
): DirectiveNode | null {
  return node.directives?.find((directive) => directive.name.value === name) ?? null;
}

/** A constant argument of a directive; null when it is not given. */
export function constantOf(directive: DirectiveNode, name: string): string | number | null {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  switch (value?.kind) {
    case 'StringValue':
      return value.value;
    case 'IntValue':
      return Number(value.value);
    default:
      return null;
  }
}

/** The same document as the API understands it. */
export function withoutLocalDirectives(document: DocumentNode): DocumentNode {
  return visit(document, { Directive: (node) => (names.has(node.name.value) ? null : undefined) });
}
