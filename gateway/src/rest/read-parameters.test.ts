import { buildSchema, extendSchema, parse, type OperationDefinitionNode } from 'graphql';
import { localDirectives } from './local-directives.ts';
import { parameterOf } from './parameters.ts';
import { readParameters, type ReadParameters } from './read-parameters.ts';

const schema = extendSchema(
  buildSchema(
    'scalar DateTime type Query { a(id: ID): Int } enum Colour { RED GREEN } enum Unit { CM } input Filter { a: Int }',
  ),
  localDirectives,
);

function read(variables: string, search: string, path: Record<string, string> = {}): ReadParameters {
  const [operation] = parse(`query Q(${variables}) { a }`).definitions;
  const { variableDefinitions = [] } = operation as OperationDefinitionNode;
  const template = `/api/things${Object.keys(path)
    .map((name) => `/{${name}}`)
    .join('')}`;
  const parameters = variableDefinitions.map((each) => parameterOf(schema, template, each));
  return readParameters(parameters, new URLSearchParams(search), path);
}

const described = '@parameter(description: "x")';

describe('parameters of REST', () => {
  it.each([
    [`$text: String ${described}`, 'text=%20hello%20', { text: 'hello' }],
    [`$text: String ${described}`, 'text=', {}],
    [`$isOpen: Boolean @parameter(name: "open", description: "x")`, 'open=false', { isOpen: false }],
    [
      `$colours: [Colour!] @parameter(name: "colour", description: "x")`,
      'colour=red,GREEN',
      { colours: ['RED', 'GREEN'] },
    ],
    [
      `$colours: [Colour!] @parameter(name: "colour", description: "x")`,
      'colour=red&colour=green',
      { colours: ['RED', 'GREEN'] },
    ],
    [`$names: [String!] @parameter(enum: "Colour", description: "x")`, 'names=RED', { names: ['RED'] }],
    [`$at: DateTime ${described}`, 'at=2026-01-31T12:00:00%2B01:00', { at: '2026-01-31T12:00:00+01:00' }],
    [`$first: Int = 5 @parameter(description: "x", minimum: 1, maximum: 9)`, 'first=9', { first: 9 }],
    [`$targetType: String ${described}`, 'target_type=Tenant', { targetType: 'Tenant' }],
  ])('reads %s from %s', (variables, search, expected) => {
    expect(read(variables, search)).toEqual({ variables: expected });
  });

  it.each([
    [
      `$isOpen: Boolean @parameter(name: "open", description: "x")`,
      'open=yes',
      'open',
      'must be true or false',
    ],
    [`$colour: Colour ${described}`, 'colour=blue', 'colour', 'must be RED, GREEN'],
    [`$colour: Colour ${described}`, 'colour=red&colour=green', 'colour', 'may be given once'],
    [
      `$first: Int @parameter(description: "x", minimum: 1, maximum: 9)`,
      'first=0',
      'first',
      'must be a whole number from 1 to 9',
    ],
    [
      `$first: Int @parameter(description: "x", minimum: 1, maximum: 9)`,
      'first=1.5',
      'first',
      'must be a whole number from 1 to 9',
    ],
    [`$at: DateTime ${described}`, 'at=yesterday', 'at', expect.stringContaining('RFC 3339')],
    [`$text: String ${described}`, `text=${'x'.repeat(201)}`, 'text', 'must have at most 200 characters'],
    [`$text: String ${described}`, 'text=a%00b', 'text', 'must not contain control characters'],
    [`$id: ID ${described}`, 'id=%1B[2J', 'id', 'must not contain control characters'],
    [
      `$planKeys: [String!] @parameter(name: "plan", description: "x")`,
      'plan=pro,a%00',
      'plan',
      'must not contain control characters',
    ],
    [
      `$colours: [Colour!] @parameter(name: "colour", description: "x")`,
      `colour=${'red,'.repeat(51)}`,
      'colour',
      'must have at most 50 values',
    ],
    [`$needed: String! ${described}`, '', 'needed', 'is needed'],
  ])('refuses for %s what %s says', (variables, search, parameter, detail) => {
    expect(read(variables, search)).toEqual({ errors: [{ parameter, detail }] });
  });

  it('reads parameters of the path, whatever is asked for', () => {
    expect(read(`$id: ID! ${described}`, '', { id: 't1' })).toEqual({ variables: { id: 't1' } });
    expect(read(`$id: ID! ${described}`, '', { id: '\0' })).toEqual({ variables: { id: '\0' } });
  });

  it.each([
    ['a variable nobody described', '$text: String', /\$text of .* is not described/],
    ['an input object', `$filter: Filter ${described}`, /can be a Filter/],
  ])('refuses to compile %s', (_, variables, message) => {
    expect(() => read(variables, '')).toThrow(message);
  });
});
