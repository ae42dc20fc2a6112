import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from '../subgraph.ts';
import { aMember, aMembership, aTenant, aUser } from '../testing/builders.ts';
import { errorCodes } from '../testing/errors-of.ts';
import { UserEntity } from './user.entity.ts';

const USERS = `query ($query: String, $hasPlatformRole: Boolean, $first: Int, $after: String) {
  users(query: $query, hasPlatformRole: $hasPlatformRole, first: $first, after: $after) {
    nodes { id name platformRole memberships { role tenant { id } user { name } } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
    totalCount
  }
}`;
const USER = 'query ($id: ID!) { user(id: $id) { name platformRole memberships { tenant { id } } } }';

interface Users {
  users: {
    nodes: {
      id: string;
      name: string;
      platformRole: string | null;
      memberships: { tenant: { id: string } }[];
    }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    totalCount: number;
  };
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(() => db.em('security').nativeDelete(UserEntity, {}));

async function list(variables: Record<string, unknown> = {}, caller = aPlatformCaller()) {
  return dataOf<Users>(await db.execute('security', USERS, variables, caller)).users;
}

const namesOf = (page: Users['users']) => page.nodes.map((user) => user.name);

it('lists users by name, page by page, each once', async () => {
  for (const name of ['Dora', 'Anna', 'Carl', 'Anna', 'Bert']) {
    await aUser(db, { name });
  }

  const first = await list({ first: 2 });
  const second = await list({ first: 2, after: first.pageInfo.endCursor });
  const third = await list({ first: 2, after: second.pageInfo.endCursor });

  expect([first, second, third].map(namesOf)).toEqual([['Anna', 'Anna'], ['Bert', 'Carl'], ['Dora']]);
  expect([first, second, third].map((page) => page.pageInfo.hasNextPage)).toEqual([true, true, false]);
  expect(new Set([first, second, third].flatMap((page) => page.nodes.map((user) => user.id))).size).toBe(5);
  expect(third.totalCount).toBe(5);
});

it('finds part of a name or address, and takes % and _ literally', async () => {
  await aUser(db, { name: 'Anna Beispiel', email: 'a@example.com' });
  await aUser(db, { name: 'Carl', email: 'carl_100%@example.com' });

  expect(namesOf(await list({ query: 'BEISP' }))).toEqual(['Anna Beispiel']);
  expect(namesOf(await list({ query: '_100%' }))).toEqual(['Carl']);
  expect(namesOf(await list({ query: '%' }))).toEqual(['Carl']);
  expect((await list({ query: 'beisp' })).totalCount).toBe(1);
});

it('tells platform staff from others', async () => {
  await aUser(db, { name: 'Staff', platformRole: 'SUPPORT' });
  await aUser(db, { name: 'Other' });

  expect(namesOf(await list({ hasPlatformRole: true }))).toEqual(['Staff']);
  expect(namesOf(await list({ hasPlatformRole: false }))).toEqual(['Other']);
});

it('costs the same statements for one user and for many with their memberships', async () => {
  const tenant = await aTenant(db);
  const count = async () => (await db.countStatements(() => list())).statements.length;
  await aMember(db, tenant.id, 'OWNER');
  const one = await count();
  for (let index = 0; index < 10; index += 1) {
    const { user } = await aMember(db, tenant.id, 'VIEWER');
    await aMembership(db, { user, tenantId: randomUUID(), role: 'VIEWER' });
  }

  expect(await count()).toBe(one);
  expect(one).toBe(4);
});

it('refuses a page beyond the cap, a cursor that is not ours and control characters', async () => {
  expect(errorCodes(await db.execute('security', USERS, { query: 'a\u0000' }))).toEqual(['BAD_USER_INPUT']);
  expect(errorCodes(await db.execute('security', USERS, { first: 101 }))).toEqual(['BAD_USER_INPUT']);
  for (const after of ['nonsense', Buffer.from('["Anna"]').toString('base64url')]) {
    expect(errorCodes(await db.execute('security', USERS, { after }))).toEqual(['BAD_USER_INPUT']);
  }
});

describe('a tenant caller', () => {
  it('sees the members of its own tenant, with their membership there only and no platform role', async () => {
    const [own, other] = [await aTenant(db), await aTenant(db)];
    const { user } = await aMember(db, own.id, 'OWNER', { name: 'Both', platformRole: 'ADMIN' });
    await aMembership(db, { user, tenantId: other.id, role: 'VIEWER' });
    await aMember(db, other.id, 'OWNER', { name: 'Stranger' });

    const page = await list({}, aTenantCaller(own.id));

    expect(page).toMatchObject({
      nodes: [{ name: 'Both', platformRole: null, memberships: [{ tenant: { id: own.id } }] }],
      totalCount: 1,
    });
    expect(namesOf(await list({ hasPlatformRole: true }, aTenantCaller(own.id)))).toEqual([]);
    expect(namesOf(await list({ hasPlatformRole: false }, aTenantCaller(own.id)))).toEqual(['Both']);
  });

  it('does not find people of other tenants by id', async () => {
    const [own, other] = [await aTenant(db), await aTenant(db)];
    const { user } = await aMember(db, other.id, 'OWNER');
    const find = async (caller: ReturnType<typeof aTenantCaller>) =>
      dataOf(await db.execute('security', USER, { id: user.id }, caller))['user'];

    expect(await find(aTenantCaller(own.id))).toBeNull();
    expect(await find(aTenantCaller(other.id))).toMatchObject({ name: 'Clara' });
  });

  it('does not resolve references to people and memberships of other tenants', async () => {
    const [own, other] = [await aTenant(db), await aTenant(db)];
    const { user, membership } = await aMember(db, other.id, 'OWNER');
    const representations = [
      { __typename: 'User', id: user.id },
      { __typename: 'Membership', id: membership.id },
    ];
    const resolve = async (tenantId: string) =>
      dataOf<{ _entities: unknown[] }>(
        await db.execute(
          'security',
          `query ($representations: [_Any!]!) {
            _entities(representations: $representations) { ... on User { name } ... on Membership { role } }
          }`,
          { representations },
          aTenantCaller(tenantId),
        ),
      )._entities;

    expect(await resolve(own.id)).toEqual([null, null]);
    expect(await resolve(other.id)).toEqual([{ name: 'Clara' }, { role: 'OWNER' }]);
  });
});

it('finds nobody for an id that is unknown or none', async () => {
  for (const id of [randomUUID(), 'not-an-id']) {
    expect(dataOf(await db.execute('security', USER, { id }))).toEqual({ user: null });
  }
});

it.each([
  ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a caller without users:read', aPlatformCaller(['platform:read']), 'FORBIDDEN'],
])('is refused to %s', async (_, caller, code) => {
  const user = await aUser(db);

  expect(errorCodes(await db.execute('security', USERS, {}, caller))).toEqual([code]);
  expect(errorCodes(await db.execute('security', USER, { id: user.id }, caller))).toEqual([code]);
});
