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
import { localDirective, localDirectives, withoutLocalDirectives } from './local-directives.ts';
import { parameterOfField, type ParameterOfField } from './parameter-of-field.ts';
import { parameterOf, type Parameter } from './parameters.ts';
import { restName } from './rest-name.ts';
import type { RestResource } from './rest-resource.ts';
import { membersOf } from './shape-of-selection.ts';
import { objectShape, onlyShape, type Shape } from './shape.ts';

/** A part of the answer that may be left out for a caller who may not see it, and the variable that includes it. */
export interface Section {
  key: string;
  variable: string;
  /** The part itself; of a field with `@ifPermitted` what it belongs to, as a path of the result without positions. */
  path: readonly string[];
  /** What such a field is called in the answer; null when the part is found by its path. */
  member: string | null;
}

export interface CompiledResource {
  resource: RestResource;
  /** The operation as the API understands it. */
  source: string;
  operationName: string;
  parameters: readonly Parameter[];
  /** Which of them an error of the operation is about. */
  parameterOfField: ParameterOfField;
  /** Parts that are forbidden each for itself. */
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
  const sections = isWhole ? sectionsOf(operation.selectionSet) : permittedFieldsOf(operation.selectionSet);
  const parameters = (operation.variableDefinitions ?? []).map((each) =>
    parameterOf(schema, resource.path, each),
  );
  return {
    resource,
    source: print(withoutLocalDirectives(withSections(document, sections))),
    operationName: operation.name.value,
    parameters,
    parameterOfField: parameterOfField(operation, parameters),
    sections: [...sections.values()],
    shape: first?.key && !isWhole ? onlyShape(first.key, first.shape) : objectShape(members),
    match: matcher(resource.path),
  };
}

/** The parts that are asked for each for itself, and the fields they are. */
function sectionsOf({ selections }: SelectionSetNode): Map<FieldNode, Section> {
  const found = selections.flatMap((selection): [FieldNode, Section][] => {
    if (selection.kind !== Kind.FIELD) {
      return selection.kind === Kind.INLINE_FRAGMENT ? [...sectionsOf(selection.selectionSet)] : [];
    }
    const key = keyOf(selection);
    return [[selection, { key, variable: `with_${key}`, path: [key], member: null }]];
  });
  return new Map(found);
}

/** Fields with `@ifPermitted`, wherever they stand. */
function permittedFieldsOf(
  { selections }: SelectionSetNode,
  path: readonly string[] = [],
): Map<FieldNode, Section> {
  const found = selections.flatMap((selection): [FieldNode, Section][] => {
    if (selection.kind !== Kind.FIELD) {
      return [];
    }
    const key = keyOf(selection);
    const inner = [...path, key];
    const within = selection.selectionSet ? [...permittedFieldsOf(selection.selectionSet, inner)] : [];
    return localDirective(selection, 'ifPermitted')
      ? [[selection, { key, variable: `with_${inner.join('_')}`, path, member: restName(key) }]]
      : within;
  });
  return new Map(found);
}

/** Each part gets a condition of its own, so that what a caller may not see is not asked for. */
function withSections(document: DocumentNode, sections: ReadonlyMap<FieldNode, Section>): DocumentNode {
  if (sections.size === 0) {
    return document;
  }
  return visit(document, {
    OperationDefinition: {
      leave: (node): OperationDefinitionNode => ({
        ...node,
        variableDefinitions: [
          ...(node.variableDefinitions ?? []),
          ...[...sections.values()].map(declaration),
        ],
      }),
    },
    Field: {
      enter(node): FieldNode | undefined {
        const section = sections.get(node);
        return section && { ...node, directives: [...(node.directives ?? []), include(section.variable)] };
      },
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
