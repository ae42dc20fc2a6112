import { executeSql } from '@intendant/kit/database/execute-sql';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingMigrations } from '../billing.migrations.ts';
import { billingModule } from '../subgraph.ts';
import { cancelSubscription } from '../subscription/cancel-subscription.ts';
import { convertTrial } from '../subscription/convert-trial.ts';
import { aRemovedTenant, aSubscriber, aTenant, billingContext, dayMs } from '../testing/a-subscriber.ts';

let db: TestDatabase;

beforeEach(async () => {
  db = await startTestDatabase([billingModule]);
});
afterEach(() => db.close());

/** Takes the installation back to where it was before entitlements and the ledger, and forward again. */
async function upgrade(): Promise<void> {
  const migrator = db.runtime('billing').orm.getMigrator();
  const later = billingMigrations.slice(2).map(({ name }) => name);
  await migrator.down({ migrations: later.reverse() });
  await migrator.up();
}

const select = <Row extends object>(sql: string): Promise<Row[]> => executeSql<Row>(db.em('billing'), sql);

it('knows the tenants that were there before, and not those that are gone', async () => {
  const tenantId = await aSubscriber(db);
  const [demo, gone] = [await aTenant(db, undefined, { isDemo: true, name: 'Demo' }), await aSubscriber(db)];
  await db.drainJobs();
  await aRemovedTenant(db, gone);

  await upgrade();

  const tenants = await select<{ id: string }>('select id, name, is_demo from tenant order by name');
  expect(tenants).toEqual([
    { id: demo, name: 'Demo', is_demo: true },
    { id: tenantId, name: 'Philharmonia', is_demo: false },
  ]);
});

it('begins the ledger with what each subscription brings, and since when', async () => {
  const ctx = billingContext(db);
  const paying = await aSubscriber(db, { planKey: 'pro' });
  const [converted, left, tried, trying] = [
    await aSubscriber(db, { planKey: 'agency', startTrial: true }),
    await aSubscriber(db, { planKey: 'enterprise' }),
    await aSubscriber(db, { planKey: 'pro', startTrial: true }),
    await aSubscriber(db, { planKey: 'pro', startTrial: true }),
  ];
  await aSubscriber(db, { planKey: 'free' });
  const start = db.clock.now();
  db.clock.advance(5 * dayMs);
  await convertTrial(ctx, { tenantId: converted });
  await cancelSubscription(ctx, { tenantId: left });
  await cancelSubscription(ctx, { tenantId: tried });

  await upgrade();

  const rows = await select<{ tenant_id: string; occurred_at: string }>(
    `select tenant_id, occurred_at, kind, amount_cents::integer as cents, currency from mrr_movement
     order by occurred_at, cents`,
  );
  const later = db.clock.now();
  expect(rows.map((row) => ({ ...row, occurred_at: new Date(row.occurred_at) }))).toEqual([
    { tenant_id: paying, occurred_at: start, kind: 'NEW', cents: 9_900, currency: 'EUR' },
    { tenant_id: left, occurred_at: start, kind: 'NEW', cents: 129_900, currency: 'EUR' },
    { tenant_id: left, occurred_at: later, kind: 'CHURN', cents: -129_900, currency: 'EUR' },
    { tenant_id: converted, occurred_at: later, kind: 'NEW', cents: 29_900, currency: 'EUR' },
  ]);
  expect(rows.map(({ tenant_id: id }) => id)).not.toContain(trying);
  expect(
    await select(
      `select day::text, new_cents::integer as new, churn_cents::integer as churn from mrr_day order by day`,
    ),
  ).toEqual([
    { day: '2026-11-20', new: 139_800, churn: 0 },
    { day: '2026-11-25', new: 29_900, churn: -129_900 },
  ]);
});
