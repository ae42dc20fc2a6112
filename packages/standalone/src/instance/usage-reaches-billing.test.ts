import { billingModule } from '@intendant/billing/subgraph';
import { healthModule } from '@intendant/health/subgraph';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { enqueue } from '@intendant/kit/jobs/enqueue';
import { publish } from '@intendant/kit/events/publish';
import { aKey, aService } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';

const INGEST = `mutation ($input: IngestEventsInput!) {
  ingestEvents(input: $input) { accepted userErrors { code message } }
}`;

let db: TestDatabase;
beforeAll(async () => {
  db = await startTestDatabase([healthModule, billingModule]);
});
afterAll(() => db.close());

async function aTenant(): Promise<string> {
  const id = crypto.randomUUID();
  const ctx = db.context('health', aService('tenants'));
  const data = {
    id,
    name: 'Choir',
    slug: `choir-${id.slice(0, 8)}`,
    status: 'ACTIVE',
    isDemo: false,
    createdAt: '2026-08-01T00:00:00.000Z',
  };
  await ctx.em.transactional((em) =>
    publish(em, { type: 'tenant.created', aggregateId: id, tenantId: id, data }, ctx),
  );
  await db.drainJobs();
  return id;
}

async function ingest(tenantId: string, type: string, data: object, count = 1): Promise<void> {
  const time = db.clock.now();
  const events = Array.from({ length: count }, () => ({
    id: crypto.randomUUID(),
    source: 'test',
    subject: tenantId,
    type,
    time,
    data,
  }));
  const result = await db.execute('health', INGEST, { input: { events } }, aKey(['events:write']));
  expect(dataOf(result).ingestEvents).toEqual({ accepted: count, userErrors: [] });
}

/** What billing has stored of the tenant's usage. */
async function used(tenantId: string): Promise<Record<string, number>> {
  const rows = await executeSql<{ key: string; used: number }>(
    db.em('billing'),
    `select entitlement_key as key, used::double precision as used from tenant_usage where tenant_id = ?
     order by entitlement_key`,
    [tenantId],
  );
  return Object.fromEntries(rows.map(({ key, used }) => [key, used]));
}

it('what health counts of a tenant is what billing holds against its limits, by way of the queue', async () => {
  const tenantId = await aTenant();
  await ingest(tenantId, 'execution.finished', { workflow: 'sync', outcome: 'SUCCEEDED', durationMs: 5 }, 7);
  await ingest(tenantId, 'api.request', { operation: 'things', status: 200, durationMs: 5 }, 3);
  await ingest(tenantId, 'resources.counted', { workflows: 4, environments: 2, storageBytes: 6_000_000_000 });

  await enqueue(db.em('health'), 'health:report-usage');
  const { failures } = await db.drainJobs();

  expect(failures).toEqual([]);
  expect(await used(tenantId)).toEqual({
    'api-requests': 3,
    environments: 2,
    executions: 7,
    storage: 6_000_000_000,
    workflows: 4,
  });
});

it('what a tenant never counted stays unknown to billing', async () => {
  const tenantId = await aTenant();

  await enqueue(db.em('health'), 'health:report-usage');
  await db.drainJobs();

  expect(await used(tenantId)).toEqual({ 'api-requests': 0, executions: 0 });
});
