import type { Caller } from '@intendant/kit/identity/caller';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { SignInFailureEntity } from '../session/sign-in-failure.entity.ts';
import { securityModule } from '../subgraph.ts';
import { aMember, aMembership, aTenant, aUser, changeSetting } from '../testing/builders.ts';
import { errorCodes } from '../testing/errors-of.ts';
import { refusedSignIns } from '../testing/suspicious.ts';

const SIGNALS = `query ($first: Int) {
  signInFailureSignals(first: $first) {
    tenant { id } tenantName failures accounts pattern assessment { state warnAt criticalAt } lastAt
  }
}`;
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

interface Signal {
  tenant: { id: string } | null;
  tenantName: string | null;
  failures: number;
  assessment: { state: string };
}

const signals = async (variables: object = {}, caller: Caller = aPlatformCaller()) =>
  dataOf<{ signInFailureSignals: Signal[] }>(await db.execute('security', SIGNALS, { ...variables }, caller))
    .signInFailureSignals;

async function aKnownTenant(name: string): Promise<string> {
  const { id } = await aTenant(db, { name });
  await db.drainJobs();
  return id;
}

it('names the tenant of whose people sign-ins were refused, how many and how they are spread', async () => {
  const tenantId = await aKnownTenant('Opera');
  const { user } = await aMember(db, tenantId, 'VIEWER');
  const { user: other } = await aMember(db, tenantId, 'VIEWER');
  await refusedSignIns(db, other.email);
  db.clock.advance(hourMs);
  await refusedSignIns(db, user.email, 9);

  expect(await signals()).toEqual([
    {
      tenant: { id: tenantId },
      tenantName: 'Opera',
      failures: 10,
      accounts: 2,
      pattern: 'ONE_ACCOUNT',
      assessment: { state: 'WARN', warnAt: 10, criticalAt: 50 },
      lastAt: db.clock.now().toISOString(),
    },
  ]);
});

it('counts platform staff and accounts that belong to nobody together, without a tenant', async () => {
  const tenantId = await aKnownTenant('Opera');
  const staff = await aUser(db, { platformRole: 'SUPPORT' });
  await aMembership(db, { user: staff, tenantId, role: 'VIEWER' });
  await refusedSignIns(db, staff.email, 2);
  await refusedSignIns(db, 'nobody@example.com');

  expect(await signals()).toMatchObject([{ tenant: null, tenantName: null, failures: 3, accounts: 2 }]);
});

it('counts somebody of several tenants in each, most failures first', async () => {
  const [one, other] = [await aKnownTenant('One'), await aKnownTenant('Other')];
  const { user } = await aMember(db, one, 'VIEWER');
  await aMembership(db, { user, tenantId: other, role: 'VIEWER' });
  const { user: colleague } = await aMember(db, other, 'VIEWER');
  await refusedSignIns(db, user.email, 2);
  await refusedSignIns(db, colleague.email);

  expect((await signals()).map(({ tenantName, failures }) => [tenantName, failures])).toEqual([
    ['Other', 3],
    ['One', 2],
  ]);
  expect(await signals({ first: 1 })).toHaveLength(1);
});

it('forgets what is older than 24 hours', async () => {
  await refusedSignIns(db, 'nobody@example.com');
  db.clock.advance(23 * hourMs);
  await refusedSignIns(db, 'nobody@example.com');
  db.clock.advance(hourMs);

  expect(await signals()).toMatchObject([{ failures: 1 }]);
});

it('judges by the thresholds in force, also when they changed a moment ago', async () => {
  await refusedSignIns(db, 'nobody@example.com', 3);
  const before = await signals();
  await changeSetting(db, 'security.sign-in-failures-critical', 3);
  const after = await signals();
  await changeSetting(db, 'security.sign-in-failures-critical', 50);

  expect([...before, ...after].map(({ assessment }) => assessment.state)).toEqual(['OK', 'CRITICAL']);
});

it('costs one statement for any number of tenants, and none while it is kept', async () => {
  for (let count = 0; count < 5; count += 1) {
    const { user } = await aMember(db, (await aTenant(db)).id, 'VIEWER');
    await refusedSignIns(db, user.email);
  }
  await signals();
  db.clock.advance(hourMs);

  const first = await db.countStatements(() => signals());
  const second = await db.countStatements(() => signals({ first: 3 }));

  expect([first.result.length, second.result.length]).toEqual([5, 3]);
  expect([first.statements.length, second.statements.length]).toEqual([1, 0]);
});

it('refuses a page of no sensible size', async () => {
  expect(errorCodes(await db.execute('security', SIGNALS, { first: 101 }))).toEqual(['BAD_USER_INPUT']);
});

it.each<[string, Caller, string]>([
  ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a caller without audit:read', aPlatformCaller(['platform:read']), 'FORBIDDEN'],
  ['a tenant caller', aTenantCaller('11111111-1111-4111-8111-111111111111', ['audit:read']), 'FORBIDDEN'],
  [
    'a tenant caller with platform:read by mistake',
    aTenantCaller('11111111-1111-4111-8111-111111111111'),
    'FORBIDDEN',
  ],
])('is refused to %s', async (_, caller, code) => {
  expect(errorCodes(await db.execute('security', SIGNALS, {}, caller))).toEqual([code]);
});
