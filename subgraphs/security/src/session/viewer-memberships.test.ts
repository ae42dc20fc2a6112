import { randomUUID } from 'node:crypto';
import { anonymous, aKey, aPlatformCaller, aService, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { securityModule } from '../subgraph.ts';
import { aMember, aMembership, aTenant, aUser, password } from '../testing/builders.ts';
import { callerOf, tokenOf } from '../testing/credentials.ts';

const FIELDS = 'id tenant { id } memberships { tenantId tenantName role }';
const SIGN_IN = `mutation ($input: SignInInput!) {
  signIn(input: $input) { sessionToken viewer { ${FIELDS} } userErrors { code } }
}`;

interface Answer {
  viewer: { id: string; tenant: { id: string } | null; memberships: object[] } | null;
}

let db: TestDatabase;
beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());

const viewer = async (caller: Parameters<TestDatabase['execute']>[3]): Promise<Answer['viewer']> =>
  dataOf<Answer>(await db.execute('security', `{ viewer { ${FIELDS} } }`, {}, caller)).viewer;

/** Somebody of two tenants; a third one, with a member of its own, is none of theirs. */
async function aMemberOfTwo() {
  const [first, second, foreign] = [
    await aTenant(db, { name: 'Elbe' }),
    await aTenant(db, { name: 'Weser' }),
    await aTenant(db, { name: 'Trave' }),
  ];
  const { user } = await aMember(db, first.id, 'VIEWER');
  db.clock.advance(1000);
  await aMembership(db, { user, tenantId: second.id, role: 'OWNER' });
  await aMember(db, foreign.id, 'OWNER');
  await aMember(db, first.id, 'ADMIN');
  await db.drainJobs();
  const memberships = [
    { tenantId: first.id, tenantName: 'Elbe', role: 'VIEWER' },
    { tenantId: second.id, tenantName: 'Weser', role: 'OWNER' },
  ];
  return { user, first, second, memberships };
}

it('tells a person of several tenants at sign-in which ones there are to choose from, and nobody else’s', async () => {
  const { user, memberships } = await aMemberOfTwo();

  const result = await db.execute('security', SIGN_IN, { input: { email: user.email, password } }, anonymous);

  expect(dataOf<{ signIn: object }>(result).signIn).toEqual({
    sessionToken: expect.any(String),
    viewer: { id: user.id, tenant: null, memberships },
    userErrors: [],
  });
});

it('tells nothing for a wrong password', async () => {
  const { user } = await aMemberOfTwo();
  const input = { email: user.email, password: 'wrong' };

  const result = await db.execute('security', SIGN_IN, { input }, anonymous);

  expect(dataOf<{ signIn: object }>(result).signIn).toEqual({
    sessionToken: null,
    viewer: null,
    userErrors: [{ code: 'INVALID_CREDENTIALS' }],
  });
});

it('shows a person who acts in one tenant the others, too, so that it can be changed', async () => {
  const { user, second, memberships } = await aMemberOfTwo();

  const seen = await viewer(await callerOf(db, await tokenOf(db, user), second.id));

  expect(seen).toEqual({ id: user.id, tenant: { id: second.id }, memberships });
});

it('shows a tenant’s caller nobody else’s memberships, also in the same tenant', async () => {
  const { first } = await aMemberOfTwo();
  const stranger = aTenantCaller(first.id, ['users:read'], { id: randomUUID() });

  expect(await viewer(stranger)).toMatchObject({ memberships: [] });
});

it('is empty for the platform’s own, keys and services', async () => {
  const user = await aUser(db, { platformRole: 'SUPPORT' });
  const callers = [aPlatformCaller([], { id: user.id }), aKey([]), aService()];

  const seen = await Promise.all(callers.map(viewer));

  expect(seen.map((each) => each?.memberships)).toEqual([[], [], []]);
});

it('costs one statement however many tenants there are, and none for keys', async () => {
  const { user, first } = await aMemberOfTwo();
  const statementsOf = async (
    caller: Parameters<TestDatabase['execute']>[3],
    fields: string,
  ): Promise<number> =>
    (await db.countStatements(() => db.execute('security', `{ viewer { ${fields} } }`, {}, caller)))
      .statements.length;
  const person = aTenantCaller(first.id, [], { id: user.id });
  const key = aKey([], { id: randomUUID() });
  const cost = async (caller: typeof person): Promise<number> =>
    (await statementsOf(caller, FIELDS)) - (await statementsOf(caller, 'id tenant { id }'));

  expect([await cost(person), await cost(key)]).toEqual([1, 0]);
});
