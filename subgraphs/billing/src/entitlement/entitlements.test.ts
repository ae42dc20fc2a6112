import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { cancelSubscription } from '../subscription/cancel-subscription.ts';
import { aMeasurement, anOverride, gib, measured } from '../testing/a-measurement.ts';
import { aSubscriber, aTenant, billingContext, dayMs } from '../testing/a-subscriber.ts';

const CATALOGUE = `query Entitlements { entitlements { key name unit period } }`;
const PLANS = `query Plans { plans { key entitlements { entitlement { key } limit } } }`;
const TENANTS = `
  query Tenants($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on Tenant {
        id
        entitlements {
          entitlement { key } used limit planLimit ratio measuredAt
          assessment { state warnAt criticalAt }
          override { id limit status tenant { id } entitlement { name } }
        }
      }
    }
  }`;

interface Usage {
  entitlement: { key: string };
  used: number;
  limit: number | null;
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

async function read(
  ids: string[],
  caller = aPlatformCaller(),
): Promise<({ entitlements: Usage[] } | null)[]> {
  const representations = ids.map((id) => ({ __typename: 'Tenant', id }));
  const result = await db.execute('billing', TENANTS, { representations }, caller);
  return dataOf<{ _entities: ({ entitlements: Usage[] } | null)[] }>(result)._entities;
}

async function usageOf(id: string, key: string): Promise<Usage | undefined> {
  const [tenant] = await read([id]);
  return tenant?.entitlements.find(({ entitlement }) => entitlement.key === key);
}

const keys = ['executions', 'api-requests', 'workflows', 'environments', 'storage', 'users'];

it('lists everything a plan can limit', async () => {
  const { entitlements } = dataOf<{ entitlements: { key: string }[] }>(
    await db.execute('billing', CATALOGUE),
  );

  expect(entitlements.map(({ key }) => key)).toEqual(keys);
  expect(entitlements).toContainEqual({
    key: 'executions',
    name: 'Executions',
    unit: 'COUNT',
    period: 'MONTH',
  });
  expect(entitlements).toContainEqual({ key: 'storage', name: 'Storage', unit: 'BYTES', period: 'NOW' });
});

it('says what each plan grants, for all plans with one statement more', async () => {
  const { result, statements } = await db.countStatements(() => db.execute('billing', PLANS));

  const { plans } = dataOf<{
    plans: { key: string; entitlements: { entitlement: { key: string }; limit: number | null }[] }[];
  }>(result);
  const limits = Object.fromEntries(
    plans.map(({ key, entitlements }) => [key, entitlements.map(({ limit }) => limit)]),
  );
  expect(plans[0]?.entitlements.map(({ entitlement }) => entitlement.key)).toEqual(keys);
  expect(limits).toEqual({
    free: [1_000, 10_000, 5, 2, 5 * gib, 3],
    pro: [25_000, 100_000, 25, 5, 25 * gib, 10],
    agency: [250_000, 1_000_000, 100, 10, 250 * gib, 50],
    enterprise: [null, null, null, null, null, null],
  });
  expect(statements).toHaveLength(2);
});

it('shows a tenant’s usage against each limit in the catalogue’s order', async () => {
  const tenantId = await aSubscriber(db, { planKey: 'pro' });
  await measured(db, aMeasurement(db, tenantId, { executionsMonth: 20_000, storageBytes: 30 * gib }));

  const [tenant] = await read([tenantId]);

  expect(tenant?.entitlements.map(({ entitlement }) => entitlement.key)).toEqual(keys);
  expect(await usageOf(tenantId, 'executions')).toEqual({
    entitlement: { key: 'executions' },
    used: 20_000,
    limit: 25_000,
    planLimit: 25_000,
    ratio: 0.8,
    measuredAt: db.clock.now().toISOString(),
    assessment: { state: 'WARN', warnAt: 0.8, criticalAt: 1 },
    override: null,
  });
  expect(await usageOf(tenantId, 'storage')).toMatchObject({ ratio: 1.2, assessment: { state: 'CRITICAL' } });
  expect(await usageOf(tenantId, 'users')).toMatchObject({
    used: 0,
    measuredAt: null,
    assessment: { state: 'UNKNOWN' },
  });
});

it('puts the override in force before the plan’s limit, to the second in which it expires', async () => {
  const tenantId = await aSubscriber(db, { planKey: 'free' });
  const { id } = await anOverride(db, tenantId, {
    limit: 12,
    expiresAt: new Date(db.clock.now().getTime() + dayMs),
  });

  db.clock.advance(dayMs - 1);
  const before = await usageOf(tenantId, 'workflows');
  db.clock.advance(1);
  const after = await usageOf(tenantId, 'workflows');

  expect(before).toMatchObject({
    limit: 12,
    planLimit: 5,
    override: {
      id,
      limit: 12,
      status: 'IN_FORCE',
      tenant: { id: tenantId },
      entitlement: { name: 'Workflows' },
    },
  });
  expect(after).toMatchObject({ limit: 5, planLimit: 5, override: null });
});

it('counts usage of a month and a day that have passed as none', async () => {
  db.clock.set(new Date('2026-11-30T23:59:00.000Z'));
  const tenantId = await aSubscriber(db);
  await measured(db, aMeasurement(db, tenantId, { executionsMonth: 7, apiRequestsDay: 8, workflows: 9 }));
  const used = async (): Promise<(number | undefined)[]> => {
    const [tenant] = await read([tenantId]);
    return tenant?.entitlements.slice(0, 3).map((usage) => usage.used) ?? [];
  };

  const today = await used();
  db.clock.set(new Date('2026-12-01T00:00:00.000Z'));
  const nextMonth = await used();

  expect(today).toEqual([7, 8, 9]);
  expect(nextMonth).toEqual([0, 0, 9]);
});

it('knows no limits of a tenant without a running subscription', async () => {
  const tenantId = await aSubscriber(db, { planKey: 'free' });
  await cancelSubscription(billingContext(db), { tenantId });

  expect(await usageOf(tenantId, 'workflows')).toMatchObject({ limit: null, planLimit: null });
  expect(await usageOf(await aTenant(db), 'workflows')).toMatchObject({ used: 0, limit: null });
});

it('sends the same number of statements for one tenant and for many', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const id = await aSubscriber(db);
    await anOverride(db, id);
    ids.push(id);
  }
  await read(ids);

