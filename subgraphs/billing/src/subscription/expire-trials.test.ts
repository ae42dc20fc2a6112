import { ForbiddenError } from '@intendant/kit/errors';
import { aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { enqueue } from '@intendant/kit/jobs/enqueue';
import { billingModule } from '../subgraph.ts';
import { aSubscriber, billingContext, dayMs } from '../testing/a-subscriber.ts';
import { convertTrial } from './convert-trial.ts';
import { expireTrials } from './expire-trials.ts';
import { PlanSubscriptionEntity } from './plan-subscription.entity.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

async function subscriptionOf(tenantId: string) {
  return db.em('billing').findOneOrFail(PlanSubscriptionEntity, { tenantId }, { populate: ['plan'] });
}

it('moves a trial past its end to the free plan, and says when it ended', async () => {
  const tenantId = await aSubscriber(db, { startTrial: true });
  const { trialEndsAt } = await subscriptionOf(tenantId);
  db.clock.advance(14 * dayMs);

  const expired = await expireTrials(billingContext(db));

  expect(expired).toBe(1);
  expect(await subscriptionOf(tenantId)).toMatchObject({
    status: 'ACTIVE',
    plan: { key: 'free' },
    trialEndsAt,
    trialConvertedAt: null,
  });
});

it('leaves running and converted trials alone', async () => {
  const converted = await aSubscriber(db, { startTrial: true });
  await convertTrial(billingContext(db), { tenantId: converted });
  db.clock.advance(14 * dayMs);
  const running = await aSubscriber(db, { startTrial: true });

  const expired = await expireTrials(billingContext(db));

  expect(expired).toBe(0);
  expect(await subscriptionOf(converted)).toMatchObject({ plan: { key: 'pro' }, status: 'ACTIVE' });
  expect(await subscriptionOf(running)).toMatchObject({ plan: { key: 'pro' }, status: 'TRIALING' });
});

it('publishes and audits each expiry once, even when two sweeps run at once', async () => {
  const tenantId = await aSubscriber(db, { startTrial: true });
  db.clock.advance(14 * dayMs);

  await Promise.all([expireTrials(billingContext(db)), expireTrials(billingContext(db))]);

  const events = (await publishedEvents(db, tenantId)).filter(({ data }) => data['planKey'] === 'free');
  const entries = (await auditEntries(db, tenantId)).filter(
    ({ action }) => action === 'subscription.expire-trial',
  );
  expect(events.at(-1)).toMatchObject({ data: { status: 'ACTIVE', mrrCents: 0 } });
  expect(entries).toMatchObject([
    { before: { planKey: 'pro', status: 'TRIALING' }, after: { planKey: 'free' } },
  ]);
});

it('runs as a scheduled job in the name of the service', async () => {
  const tenantId = await aSubscriber(db, { startTrial: true });
  db.clock.advance(14 * dayMs);
  await enqueue(db.em('billing'), 'billing:expire-trials');

  await db.drainJobs();

  expect(await subscriptionOf(tenantId)).toMatchObject({ plan: { key: 'free' } });
  expect((await auditEntries(db, tenantId)).at(-1)).toMatchObject({
    callerKind: 'service',
    callerName: 'billing',
  });
});

it('is forbidden to tenant callers', async () => {
  const tenantId = await aSubscriber(db, { startTrial: true });

  await expect(expireTrials(billingContext(db, aTenantCaller(tenantId)))).rejects.toThrow(ForbiddenError);
});
