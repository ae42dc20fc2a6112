import { randomUUID } from 'node:crypto';
import type { Caller } from '@intendant/kit/identity/caller';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { SignInFailureEntity } from '../session/sign-in-failure.entity.ts';
import { securityModule } from '../subgraph.ts';
import { aMember, aMembership, aTenant, aUser } from '../testing/builders.ts';
import { errorCodes } from '../testing/errors-of.ts';
import { refusedSignIns } from '../testing/suspicious.ts';

const FAILURES = `query ($filter: SignInFailureFilter, $first: Int, $after: String) {
  signInFailures(filter: $filter, first: $first, after: $after) {
    nodes { at email reason user { id } tenants { id } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`;
const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { userErrors { code } } }';
const hourMs = 3_600_000;
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.em('security').nativeDelete(SignInFailureEntity, {});
  db.clock.advance(hourMs);
});

interface Page {
  nodes: { email: string | null; reason: string; tenants: { id: string }[] }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number;
}

const list = async (variables: object = {}, caller: Caller = aPlatformCaller()) =>
  dataOf<{ signInFailures: Page }>(await db.execute('security', FAILURES, { ...variables }, caller))
    .signInFailures;
const emails = async (filter: object) => (await list({ filter })).nodes.map(({ email }) => email);

/** Somebody of a tenant, of staff who belongs to it as well, and an address nobody has; each refused once. */
async function refusedOfAllKinds() {
  const tenant = await aTenant(db);
  await db.drainJobs();
  const { user } = await aMember(db, tenant.id, 'VIEWER');
  const staff = await aUser(db, { platformRole: 'SUPPORT' });
  await aMembership(db, { user: staff, tenantId: tenant.id, role: 'VIEWER' });
  const unknown = `${randomUUID()}@example.com`;
  for (const email of [user.email, staff.email, unknown]) {
    await refusedSignIns(db, email);
    db.clock.advance(1);
  }
  return { tenant, user, staff, unknown };
}

it('shows who was refused, when, why and of which tenant, the latest first', async () => {
  const { tenant, user } = await refusedOfAllKinds();
  await db.execute('security', SIGN_IN, { input: { email: 'nobody@example.com', password: 'x' } }, anonymous);

  const { nodes, totalCount } = await list();

  expect(nodes[0]).toEqual({
    at: db.clock.now().toISOString(),
    email: 'nobody@example.com',
    reason: 'UNKNOWN_EMAIL',
    user: null,
    tenants: [],
  });
  expect(nodes.at(-1)).toMatchObject({
    email: user.email,
    reason: 'WRONG_PASSWORD',
    user: { id: user.id },
    tenants: [{ id: tenant.id }],
  });
  expect([nodes.length, totalCount]).toEqual([4, 4]);
});

it('finds those of a tenant’s people, and those of nobody’s, as the signals count them', async () => {
  const { tenant, user, staff, unknown } = await refusedOfAllKinds();
  const other = await aTenant(db);

  expect(await emails({ tenantId: tenant.id })).toEqual([user.email]);
  expect(await emails({ tenantId: other.id })).toEqual([]);
  expect(await emails({ tenantId: 'none of ours' })).toEqual([]);
  expect(await emails({ hasTenant: true })).toEqual([user.email]);
  expect(await emails({ hasTenant: false })).toEqual([unknown, staff.email]);
});

it('finds those of an account, for a reason and of a time', async () => {
  const { user, staff } = await refusedOfAllKinds();
  const from = db.clock.now().toISOString();
  await db.execute('security', SIGN_IN, { input: { email: user.email, password: 'wrong' } }, anonymous);
  await db.execute('security', SIGN_IN, { input: { email: 'nobody@example.com', password: 'x' } }, anonymous);

  expect(await emails({ email: ` ${user.email.toUpperCase()}` })).toEqual([user.email, user.email]);
  expect(await emails({ reasons: ['UNKNOWN_EMAIL'] })).toEqual(['nobody@example.com']);
  expect(await emails({ reasons: [] })).toEqual([]);
  expect(await emails({ email: user.email, from })).toEqual([user.email]);
  expect(await emails({ email: staff.email, to: from })).toEqual([staff.email]);
  expect(await emails({ email: staff.email, from })).toEqual([]);
});

it('never shows what was typed when it is no address: it may be a password', async () => {
  await db.execute('security', SIGN_IN, { input: { email: 'My Secret 123', password: '' } }, anonymous);

  expect((await list()).nodes).toMatchObject([{ email: null, reason: 'UNKNOWN_EMAIL' }]);
});

it('pages through failures of one instant without losing or repeating any', async () => {
  const accounts = Array.from({ length: 5 }, (_, index) => `p${index}@example.com`);
  for (const email of accounts) {
    await refusedSignIns(db, email);
  }

  const seen: (string | null)[] = [];
  let after: string | null = null;
  do {
    const { nodes, pageInfo }: Page = await list({ first: 2, after });
    seen.push(...nodes.map(({ email }) => email));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);

  expect(seen.sort()).toEqual(accounts);
});

it('costs three statements with the count and the people, however many are shown', async () => {
  for (let count = 0; count < 4; count += 1) {
    await refusedOfAllKinds();
  }

  const few = await db.countStatements(() => list({ first: 2 }));
  const many = await db.countStatements(() => list({ first: 50 }));

  expect([few.statements.length, many.statements.length]).toEqual([3, 3]);
});

it.each([
  ['a page too large', { first: 101 }],
  ['a cursor that is none of ours', { after: 'nonsense' }],
  ['an address with control characters', { filter: { email: 'a\0b' } }],
])('refuses %s', async (_, variables) => {
  expect(errorCodes(await db.execute('security', FAILURES, variables))).toEqual(['BAD_USER_INPUT']);
});

it.each<[string, Caller, string]>([
  ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a caller who may not read the log', aPlatformCaller(['platform:read', 'users:read']), 'FORBIDDEN'],
  ['the owner of a tenant', aTenantCaller(randomUUID()), 'FORBIDDEN'],
  [
    'a tenant that claims the permission',
    aTenantCaller(randomUUID(), ['platform:read', 'audit:read']),
    'FORBIDDEN',
  ],
])('is refused to %s, also for one’s own tenant', async (_, caller, code) => {
  const tenantId = caller.kind === 'anonymous' ? null : caller.tenantId;
  const result = await db.execute('security', FAILURES, { filter: { tenantId } }, caller);

  expect(result.data).toMatchObject({ signInFailures: null });
  expect(errorCodes(result)).toEqual([code]);
});