  const one = await db.countStatements(() => read(ids.slice(0, 1)));
  const many = await db.countStatements(() => read(ids));

  expect(one.statements).toHaveLength(2);
  expect(many.statements).toHaveLength(2);
});

it('warns from the share in the settings', async () => {
  const ctx = billingContext(db);
  const tenantId = await aSubscriber(db, { planKey: 'free' });
  await measured(db, aMeasurement(db, tenantId, { workflows: 3 }));
  const before = await usageOf(tenantId, 'workflows');
  await ctx.em.transactional((em) => ctx.settings.set(em, ctx, 'billing.entitlement-usage-warn-ratio', 0.5));
  ctx.settings.clear();

  const after = await usageOf(tenantId, 'workflows');

  expect([before, after]).toMatchObject([
    { assessment: { state: 'OK' } },
    { assessment: { state: 'WARN', warnAt: 0.5 } },
  ]);
});

it('shows a tenant’s own callers theirs, and nothing of another’s', async () => {
  const [mine, theirs] = [await aSubscriber(db), await aSubscriber(db)];
  await anOverride(db, theirs);

  const entities = await read([mine, theirs], aTenantCaller(mine, ['billing:read']));

  expect(entities[0]?.entitlements).toHaveLength(6);
  expect(entities[1]).toBeNull();
});

it.each([
  ['anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a platform caller without billing:read', aPlatformCaller(['tenants:read']), 'FORBIDDEN'],
  ['a tenant caller without billing:read', aTenantCaller(randomUUID(), ['tenants:read']), 'FORBIDDEN'],
])('refuses %s', async (_, caller, code) => {
  const { data, errors } = await db.execute('billing', CATALOGUE, {}, caller);

  expect(data).toEqual({ entitlements: null });
  expect(errors?.[0]?.extensions).toMatchObject({ code });
});
