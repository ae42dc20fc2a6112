import pg from 'pg';
import { EntitlementOverrideEntity } from '@intendant/billing/override/entitlement-override.entity';
import { PaymentEntity } from '@intendant/billing/payment/payment.entity';
import type { HealthContext } from '@intendant/health/context';
import { IncidentEntity } from '@intendant/health/incident/incident.entity';
import { openIncident } from '@intendant/health/incident/open-incident';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { PlanSubscriptionEntity } from '@intendant/billing/subscription/plan-subscription.entity';
import { UserEntity } from '@intendant/security/user/user.entity';
import { TenantEntity } from '@intendant/tenants/tenant/tenant.entity';
import { subgraphModules } from '../instance/modules.ts';
import { demoFleet } from './fleet.ts';
import { lifecycle, type TimedAction } from './lifecycle.ts';
import { overrideStory } from './override-story.ts';
import { performAction } from './perform-action.ts';
import { removeFromSubgraphs } from './remove-from-subgraphs.ts';

const anchor = Date.parse('2026-11-20T09:00:00.000Z');
// One tenant of each story and trouble is enough, and costs fewer password hashes.
const withExceptions = overrideStory(demoFleet(), anchor).flatMap(({ action }) =>
  'tenant' in action ? [action.tenant.id] : [],
);
const fleet = demoFleet().filter(
  (tenant, index, all) =>
    withExceptions.includes(tenant.id) ||
    ((tenant.story ?? tenant.trouble) !== undefined &&
      all.findIndex((other) => other.story === tenant.story && other.trouble === tenant.trouble) === index),
);
const actions: TimedAction[] = lifecycle(fleet, anchor);

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase(subgraphModules);
});
afterAll(() => db.close());

test('every action of the story is accepted by its use case, and harmless when it is repeated', async () => {
  for (const action of actions) {
    await performAction(db, action, { isRepeat: false });
    await performAction(db, action, { isRepeat: true });
  }

  const [tenants, subscriptions, users] = await Promise.all([
    db.em('tenants').find(TenantEntity, {}),
    db.em('billing').find(PlanSubscriptionEntity, {}, { populate: ['plan'] }),
    db.em('security').find(UserEntity, {}),
  ]);
  const planOf = new Map(subscriptions.map(({ tenantId, plan }) => [tenantId, plan.key]));
  expect(fleet.map(({ id }) => planOf.get(id))).toEqual(fleet.map(({ plan }) => plan));
  expect(tenants.every(({ isDemo }) => isDemo)).toBe(true);
  expect(users.every(({ isDemo }) => isDemo)).toBe(true);
  expect(tenants.filter(({ status }) => status === 'SUSPENDED')).toHaveLength(
    fleet.filter(({ story }) => story === 'suspended').length,
  );
  expect(tenants.map(({ createdAt }) => createdAt.getTime()).every((at) => at < anchor)).toBe(true);
}, 120_000);

test('a plan is bought although the sweep of ended trials came between', async () => {
  const tenant = demoFleet().findLast(({ story }) => story === 'trial-converted');
  const story = lifecycle(tenant ? [tenant] : [], anchor);
  const buys = story.findIndex(({ action }) => action.kind === 'buy-after-trial');
  const buy = story[buys];
  if (!tenant || !buy) throw new Error('The fleet has no such tenant.');
  for (const action of story.slice(0, buys)) {
    await performAction(db, action, { isRepeat: true });
  }
  const startTrial = { kind: 'change-plan', tenant, planKey: tenant.plan, startTrial: true } as const;
  await performAction(db, { ...buy, action: startTrial }, { isRepeat: false });
  await performAction(
    db,
    { at: new Date(anchor), by: null, action: { kind: 'expire-trials' } },
    { isRepeat: false },
  );

  await performAction(db, buy, { isRepeat: true });

  const subscription = await db
    .em('billing')
    .findOneOrFail(PlanSubscriptionEntity, { tenantId: tenant.id }, { populate: ['plan'] });
  expect([subscription.plan.key, subscription.status]).toEqual([tenant.plan, 'ACTIVE']);
}, 60_000);

test('the story leaves money, exceptions and incidents of every kind behind', async () => {
  await db.drainJobs();
  const [overrides, payments, movements, incidents, entries] = await Promise.all([
    db.em('billing').find(EntitlementOverrideEntity, {}),
    db.em('billing').find(PaymentEntity, {}),
    rows<{ kind: string }>('select distinct kind from billing.mrr_movement order by 1'),
    db.em('health').find(IncidentEntity, {}, { orderBy: { number: 'asc' } }),
    rows<{ incidents: number; entries: number }>(
      'select count(distinct incident_id)::integer as incidents, count(*)::integer as entries from health.incident_entry',
    ),
  ]);

  expect(movements.map(({ kind }) => kind)).toEqual(['CHURN', 'CONTRACTION', 'EXPANSION', 'NEW']);
  expect(overrides.some(({ expiredAt }) => expiredAt !== null)).toBe(true);
  expect(overrides.some(({ revokedAt }) => revokedAt !== null)).toBe(true);
  expect(overrides.some(({ expiredAt, revokedAt }) => expiredAt === null && revokedAt === null)).toBe(true);
  expect(new Set(payments.map(({ status }) => status))).toEqual(new Set(['FAILED', 'PAID']));
  expect(incidents.every(({ isDemo }) => isDemo)).toBe(true);
  expect(new Set(incidents.map(({ status }) => status))).toEqual(
    new Set(['INVESTIGATING', 'IDENTIFIED', 'MONITORING', 'RESOLVED']),
  );
  expect(incidents.map(({ openedAt }) => openedAt.getTime()).every((at) => at < anchor)).toBe(true);
  expect(entries[0]).toMatchObject({ incidents: incidents.length });
});

test('what is there already is a mistake outside of a repeat', async () => {
  const [create] = actions.filter(({ action }) => action.kind === 'suspend');

  await expect(create && performAction(db, create, { isRepeat: false })).rejects.toThrow(/already suspended/);
});

test('the removal takes everything of the fleet out of every subgraph, and nothing else', async () => {
  const health = db.context('health') as HealthContext;
  const own = await openIncident(health, { title: 'The office is dark', severity: 'MINOR' });

  await removeFromSubgraphs(db);
  await db.drainJobs();

  const tables = await rows<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.columns join information_schema.tables
       using (table_schema, table_name)
     where column_name in ('tenant_id', 'tenantId') and table_type = 'BASE TABLE'
       and table_schema in ('tenants', 'billing', 'health', 'security') and table_name <> 'removed_tenant'
     union values ('tenants', 'tenant'), ('billing', 'tenant'), ('security', 'user')`,
  );
  const left = await Promise.all(
    tables.map(async ({ schema, name }) => {
      const found = await rows<{ count: number }>(
        `select count(*)::integer as count from "${schema}"."${name}"`,
      );
      return found[0]?.count === 0 ? [] : [`${schema}.${name}`];
    }),
  );
  expect(left.flat()).toEqual([]);
  expect(tables.length).toBeGreaterThan(15);
  expect((await db.em('health').find(IncidentEntity, {})).map(({ id }) => id)).toEqual([own.id]);
});

/** Reads as a superuser, who sees every schema. */
async function rows<R extends object>(sql: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: db.adminUrl });
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}
