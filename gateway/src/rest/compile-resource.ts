import { InvariantError } from '@intendant/kit/errors';
import {
  extendSchema,
  Kind,
  parse,
  print,
  validate,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { localDirectives, withoutLocalDirectives } from './local-directives.ts';
import { parameterOf, type Parameter } from './parameters.ts';
import type { RestResource } from './rest-resource.ts';
import { membersOf } from './shape-of-selection.ts';
import { objectShape, onlyShape, type Shape } from './shape.ts';

/** A root field of a resource with sections, and the variable that includes it. */
export interface Section {
  key: string;
  variable: string;
}

export interface CompiledResource {
  resource: RestResource;
  /** The operation as the API understands it. */
  source: string;
  operationName: string;
  parameters: readonly Parameter[];
  /** Empty unless parts may fail each for itself. */
  sections: readonly Section[];
  /** How the whole result, `data`, is shown. */
  shape: Shape;
  /** The values of the path's parameters; null when it is another path. */
  match(path: string): Readonly<Record<string, string>> | null;
}

/** Prepares a resource for a schema. Throws `InvariantError` when its document does not fit. */
export function compileResource(apiSchema: GraphQLSchema, resource: RestResource): CompiledResource {
  const document = parse(resource.document);
  const schema = extendSchema(apiSchema, localDirectives);
  const [error] = validate(schema, document);
  const [operation] = document.definitions;
  const query = schema.getQueryType();
  if (error || operation?.kind !== Kind.OPERATION_DEFINITION || !operation.name || !query) {
    throw new InvariantError(`${resource.path} does not fit the API: ${error?.message ?? 'one named query'}`);
  }
  const isWhole = resource.kind === 'sections';
  const members = membersOf(query, operation.selectionSet, { areSections: isWhole });
  const [first] = members;
  if (!isWhole && (members.length !== 1 || !first?.key)) {
    throw new InvariantError(`${resource.path} is one thing and needs one root field.`);
  }
  const sections = isWhole ? sectionsOf(operation.selectionSet) : [];
  return {
    resource,
    source: print(withoutLocalDirectives(withSections(document, sections))),
    operationName: operation.name.value,
    parameters: (operation.variableDefinitions ?? []).map((each) => parameterOf(schema, resource.path, each)),
    sections,
    shape: first?.key && !isWhole ? onlyShape(first.key, first.shape) : objectShape(members),
    match: matcher(resource.path),
  };
}

function sectionsOf({ selections }: SelectionSetNode): Section[] {
  return selections.flatMap((selection) => {
    if (selection.kind !== Kind.FIELD) {
      return selection.kind === Kind.INLINE_FRAGMENT ? sectionsOf(selection.selectionSet) : [];
    }
    const key = keyOf(selection);
    return [{ key, variable: `with_${key}` }];
  });
}

/** Each section gets a condition of its own, so that what a caller may not see is not asked for. */
function withSections(document: DocumentNode, sections: readonly Section[]): DocumentNode {
  if (sections.length === 0) {
    return document;
  }
  const isRoot = (ancestors: readonly unknown[]): boolean =>
    ancestors.every((node) => !(node as { kind?: string }).kind || (node as FieldNode).kind !== Kind.FIELD);
  return visit(document, {
    OperationDefinition: {
      leave: (node): OperationDefinitionNode => ({
        ...node,
        variableDefinitions: [...(node.variableDefinitions ?? []), ...sections.map(declaration)],
      }),
    },
    Field: {
      leave: (node, _key, _parent, _path, ancestors): FieldNode | undefined =>
        isRoot(ancestors)
          ? { ...node, directives: [...(node.directives ?? []), include(`with_${keyOf(node)}`)] }
          : undefined,
    },
  });
}

function keyOf({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}

function declaration({ variable }: Section): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } },
    type: {
      kind: Kind.NON_NULL_TYPE,
      type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'Boolean' } },
    },
  };
}

function include(variable: string): DirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'include' },
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'if' },
        value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } },
      },
    ],
  };
}

function matcher(template: string): CompiledResource['match'] {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '([^/]+)')}$`);
  return (path) => {
    const match = pattern.exec(path);
    return match && Object.fromEntries(names.map((name, index) => [name, decoded(match[index + 1] ?? '')]));
  };
}

/** What is not properly encoded is nobody's id. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
