import { randomUUID } from 'node:crypto';
import { aKey, aService } from '@intendant/kit/testing/callers';
import { hourMs, minuteMs } from '../rollup/time-window.ts';
import { asAdmin } from '../testing/as-admin.ts';
import { anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { runJob } from '../testing/platform-figures.ts';
import { reportUsage } from './report-usage.ts';
import type { UsageMeasurement } from './usage-measurement.ts';

const now = new Date('2026-11-20T09:41:00Z');

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
beforeEach(async () => {
  await asAdmin(db, 'truncate health.tenant_summary, health.tenant_day, health.tenant_resources cascade');
  db.clock.set(now);
});
afterAll(() => db.close());

/** What was handed to billing since the last time, a list per job, and takes it away. */
async function handedOver(): Promise<UsageMeasurement[][]> {
  const rows = await asAdmin<{ payload: { measurements: UsageMeasurement[] } }>(
    db,
    `with gone as (
       delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
       where t.id = j.task_id and t.identifier = 'billing:record-usage' returning j.id, j.payload)
     select payload from gone order by id`,
  );
  return rows.map(({ payload }) => payload.measurements);
}

async function report(): Promise<UsageMeasurement[][]> {
  await runJob(db, 'health:report-usage');
  return handedOver();
}

/** Executions and requests of a tenant on a day, as ingestion would have added them up. */
function activity(tenantId: string, day: string, executions: number, apiRequests: number): Promise<object[]> {
  return db.select(
    `insert into tenant_day (tenant_id, starts_at, executions, failures, api_requests, api_errors, drift_detected,
       credential_failures, durations)
     values ($1, $2, $3, 0, $4, 0, 0, 0, 0)`,
    [tenantId, `${day}T00:00Z`, executions, apiRequests],
  );
}

async function someTenants(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID()).sort();
  await db.select(
    `insert into tenant_summary (tenant_id, name, slug, status, created_at)
     select id, 'Choir', id::text, 'ACTIVE', now() from unnest($1::uuid[]) as i (id)`,
    [ids],
  );
  return ids;
}

it('counts executions of this month and requests of today, with what was counted last', async () => {
  const tenantId = await db.aTenant();
  await activity(tenantId, '2026-10-31', 1_000, 1_000);
  await activity(tenantId, '2026-11-01', 5, 50);
  await activity(tenantId, '2026-11-20', 7, 70);
  await activity(tenantId, '2026-11-21', 1_000, 1_000);
  await db.send(
    [
      anEvent({
        type: 'resources.counted',
        subject: tenantId,
        time: now.toISOString(),
        data: { workflows: 3, environments: 2, storageBytes: 5_000_000_000 },
      }),
    ],
    aKey(['events:write']),
  );

  expect(await report()).toEqual([
    [
      {
        tenantId,
        measuredAt: '2026-11-20T09:41:00.000Z',
        executionsMonth: 12,
        monthStart: '2026-11-01T00:00:00.000Z',
        apiRequestsDay: 70,
        dayStart: '2026-11-20T00:00:00.000Z',
        workflows: 3,
        environments: 2,
        storageBytes: 5_000_000_000,
      },
    ],
  ]);
});

it('reports a tenant without any activity once, and without what it never counted', async () => {
  const tenantId = await db.aTenant();

  expect(await report()).toMatchObject([
    [{ tenantId, executionsMonth: 0, apiRequestsDay: 0, workflows: null, storageBytes: null }],
  ]);
  expect(await report()).toEqual([]);
});

it('says nothing of tenants it does not know by name yet', async () => {
  await db.select('insert into tenant_summary (tenant_id) values ($1)', [randomUUID()]);

  expect(await report()).toEqual([]);
});

it('reports again only what changed, and everything when a day begins or six hours passed', async () => {
  const [quiet = '', busy = ''] = await someTenants(2);
  const named = async (): Promise<string[]> => (await report()).flat().map(({ tenantId }) => tenantId);
  await named();
  await activity(busy, '2026-11-20', 1, 0);
  db.clock.advance(5 * minuteMs);

  expect(await named()).toEqual([busy]);
  db.clock.set(new Date(now.getTime() + 6 * hourMs));
  expect(await named()).toEqual([quiet]);
  db.clock.set(new Date('2026-11-21T00:00:00Z'));
  expect(await named()).toEqual([quiet, busy]);
});

it('goes through all tenants in batches, with three statements for each and one for what did not change', async () => {
  const ids = await someTenants(1_001);

  const { statements } = await db.countStatements(() => reportUsage(db.health(aService('health'))));
  const batches = await handedOver();
  const repeat = await db.countStatements(() => reportUsage(db.health(aService('health'))));

  expect(batches.map(({ length }) => length)).toEqual([500, 500, 1]);
  expect(batches.flat().map(({ tenantId }) => tenantId)).toEqual(ids);
  expect(statements).toHaveLength(9);
  expect(repeat.statements).toHaveLength(3);
});

it('goes on after a run that broke off, without reporting anybody twice', async () => {
  const ids = await someTenants(600);
  const last = ids.at(-1) ?? '';
  await db.select(
    `create function refuse() returns trigger language plpgsql as $$
     begin
       if new.tenant_id = '${last}' then raise exception 'no luck'; end if;
       return new;
     end $$;
     create trigger refuse before insert on usage_report for each row execute function refuse();`,
  );
  await expect(runJob(db, 'health:report-usage')).rejects.toThrow('no luck');
  const before = await handedOver();
  await db.select('drop function refuse cascade');

  const after = await report();

  expect([...before, ...after].map(({ length }) => length)).toEqual([500, 100]);
  expect([...before, ...after].flat().map(({ tenantId }) => tenantId)).toEqual(ids);
});

it('is not misled by a report that started earlier and ends later', async () => {
  const [tenantId = ''] = await someTenants(1);
  db.clock.advance(minuteMs);
  await report();
  await activity(tenantId, '2026-11-20', 1, 0);
  db.clock.set(now);

  const late = await report();
  db.clock.advance(2 * minuteMs);

  expect(late).toHaveLength(1);
  expect(await report()).toMatchObject([[{ executionsMonth: 1 }]]);
});

it('forgets a tenant that is removed', async () => {
  const tenantId = await db.aTenant();
  await report();

  await db.select('delete from tenant_summary where tenant_id = $1', [tenantId]);

  expect(await db.select('select from usage_report')).toEqual([]);
});
