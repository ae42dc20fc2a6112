import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePermissionMap, type Decision } from '@intendant/gateway/authorisation/permission-map';
import {
  buildSchema,
  isCompositeType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  Kind,
  parse,
  visit,
  type GraphQLInputType,
  type OperationTypeNode,
} from 'graphql';
import { repositoryRoot } from './processes.ts';

/** One field at the top of the API, asked for with as little as it takes. */
export interface RootOperation {
  kind: OperationTypeNode;
  field: string;
  /** The subgraph that answers it. */
  subgraph: string;
  /** Who may ask, as the schema says; null where it says nothing. */
  decision: Decision | null;
  document: string;
}

const read = (file: string): string => readFileSync(join(repositoryRoot, 'schema', file), 'utf8');

/** Every root field of the API, the generated schema being the only list there is. */
export function rootOperations(): RootOperation[] {
  const schema = buildSchema(read('api.graphql'), { assumeValid: true });
  const supergraph = parse(read('supergraph.graphql'));
  const permissions = compilePermissionMap(supergraph);
  const owners = ownersOf(supergraph);
  return (['query', 'mutation', 'subscription'] as OperationTypeNode[]).flatMap((kind) => {
    const root = schema.getRootType(kind);
    return Object.values(root?.getFields() ?? {}).map((field) => {
      const coordinate = `${root?.name}.${field.name}`;
      const args = field.args.filter(isRequiredArgument);
      const given = args.map(({ name, type }) => `${name}: ${literalOf(type)}`).join(', ');
      const selection = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
      return {
        kind,
        field: field.name,
        subgraph: owners.get(coordinate) ?? '',
        decision: permissions.decisionOf(root?.name ?? '', field.name),
        document: `${kind} { ${field.name}${given && `(${given})`}${selection} }`,
      };
    });
  });
}

export function permits(decision: Decision | null, permissions: readonly string[]): boolean {
  return (
    decision?.kind === 'public' ||
    decision?.kind === 'authenticated' ||
    (decision?.scopes.some((list) => list.every((scope) => permissions.includes(scope))) ?? false)
  );
}

/** Which subgraph resolves each root field, from `@join__field(graph:)`. */
function ownersOf(supergraph: ReturnType<typeof parse>): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  let typeName = '';
  visit(supergraph, {
    ObjectTypeDefinition: { enter: (node) => void (typeName = node.name.value) },
    FieldDefinition: (node) => {
      for (const directive of node.directives ?? []) {
        const graph = directive.arguments?.find(({ name }) => name.value === 'graph')?.value;
        if (directive.name.value === 'join__field' && graph?.kind === Kind.ENUM) {
          owners.set(`${typeName}.${node.name.value}`, graph.value.toLowerCase());
        }
      }
    },
  });
  return owners;
}

const scalars: Readonly<Record<string, string>> = {
  ID: '"00000000-0000-4000-8000-000000000000"',
  String: '"x"',
  Int: '1',
  Long: '1',
  Float: '1',
  Boolean: 'true',
  DateTime: '"2026-01-01T00:00:00Z"',
  JSON: '1',
  JSONObject: '{}',
};

/** A value that is valid for the type, and names nothing that exists. */
function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) {
    return literalOf(type.ofType as GraphQLInputType);
  }
  if (isListType(type)) {
    return `[${literalOf(type.ofType as GraphQLInputType)}]`;
  }
  if (isEnumType(type)) {
    return type.getValues()[0]?.name ?? 'null';
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isRequiredInputField);
    return `{ ${fields.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')} }`;
  }
  return scalars[type.name] ?? 'null';
}
