import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { buildSchema, isObjectType, parse } from 'graphql';
import { loadFederation } from '../supergraph/federation.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';
import { compilePermissionMap } from './permission-map.ts';

const supergraphSdl = readFileSync(join(import.meta.dirname, '../../../schema/supergraph.graphql'), 'utf8');

describe('the permission map', () => {
  it('has a decision for every field of the committed supergraph', () => {
    expect(compilePermissionMap(parse(supergraphSdl)).undecided).toEqual([]);
  });

  it('names a field without a decision', () => {
    const map = compilePermissionMap(
      parse('type Query @public { a: A } type A { b: Int c: Int @authenticated }'),
    );

    expect(map.undecided).toEqual(['A.b']);
  });

  it('lets nobody see what is internal', () => {
    const { apiSchema } = loadFederation(supergraphSdl);
    const types = Object.values(apiSchema.getTypeMap()).filter(isObjectType);
    const permissions = compilePermissionMap(parse(supergraphSdl));
    const internal = types.flatMap((type) =>
      Object.keys(type.getFields()).filter((field) => {
        const decision = permissions.decisionOf(type.name, field);
        return decision?.kind === 'scopes' && decision.scopes.flat().includes('service:internal');
      }),
    );

    expect(internal).toEqual([]);
    expect(apiSchema.getQueryType()?.getFields()['resolveCredential']).toBeUndefined();
  });

  it('shows clients exactly the committed API schema', () => {
    const committed = readFileSync(join(import.meta.dirname, '../../../schema/api.graphql'), 'utf8');
    const names = (schema: ReturnType<typeof buildSchema>): string[] =>
      Object.keys(schema.getTypeMap())
        .filter((name) => !name.startsWith('__'))
        .sort();

    expect(names(loadFederation(supergraphSdl).apiSchema)).toEqual(names(buildSchema(committed)));
  });
});

describe('authorisation of an operation', () => {
  let gateway: TestGateway;

  const as = (...permissions: Parameters<typeof aPlatformCaller>[0] & object): string => {
    const secret = `with.${permissions.join('.')}`;
    gateway.world.credentials.set(secret, { caller: aPlatformCaller(permissions, { id: secret }) });
    return secret;
  };

  beforeAll(async () => {
    gateway = await startGateway();
  });

  beforeEach(() => {
    gateway.world.calls.length = 0;
  });

  afterAll(() => gateway.close());

  it('refuses the whole operation before any subgraph is asked, and says where what is missing', async () => {
    const answer = await gateway.query('{ greeting busiest { executions name parent { name } } }', {
      secret: as('health:read'),
    });

    expect(answer.status).toBe(403);
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toMatchObject([
      {
        extensions: {
          code: 'FORBIDDEN',
          missingScopes: ['tenants:read'],
          paths: ['busiest.name', 'busiest.parent', 'busiest.parent.name'],
        },
      },
    ]);
    expect(gateway.world.calls.filter((call) => !call.startsWith('security'))).toEqual([]);
  });

  it('lets a caller in who holds all scopes of one of the alternatives', async () => {
    const query = '{ tenant(id: "t1") { email } }';
    const answers = await Promise.all([
      gateway.query(query, { secret: as('tenants:read') }),
      gateway.query(query, { secret: as('tenants:read', 'users:read') }),
      gateway.query(query, { secret: as('tenants:write') }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([403, 200, 200]);
  });

  it('finds fields in fragments of every kind', async () => {
    const query = `{ owners { __typename ... on Robot { model } ...T } } fragment T on Tenant { ... { name } }`;
    const answer = await gateway.query(query, { secret: as() });

    expect(answer.errors[0]?.extensions).toMatchObject({
      missingScopes: ['keys:read', 'tenants:read'],
      paths: ['owners.model', 'owners.name'],
    });
  });

  it('asks for everything that may implement an interface', async () => {
    const answer = await gateway.query('{ named { name } }', { secret: as('keys:read') });

    expect(answer.errors[0]?.extensions).toMatchObject({ missingScopes: ['tenants:read'] });
  });

  it.each([
    [true, false, 403],
    [false, false, 200],
    [true, true, 200],
  ])(
    'counts a field with @include(%s) and @skip(%s) only when it takes part',
    async (include, skip, status) => {
      const query = `query ($i: Boolean!, $s: Boolean = ${skip}) {
      tenant(id: "t1") { id ... @include(if: $i) { name @skip(if: $s) } }
    }`;
      const answer = await gateway.query(query, { secret: as(), variables: { i: include } });

      expect(answer.status).toBe(status);
    },
  );

  it('refuses nobody a constant that takes no part', async () => {
    const answer = await gateway.query('{ greeting tenants @skip(if: true) { total } }');

    expect(answer).toMatchObject({ status: 200, data: { greeting: 'Hello you' } });
  });
});
