import { randomUUID } from 'node:crypto';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { ForbiddenError } from '@intendant/kit/errors';
import { publish } from '@intendant/kit/events/publish';
import { aService, aTenantCaller } from '@intendant/kit/testing/callers';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { projectTenants } from '../tenant/project-tenant.ts';
import { aMeasurement, measured, type Measurement } from '../testing/a-measurement.ts';
import { aRemovedTenant, aSubscriber, aTenant, billingContext, hourMs } from '../testing/a-subscriber.ts';
import { recordUsage } from './record-usage.ts';
import { recordUsageJob } from './usage.jobs.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

async function stored(tenantId: string): Promise<Record<string, number>> {
  const rows = await executeSql<{ key: string; used: number }>(
    db.em('billing'),
    'select entitlement_key as key, used::integer as used from tenant_usage where tenant_id = ?',
    [tenantId],
  );
  return Object.fromEntries(rows.map(({ key, used }) => [key, used]));
}

const run = (...measurements: Measurement[]): Promise<void> =>
  recordUsageJob(billingContext(db, aService('billing')), { measurements });

async function membersCounted(tenantId: string, memberCount: number): Promise<void> {
  const ctx = billingContext(db);
  await ctx.em.transactional((em) =>
    publish(
      em,
      {
        type: 'tenant-members.counted',
        aggregateType: 'tenant-members',
        aggregateId: tenantId,
        tenantId,
        data: { tenantId, memberCount },
      },
      ctx,
    ),
  );
}

it('stores what was measured, and leaves out what was not', async () => {
  const tenantId = await aSubscriber(db);

  await measured(
    db,
    aMeasurement(db, tenantId, {
      executionsMonth: 1,
      apiRequestsDay: 2,
      workflows: 3,
      environments: null,
      storageBytes: 5,
    }),
  );

  expect(await stored(tenantId)).toEqual({ executions: 1, 'api-requests': 2, workflows: 3, storage: 5 });
});

it('keeps what was measured last, whatever comes last', async () => {
  const tenantId = await aSubscriber(db);
  const first = aMeasurement(db, tenantId, { workflows: 1 });
  db.clock.advance(1_000);
  const second = aMeasurement(db, tenantId, { workflows: 2, environments: null });

  await run(second);
  await run(first);
  await run(second);

  expect(await stored(tenantId)).toMatchObject({ workflows: 2, environments: 0 });
});

it('takes the latest of several measurements of one tenant', async () => {
  const tenantId = await aSubscriber(db);
  const later = new Date(db.clock.now().getTime() + 1_000).toISOString();

  await run(
    aMeasurement(db, tenantId, { workflows: 2, measuredAt: later }),
    aMeasurement(db, tenantId, { workflows: 1 }),
  );

  expect(await stored(tenantId)).toMatchObject({ workflows: 2 });
});

it('knows a tenant that was announced and not delivered yet', async () => {
  const tenantId = await aTenant(db);

  await run(aMeasurement(db, tenantId, { workflows: 4 }));

  expect(await stored(tenantId)).toMatchObject({ workflows: 4 });
});

it('leaves out tenants that never were or are gone, delivered or not', async () => {
  const tenantId = await aSubscriber(db);
  const gone = await aSubscriber(db);
  await aRemovedTenant(db, gone);
  await db.drainJobs();
  const leaving = await aTenant(db);
  await aRemovedTenant(db, leaving);
  const unknown = randomUUID();

  await run(...[tenantId, gone, leaving, unknown].map((id) => aMeasurement(db, id, { workflows: 1 })));

  expect(await stored(tenantId)).toMatchObject({ workflows: 1 });
  for (const id of [gone, leaving, unknown]) {
    expect(await stored(id)).toEqual({});
  }
});

it('leaves nothing of a tenant that is removed while its first usage is stored', async () => {
  const tenantId = await aTenant(db);

  await Promise.all([
    run(aMeasurement(db, tenantId, { workflows: 1 })),
    aRemovedTenant(db, tenantId).then(() => db.drainJobs()),
  ]);

  expect(await stored(tenantId)).toEqual({});
});

it('costs the same number of statements for one tenant and for five hundred', async () => {
  const ids = Array.from({ length: 500 }, () => randomUUID());
  await projectTenants(
    db.em('billing'),
    ids.map((aggregateId) => {
      return {
        aggregateId,
        version: 1,
        data: { name: 'Choir', slug: aggregateId, isDemo: false, createdAt: '' },
      };
    }),
  );
  const batch = ids.map((id) => aMeasurement(db, id, { workflows: 1 }));

  const one = await db.countStatements(() => run(...batch.slice(0, 1)));
  const many = await db.countStatements(() => run(...batch));
  db.clock.advance(1_000);
  const later = await db.countStatements(() =>
    run(...ids.map((id) => aMeasurement(db, id, { workflows: 9, storageBytes: null }))),
  );

  expect(one.statements).toHaveLength(3);
  expect(many.statements).toHaveLength(3);
  expect(later.statements).toHaveLength(3);
});

it.each([
  ['more than five hundred', { measurements: Array.from({ length: 501 }, () => ({})) }],
  ['a negative count', { measurements: [{ workflows: -1 }] }],
  ['something else', { tenants: [] }],
])('refuses %s', async (_, payload) => {
  const tenantId = await aSubscriber(db);
  const completed = {
    ...payload,
    ...('measurements' in payload && {
      measurements: payload.measurements?.map((figures) => aMeasurement(db, tenantId, figures)),
    }),
  };

  await expect(recordUsageJob(billingContext(db, aService('billing')), completed)).rejects.toThrow();

  expect(await stored(tenantId)).toEqual({});
});

it('counts a tenant’s people by the latest count, also when two come at the same moment', async () => {
  const tenantId = await aSubscriber(db);
  await membersCounted(tenantId, 2);
  await db.drainJobs();
  await membersCounted(tenantId, 3);
  await db.drainJobs();

  expect(await stored(tenantId)).toEqual({ users: 3 });
});

it('is forbidden to tenant callers', async () => {
  const tenantId = await aSubscriber(db);
  const figure = { tenantId, entitlementKey: 'workflows' as const, used: 1 };
  const measuredAt = new Date(db.clock.now().getTime() + hourMs);

  await expect(
    recordUsage(billingContext(db, aTenantCaller(tenantId)), [
      { ...figure, measuredAt, periodOf: measuredAt },
    ]),
  ).rejects.toThrow(ForbiddenError);
});
