import { enqueue } from '@intendant/kit/jobs/enqueue';
import { ForbiddenError } from '@intendant/kit/errors';
import { aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { anOverride } from '../testing/a-measurement.ts';
import { aSubscriber, billingContext, dayMs } from '../testing/a-subscriber.ts';
import { EntitlementOverrideEntity } from './entitlement-override.entity.ts';
import { expireOverrides } from './expire-overrides.ts';
import { revokeOverride } from './revoke-override.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
beforeEach(async () => {
  await expireOverrides(billingContext(db));
});
afterAll(() => db.close());

const inADay = (): Date => new Date(db.clock.now().getTime() + dayMs);

async function expiries(tenantId: string): Promise<object[]> {
  return (await auditEntries(db, tenantId)).filter(({ action }) => action === 'override.expire');
}

it('records and announces each expiry once, even when two sweeps run at once', async () => {
  const tenantId = await aSubscriber(db);
  const overrides = [
    await anOverride(db, tenantId, { expiresAt: inADay() }),
    await anOverride(db, tenantId, { expiresAt: inADay(), entitlementKey: 'users' }),
  ];
  db.clock.advance(dayMs);

  const sweeps = await Promise.all([
    expireOverrides(billingContext(db)),
    expireOverrides(billingContext(db)),
  ]);
  const again = await expireOverrides(billingContext(db));

  expect([(sweeps[0] ?? 0) + (sweeps[1] ?? 0), again]).toEqual([2, 0]);
  expect(await expiries(tenantId)).toHaveLength(2);
  for (const { id } of overrides) {
    expect((await publishedEvents(db, id)).map(({ type }) => type)).toEqual([
      'override.granted',
      'override.expired',
    ]);
  }
});

it('says that it was in force until then', async () => {
  const tenantId = await aSubscriber(db);
  await anOverride(db, tenantId, { expiresAt: inADay() });
  db.clock.advance(dayMs + 30_000);

  await expireOverrides(billingContext(db));

  expect(await expiries(tenantId)).toMatchObject([
    { before: { status: 'IN_FORCE' }, after: { status: 'EXPIRED' } },
  ]);
});

it('leaves alone what is in force or was revoked', async () => {
  const tenantId = await aSubscriber(db);
  const { id } = await anOverride(db, tenantId, { expiresAt: inADay() });
  await anOverride(db, tenantId, { entitlementKey: 'users' });
  await revokeOverride(billingContext(db), { id, reason: 'Too early' });
  db.clock.advance(dayMs);

  expect(await expireOverrides(billingContext(db))).toBe(0);
});

it('does the work of a sweep that died in the middle', async () => {
  const tenantId = await aSubscriber(db);
  const { id } = await anOverride(db, tenantId, { expiresAt: inADay() });
  db.clock.advance(dayMs);
  const dying = { ...billingContext(db), requestId: 'an id with a \0 that PostgreSQL refuses' };

  await expect(expireOverrides(dying)).rejects.toThrow();
  const left = await db.em('billing').findOneOrFail(EntitlementOverrideEntity, { id });
  const swept = await expireOverrides(billingContext(db));

  expect([left.expiredAt, swept]).toEqual([null, 1]);
  expect(await expiries(tenantId)).toHaveLength(1);
});

it('runs as a scheduled job in the name of the service', async () => {
  const tenantId = await aSubscriber(db);
  await db.drainJobs();
  await anOverride(db, tenantId, { expiresAt: inADay() });
  db.clock.advance(dayMs);
  await enqueue(db.em('billing'), 'billing:expire-overrides');

  await db.drainJobs();

  expect(await expiries(tenantId)).toMatchObject([{ callerKind: 'service' }]);
  expect(billingModule.cron).toContainEqual({ task: 'billing:expire-overrides', schedule: '* * * * *' });
});

it('is forbidden to tenant callers', async () => {
  const caller = aTenantCaller(await aSubscriber(db));

  await expect(expireOverrides(billingContext(db, caller))).rejects.toThrow(ForbiddenError);
});
