import {
  Kind,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';

/** What a subgraph answers of an operation: the operation without the fields that are not the subgraph's. */
export function partOfOperation(schema: GraphQLSchema, text: string): string {
  const typeInfo = new TypeInfo(schema);
  const known = visit(
    parse(text),
    visitWithTypeInfo(typeInfo, {
      Field: () => (typeInfo.getFieldDef() ? undefined : null),
      FragmentDefinition: ({ typeCondition }) =>
        schema.getType(typeCondition.name.value) ? undefined : null,
    }),
  );
  return print(withoutUnused(known));
}

/** Without the fragments and variables that nothing refers to any more. */
function withoutUnused(document: DocumentNode): DocumentNode {
  const fragments = new Set<string>();
  const variables = new Set<string>();
  visit(document, {
    FragmentSpread: ({ name }) => void fragments.add(name.value),
    Variable: ({ name }, _, parent) => {
      if (parent && !Array.isArray(parent) && 'kind' in parent && parent.kind !== Kind.VARIABLE_DEFINITION) {
        variables.add(name.value);
      }
    },
  });
  return visit(document, {
    FragmentDefinition: ({ name }) => (fragments.has(name.value) ? undefined : null),
    VariableDefinition: ({ variable }) => (variables.has(variable.name.value) ? undefined : null),
  });
}
