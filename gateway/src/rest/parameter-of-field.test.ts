import { GraphQLError, parse, type OperationDefinitionNode } from 'graphql';
import { parameterOfField } from './parameter-of-field.ts';
import { problemOfError } from './problem.ts';

const [operation] = parse(/* GraphQL */ `
  query Q($plans: [String!], $actor: ID, $sort: Sort, $first: Int, $range: Range) {
    tenants(filter: { planKeys: $plans, callerId: $actor }, sort: { field: $sort }, first: $first) {
      nodes {
        executions(range: $range)
        workflows(first: 10)
      }
    }
  }
`).definitions;

const find = parameterOfField(operation as OperationDefinitionNode, [
  { name: 'plan', variable: 'plans' },
  { name: 'actor', variable: 'actor' },
  { name: 'sort', variable: 'sort' },
  { name: 'first', variable: 'first' },
  { name: 'range', variable: 'range' },
]);

describe('the parameter an error is about', () => {
  it.each([
    [['filter', 'planKeys', '0'], 'plan'],
    [['filter', 'planKeys'], 'plan'],
    [['filter', 'callerId'], 'actor'],
    [['sort', 'field'], 'sort'],
    [['first'], 'first'],
    [['range'], 'range'],
  ])('of %j is %s', (field, parameter) => {
    expect(find(field)).toBe(parameter);
  });

  it.each([[['filter']], [['filter', 'statuses', '0']], [['0']], [[]], [null], [undefined], ['first']])(
    'of %j is none',
    (field) => {
      expect(find(field)).toBeNull();
    },
  );

  it('is named in the problem, and nothing is where there is none', () => {
    const errorOf = (field: string[]): GraphQLError =>
      new GraphQLError('must not contain NUL', { extensions: { code: 'BAD_USER_INPUT', field } });

    expect(problemOfError(errorOf(['filter', 'planKeys', '0']), find)).toMatchObject({
      status: 400,
      errors: [{ parameter: 'plan', detail: 'must not contain NUL' }],
    });
    expect(problemOfError(errorOf(['filter', 'statuses']), find)).not.toHaveProperty('errors');
  });

  it.each([
    [['filter', 'planKeys'], 'The value of the parameter plan needs the permission billing:read.'],
    [['sort', 'field'], 'The value of the parameter sort needs the permission billing:read.'],
    [['filter', 'isTrialing'], 'This needs the permission billing:read.'],
  ])('is what a caller who may not use %j is told of, with the permission', (field, detail) => {
    const error = new GraphQLError(`${field.join('.')} needs the permission billing:read.`, {
      extensions: { code: 'FORBIDDEN', missingScopes: ['billing:read'], field },
    });

    expect(problemOfError(error, find)).toMatchObject({
      status: 403,
      detail,
      missingScopes: ['billing:read'],
    });
  });
});
