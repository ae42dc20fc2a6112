import fc from 'fast-check';
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLSchema,
} from 'graphql';

export interface RandomOperation {
  query: string;
  variables: Record<string, unknown>;
}

type Draw = fc.GeneratorValue;

/** What arguments may be given, by their names or types; `$id` and `$first` are variables with these values. */
export interface Literals {
  byName: Readonly<Record<string, readonly string[]>>;
  id: string;
}

const fixtureLiterals: Literals = {
  byName: {
    ID: ['"t1"', '"t2"', '"nobody"', '$id'],
    Int: ['0', '1', '2', '$first'],
    String: ['"H1"', '"D7"'],
  },
  id: 't2',
};

const longestSelection = 4;
const deepest = 5;

/**
 * A random query of the schema: aliases, arguments, variables with and without defaults, fragments of every kind,
 * conditions, the same field twice. Not always valid: the same name may come to stand for two things.
 */
export function randomOperation(
  schema: GraphQLSchema,
  draw: Draw,
  { byName, id }: Literals = fixtureLiterals,
): RandomOperation {
  const fragments: string[] = [];
  const pick = <T>(items: readonly T[]): T => {
    const item = items[draw(fc.nat, { max: items.length - 1 })];
    if (item === undefined) {
      throw new RangeError('There is nothing to pick from.');
    }
    return item;
  };
  const chance = (oneIn: number): boolean => draw(fc.nat, { max: oneIn - 1 }) === 0;

  function selection(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + draw(fc.nat, { max: longestSelection - 1 });
    const items = Array.from({ length: count }, () => item(type, depth)).filter((text) => text !== '');
    return `{ ${items.length > 0 ? items.join(' ') : '__typename'} }`;
  }

  function item(type: GraphQLCompositeType, depth: number): string {
    if (depth > 0 && (isAbstractType(type) ? !isInterfaceType(type) || chance(2) : chance(6))) {
      return fragment(type, depth);
    }
    if (chance(10) || !('getFields' in type)) {
      return `${chance(3) ? 'kind: ' : ''}__typename${directives()}`;
    }
    return field(pick(Object.values(type.getFields())), depth);
  }

  function fragment(type: GraphQLCompositeType, depth: number): string {
    const targets = isAbstractType(type)
      ? [...schema.getPossibleTypes(type), type]
      : [type, ...(isObjectType(type) ? type.getInterfaces() : [])];
    const target = pick(targets);
    // Apollo loses what a fragment on an object selects within one on its interface within the object, unless somebody
    // asked for `__typename`, too; the specification wants it, and so it is not compared.
    const body =
      isInterfaceType(target) && !isAbstractType(type)
        ? fieldsOf(target, depth)
        : selection(target, depth - 1);
    if (chance(2)) {
      return `...${chance(3) && target === type ? '' : ` on ${target.name}`}${directives()} ${body}`;
    }
    const name = `F${fragments.length}`;
    fragments.push(`fragment ${name} on ${target.name} ${body}`);
    return `...${name}${directives()}`;
  }

  function fieldsOf(type: GraphQLInterfaceType, depth: number): string {
    const [first, second] = [1, 2].map(() => field(pick(Object.values(type.getFields())), depth - 1));
    return `{ __typename ${first} ${second} }`;
  }

  function field(definition: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(definition.type);
    if (isCompositeType(type) && depth <= 0) {
      return '';
    }
    const alias = chance(4) ? `${pick(['a', 'b', 'c'])}: ` : '';
    const given = definition.args.map(argument).filter((text) => text !== '');
    const args = given.length > 0 ? `(${given.join(', ')})` : '';
    const inner = isCompositeType(type) ? ` ${selection(type, depth - 1)}` : '';
    return `${alias}${definition.name}${args}${directives()}${inner}`;
  }

  function argument({ name, type }: GraphQLArgument): string {
    if (!isNonNullType(type) && chance(2)) {
      return '';
    }
    const named = getNamedType(type);
    const literals = byName[name] ?? byName[named.name];
    return `${name}: ${literals ? pick(literals) : isEnumType(named) ? named.getValues()[0]?.name : '{}'}`;
  }

  function directives(): string {
    return chance(6)
      ? ` @${pick(['skip', 'include'])}(if: ${pick(['true', 'false', '$yes', '$no', '$unsaid'])})`
      : '';
  }

  const root = schema.getQueryType();
  if (!root) {
    throw new TypeError('The schema has no queries.');
  }
  const body = selection(root, deepest);
  const text = [body, ...fragments].join('\n');
  const declared = [
    ['id', 'ID!'],
    ['first', 'Int!'],
    ['yes', 'Boolean!'],
    ['no', 'Boolean!'],
    ['unsaid', 'Boolean! = true'],
  ].filter(([name]) => text.includes(`$${name}`));
  const declarations = declared.map(([name, type]) => `$${name}: ${type}`).join(', ');
  const values: Record<string, unknown> = { id, first: 2, yes: true, no: false };
  return {
    query: `query Random${declarations ? `(${declarations})` : ''} ${text}`,
    variables: Object.fromEntries(
      declared.flatMap(([name = '']) => (name in values ? [[name, values[name]] as const] : [])),
    ),
  };
}
