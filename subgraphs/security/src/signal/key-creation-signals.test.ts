import type { Caller } from '@intendant/kit/identity/caller';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { ApiKeyEntity } from '../api-key/api-key.entity.ts';
import { securityModule } from '../subgraph.ts';
import { aTenant, aUser, changeSetting } from '../testing/builders.ts';
import { errorCodes } from '../testing/errors-of.ts';
import { storedKeys } from '../testing/suspicious.ts';

const SIGNALS = `query ($first: Int) {
  keyCreationSignals(first: $first) {
    tenant { id } tenantName keys24h dailyMean30d createdBy assessment { state warnAt criticalAt } lastAt
  }
}`;
const hourMs = 3_600_000;
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([securityModule]);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.em('security').nativeDelete(ApiKeyEntity, {});
  db.clock.advance(hourMs);
});

interface Signal {
  tenantName: string | null;
  createdBy: string | null;
  assessment: { state: string; warnAt: number };
}

const signals = async (variables: object = {}, caller: Caller = aPlatformCaller()) =>
  dataOf<{ keyCreationSignals: Signal[] }>(await db.execute('security', SIGNALS, { ...variables }, caller))
    .keyCreationSignals;
const hoursAgo = (hours: number) => new Date(db.clock.now().getTime() - hours * hourMs);

async function aKnownTenant(name: string): Promise<string> {
  const { id } = await aTenant(db, { name });
  await db.drainJobs();
  return id;
}

it('sets the keys of a tenant beside its custom, and names who created most of them', async () => {
  const tenantId = await aKnownTenant('Opera');
  const ada = await aUser(db, { name: 'Ada' });
  await storedKeys(db, { tenantId, createdBy: ada.id, createdAt: hoursAgo(2) }, 3);
  await storedKeys(db, { tenantId, createdAt: hoursAgo(1) }, 2);
  await storedKeys(db, { tenantId, createdAt: hoursAgo(48) }, 15);
  await storedKeys(db, { tenantId, createdAt: hoursAgo(31 * 24 + 1) }, 10);

  expect(await signals()).toEqual([
    {
      tenant: { id: tenantId },
      tenantName: 'Opera',
      keys24h: 5,
      dailyMean30d: 0.5,
      createdBy: 'Ada',
      assessment: { state: 'WARN', warnAt: 5, criticalAt: 10 },
      lastAt: hoursAgo(1).toISOString(),
    },
  ]);
});

it('calls no spike what is a tenant’s custom, and critical what is twice a spike', async () => {
  const [busy, quiet] = [await aKnownTenant('Busy'), await aKnownTenant('Quiet')];
  await storedKeys(db, { tenantId: busy, createdAt: hoursAgo(48) }, 60);
  await storedKeys(db, { tenantId: busy }, 9);
  await storedKeys(db, { tenantId: quiet }, 10);

  expect(
    (await signals()).map(({ tenantName, assessment }) => [tenantName, assessment.state, assessment.warnAt]),
  ).toEqual([
    ['Quiet', 'CRITICAL', 5],
    ['Busy', 'OK', 10],
  ]);
});

it('shows keys of the platform without a tenant, and of keys and services by their names', async () => {
  const [key] = await storedKeys(db, { createdAt: hoursAgo(100) });
  await storedKeys(db, { createdBy: key ?? '' });
  await storedKeys(db, { tenantId: await aKnownTenant('Opera'), createdBy: 'service:standalone' });

  const byTenant = new Map((await signals()).map(({ tenantName, createdBy }) => [tenantName, createdBy]));

  expect(byTenant).toEqual(
    new Map([
      [null, 'ci'],
      ['Opera', 'standalone'],
    ]),
  );
});

it('judges by the thresholds in force', async () => {
  await storedKeys(db, { tenantId: await aKnownTenant('Opera') }, 2);
  const before = await signals();
  await changeSetting(db, 'security.key-creation-warn', 2);
  const after = await signals();
  await changeSetting(db, 'security.key-creation-warn', 5);

  expect([...before, ...after].map(({ assessment }) => assessment.state)).toEqual(['OK', 'WARN']);
});

it('costs one statement for any number of tenants, and none while it is kept', async () => {
  for (let count = 0; count < 5; count += 1) {
    await storedKeys(db, { tenantId: await aKnownTenant(`Opera ${count}`) });
  }
  await signals();
  db.clock.advance(hourMs);

  const first = await db.countStatements(() => signals());
  const second = await db.countStatements(() => signals({ first: 3 }));

  expect([first.result.length, second.result.length]).toEqual([5, 3]);
  expect([first.statements.length, second.statements.length]).toEqual([1, 0]);
});

it.each<[string, Caller, string]>([
  ['somebody anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a caller without audit:read', aPlatformCaller(['platform:read']), 'FORBIDDEN'],
  [
    'a tenant caller with platform:read by mistake',
    aTenantCaller('11111111-1111-4111-8111-111111111111'),
    'FORBIDDEN',
  ],
])('is refused to %s', async (_, caller, code) => {
  expect(errorCodes(await db.execute('security', SIGNALS, {}, caller))).toEqual([code]);
});
