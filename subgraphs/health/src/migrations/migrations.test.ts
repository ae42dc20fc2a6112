import { initOrm } from '@intendant/kit/database/orm';
import { schemaDifference } from '@intendant/kit/database/schema-difference';
import { dayMs } from '../rollup/time-window.ts';
import { healthModule } from '../subgraph.ts';
import { aTroubledTenant } from '../testing/a-troubled-tenant.ts';
import { anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
beforeEach(async () => {
  db = await startHealthDatabase();
});
afterEach(() => db.close());

it('leave nothing of the entities out', async () => {
  expect(await schemaDifference(healthModule, db.urlFor('health'))).toEqual([]);
});

it('count on how many environments tenants drifted and how many credentials failed before', async () => {
  const tenantId = await aTroubledTenant(db);
  const drift = (environment: string, daysAgo: number): object => {
    const time = new Date(db.clock.now().getTime() - daysAgo * dayMs).toISOString();
    return anEvent({ subject: tenantId, time, type: 'drift.detected', data: { environment } });
  };
  await db.send([drift('staging', 6), drift('testing', 8)]);
  await db.settled();
  const counted = (): Promise<object[]> =>
    db.select(
      `select drift_7d::integer, drifted_environments_7d, credential_failures_7d::integer, failing_credentials_7d
       from tenant_summary where tenant_id = $1`,
      [tenantId],
    );
  const before = await counted();
  const orm = await initOrm(healthModule, { url: db.urlFor('health'), poolSize: 2 });

  await orm.getMigrator().down({ to: 'Migration20261122060100_count_what_fails' });
  await orm.getMigrator().up();

  expect(before).toEqual([
    { drift_7d: 4, drifted_environments_7d: 2, credential_failures_7d: 5, failing_credentials_7d: 1 },
  ]);
  expect(await counted()).toEqual(before);
  await orm.close(true);
});

it('give the clauses that stand a currency, and a delinquent tenant one payment at least', async () => {
  const tenantId = await aTroubledTenant(db);
  await db.publishSubscription(tenantId, { isDelinquent: true, overdueCents: 9_800, currency: 'USD' });
  await db.drainJobs();
  await db.settled();
  const stands = (): Promise<{ clauses: { kind: string; currency: string | null }[] }[]> =>
    db.select('select clauses, overdue_payments from tenant_summary where tenant_id = $1', [tenantId]);
  const [before] = await stands();
  const orm = await initOrm(healthModule, { url: db.urlFor('health'), poolSize: 2 });

  await orm.getMigrator().down({ to: 'Migration20261122062000_count_overdue_payments' });
  await orm.getMigrator().up();

  const [after] = await stands();
  expect(after).toMatchObject({ overdue_payments: 1 });
  expect(after?.clauses.map(({ kind }) => kind)).toEqual(before?.clauses.map(({ kind }) => kind));
  expect(after?.clauses.find(({ kind }) => kind === 'DELINQUENT')).toMatchObject({
    currency: 'USD',
    value: 9_800,
  });
  await orm.close(true);
});

it('take the plan from tenants whose subscription was canceled, and from nobody else', async () => {
  const [gone, stays] = [await db.aTenant(), await db.aTenant()];
  await db.publishSubscription(gone, { status: 'CANCELED', mrrCents: 0 });
  await db.publishSubscription(stays);
  await db.drainJobs();
  const plans = (): Promise<object[]> =>
    db.select('select plan_key, plan_name from tenant_summary order by tenant_id = $1 desc', [gone]);
  const orm = await initOrm(healthModule, { url: db.urlFor('health'), poolSize: 2 });

  await orm.getMigrator().down({ to: 'Migration20261122062100_canceled_has_no_plan' });
  const before = await plans();
  await orm.getMigrator().up();

  const pro = { plan_key: 'pro', plan_name: 'Pro' };
  expect(before).toEqual([pro, pro]);
  expect(await plans()).toEqual([{ plan_key: null, plan_name: null }, pro]);
  await orm.close(true);
});

it('go down to nothing and up again', async () => {
  const orm = await initOrm(healthModule, { url: db.urlFor('health'), poolSize: 2 });
  const tables = (): Promise<{ name: string }[]> =>
    db.select(
      `select table_name as name from information_schema.tables where table_schema = 'health' order by 1`,
    );
  const before = await tables();

  await orm.getMigrator().down({ to: 0 });
  const bare = await tables();
  await orm.getMigrator().up();

  expect(bare.map(({ name }) => name)).toEqual(['inbox', 'migrations']);
  expect(await tables()).toEqual(before);
  await orm.close(true);
});
