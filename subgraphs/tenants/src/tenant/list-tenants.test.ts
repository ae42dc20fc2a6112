import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { tenantsModule } from '../subgraph.ts';
import { aTenant } from '../testing/a-tenant.ts';
import { TenantEntity } from './tenant.entity.ts';

const TENANTS = `query ($query: String, $statuses: [TenantStatus!], $first: Int, $after: String) {
  tenants(query: $query, statuses: $statuses, first: $first, after: $after) {
    edges { cursor node { id } }
    nodes { id name status }
    pageInfo { hasNextPage hasPreviousPage endCursor }
    totalCount
  }
}`;

interface Tenants {
  tenants: {
    edges: { cursor: string; node: { id: string } }[];
    nodes: { id: string; name: string; status: string }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
    totalCount: number;
  };
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([tenantsModule]);
});
afterAll(() => db.close());
beforeEach(() => db.em('tenants').nativeDelete(TenantEntity, {}));

async function list(variables: Record<string, unknown> = {}, caller = aPlatformCaller(['tenants:read'])) {
  return dataOf<Tenants>(await db.execute('tenants', TENANTS, variables, caller)).tenants;
}

const namesOf = (page: Tenants['tenants']) => page.nodes.map(({ name }) => name);

it('lists tenants by name, page by page, each once', async () => {
  for (const name of ['Elbe', 'Alster', 'Weser', 'Alster', 'Trave']) {
    await aTenant(db, { name });
  }

  const first = await list({ first: 2 });
  const second = await list({ first: 2, after: first.pageInfo.endCursor });
  const third = await list({ first: 2, after: second.pageInfo.endCursor });

  const pages = [first, second, third];
  expect(pages.map(namesOf)).toEqual([['Alster', 'Alster'], ['Elbe', 'Trave'], ['Weser']]);
  expect(pages.map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
  expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, true, true]);
  expect(new Set(pages.flatMap(({ edges }) => edges.map(({ node }) => node.id))).size).toBe(5);
  expect(third.totalCount).toBe(5);
});

it('finds a part of the name or slug, taken literally, or a whole id', async () => {
  const { id } = await aTenant(db, { name: 'Elbphilharmonie', slug: 'elphi' });
  await aTenant(db, { name: '100% Weser', slug: 'weser' });

  expect(namesOf(await list({ query: ' PHILHARM ' }))).toEqual(['Elbphilharmonie']);
  expect(namesOf(await list({ query: 'elph' }))).toEqual(['Elbphilharmonie']);
  expect(namesOf(await list({ query: id.toUpperCase() }))).toEqual(['Elbphilharmonie']);
  expect(namesOf(await list({ query: '%' }))).toEqual(['100% Weser']);
  expect((await list({ query: 'nobody' })).totalCount).toBe(0);
});

it('leaves out deleted tenants unless they are asked for', async () => {
  await aTenant(db, { name: 'Elbe' });
  await aTenant(db, { name: 'Trave', status: 'SUSPENDED' });
  const { id } = await aTenant(db, { name: 'Weser' });
  await db.em('tenants').nativeUpdate(TenantEntity, { id }, { status: 'DELETED' });

  expect(namesOf(await list())).toEqual(['Elbe', 'Trave']);
  expect(namesOf(await list({ statuses: ['SUSPENDED', 'DELETED'] }))).toEqual(['Trave', 'Weser']);
  expect(namesOf(await list({ statuses: [] }))).toEqual([]);
});

it('shows a tenant’s callers their own tenant and counts no other', async () => {
  const mine = await aTenant(db, { name: 'Elbe' });
  const other = await aTenant(db, { name: 'Weser' });
  const caller = aTenantCaller(mine.id, ['tenants:read']);

  expect(await list({}, caller)).toMatchObject({ nodes: [{ id: mine.id }], totalCount: 1 });
  expect(await list({ query: other.id }, caller)).toMatchObject({ nodes: [], totalCount: 0 });
});

it('takes two statements, however many tenants there are', async () => {
  const count = async () => (await db.countStatements(() => list())).statements.length;
  await aTenant(db);
  const ofOne = await count();
  for (let more = 0; more < 11; more += 1) {
    await aTenant(db);
  }

  expect([ofOne, await count()]).toEqual([2, 2]);
});

it.each([
  [{ first: 101 }, ['first']],
  [{ after: 'nonsense' }, ['after']],
  [{ after: Buffer.from('["Elbe","no-uuid"]').toString('base64url') }, ['after']],
  [{ query: 'a\0b' }, ['query']],
  [{ query: 'a'.repeat(201) }, ['query']],
])('refuses %j', async (variables, field) => {
  const { errors } = await db.execute('tenants', TENANTS, variables, aPlatformCaller(['tenants:read']));

  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
});

it('refuses callers without the permission to read tenants', async () => {
  const results = await Promise.all([
    db.execute('tenants', TENANTS, {}, anonymous),
    db.execute('tenants', TENANTS, {}, aPlatformCaller(['billing:read'])),
  ]);

  const codes = results.map(({ errors }) => errors?.[0]?.extensions['code']);
  expect(codes).toEqual(['UNAUTHENTICATED', 'FORBIDDEN']);
});
