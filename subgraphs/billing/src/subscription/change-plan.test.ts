import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { aRemovedTenant, aSubscriber, aTenant, billingContext, dayMs } from '../testing/a-subscriber.ts';
import { cancelSubscription } from './cancel-subscription.ts';
import { PlanSubscriptionEntity } from './plan-subscription.entity.ts';

const CHANGE_PLAN = `
  mutation ChangePlan($input: ChangePlanInput!) {
    changePlan(input: $input) {
      subscription {
        id status startedAt trialEndsAt trialConvertedAt canceledAt
        tenant { id } plan { key name } mrr { amountCents currency }
      }
      userErrors { code message field }
    }
  }`;

interface Payload {
  changePlan: {
    subscription: { id: string; trialEndsAt: string | null } | null;
    userErrors: { code: string; message: string; field: string[] | null }[];
  };
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

async function changePlan(input: object): Promise<Payload['changePlan']> {
  return dataOf<Payload>(await db.execute('billing', CHANGE_PLAN, { input })).changePlan;
}

const inDays = (days: number) => new Date(db.clock.now().getTime() + days * dayMs).toISOString();

it('starts a subscription for a tenant that billing has not been told about yet', async () => {
  const tenantId = await aTenant(db);

  const payload = await changePlan({ tenantId, planKey: 'pro' });

  expect(payload).toMatchObject({
    subscription: {
      status: 'ACTIVE',
      startedAt: db.clock.now().toISOString(),
      trialEndsAt: null,
      tenant: { id: tenantId },
      plan: { key: 'pro', name: 'Pro' },
      mrr: { amountCents: 9_900, currency: 'EUR' },
    },
    userErrors: [],
  });
});

it('moves a subscription to another plan', async () => {
  const tenantId = await aSubscriber(db, { planKey: 'pro' });

  const payload = await changePlan({ tenantId, planKey: ' Agency ' });

  expect(payload.subscription).toMatchObject({ plan: { key: 'agency' }, mrr: { amountCents: 29_900 } });
});

it('publishes the full state with growing versions, and audits before and after', async () => {
  const tenantId = await aSubscriber(db, { planKey: 'pro' });

  await changePlan({ tenantId, planKey: 'agency' });

  const events = (await publishedEvents(db, tenantId)).filter(({ type }) => type === 'subscription.changed');
  expect(events.map(({ version, data }) => [version, data['planKey']])).toEqual([
    [1, 'free'],
    [2, 'pro'],
    [3, 'agency'],
  ]);
  expect(events.at(-1)?.data).toEqual({
    tenantId,
    planKey: 'agency',
    planName: 'Agency',
    status: 'ACTIVE',
    mrrCents: 29_900,
    currency: 'EUR',
    isDelinquent: false,
    delinquentSince: null,
    overdueCents: 0,
    overduePayments: 0,
    trialEndsAt: null,
  });
  expect((await auditEntries(db, tenantId)).at(-1)).toMatchObject({
    action: 'subscription.change-plan',
    callerName: 'Ada Administrator',
    before: { planKey: 'pro', mrrCents: 9_900 },
    after: { planKey: 'agency', mrrCents: 29_900 },
  });
});

it('starts with the plan’s trial when asked, which brings no revenue yet', async () => {
  const tenantId = await aTenant(db);

  const { subscription } = await changePlan({ tenantId, planKey: 'agency', startTrial: true });

  expect(subscription).toMatchObject({
    status: 'TRIALING',
    trialEndsAt: inDays(14),
    mrr: { amountCents: 0 },
  });
});

it('converts a trial when the tenant takes a paid plan before it ends', async () => {
  const tenantId = await aSubscriber(db, { planKey: 'pro', startTrial: true });
  db.clock.advance(dayMs);

  const { subscription } = await changePlan({ tenantId, planKey: 'agency' });

  const now = db.clock.now().toISOString();
  expect(subscription).toMatchObject({ status: 'ACTIVE', trialEndsAt: now, trialConvertedAt: now });
});

it('does not call it a conversion when the tenant returns to the free plan', async () => {
  const tenantId = await aSubscriber(db, { planKey: 'pro', startTrial: true });

  const { subscription } = await changePlan({ tenantId, planKey: 'free' });

  expect(subscription).toMatchObject({ status: 'ACTIVE', trialConvertedAt: null, mrr: { amountCents: 0 } });
});

it('lets a tenant keep its plan after a trial that ended, swept up or not', async () => {
  const tenantId = await aSubscriber(db, { planKey: 'pro', startTrial: true });
  db.clock.advance(15 * dayMs);

  const { subscription } = await changePlan({ tenantId, planKey: 'pro' });

  expect(subscription).toMatchObject({
    status: 'ACTIVE',
    trialConvertedAt: null,
    mrr: { amountCents: 9_900 },
  });
});

it('starts a canceled subscription anew', async () => {
  const tenantId = await aSubscriber(db);
  await cancelSubscription(billingContext(db), { tenantId });
  db.clock.advance(dayMs);

  const { subscription } = await changePlan({ tenantId, planKey: 'pro' });

  const now = db.clock.now().toISOString();
  expect(subscription).toMatchObject({ status: 'ACTIVE', startedAt: now, canceledAt: null });
});

it('refuses the plan the tenant is on', async () => {
  const tenantId = await aSubscriber(db, { planKey: 'pro' });
  const trying = await aSubscriber(db, { planKey: 'pro', startTrial: true });

  const payloads = [
    await changePlan({ tenantId, planKey: 'pro' }),
    await changePlan({ tenantId: trying, planKey: 'pro' }),
  ];

  for (const payload of payloads) {
    expect(payload).toMatchObject({
      subscription: null,
      userErrors: [{ code: 'INVALID_STATE', field: ['input', 'planKey'] }],
    });
  }
});

it('refuses a plan that cannot be one', async () => {
  const payload = await changePlan({ tenantId: await aTenant(db), planKey: 'a\0b' });

  expect(payload.userErrors).toMatchObject([{ code: 'BAD_INPUT', field: ['input', 'planKey'] }]);
});

it('refuses a trial of a plan that has none, and a second trial', async () => {
  const tenantId = await aTenant(db);
  const formerTrial = await aSubscriber(db, { planKey: 'pro', startTrial: true });
  await cancelSubscription(billingContext(db), { tenantId: formerTrial });

  const payloads = [
    await changePlan({ tenantId, planKey: 'enterprise', startTrial: true }),
    await changePlan({ tenantId: formerTrial, planKey: 'agency', startTrial: true }),
  ];

  for (const payload of payloads) {
    expect(payload.userErrors).toMatchObject([{ code: 'INVALID_STATE', field: ['input', 'startTrial'] }]);
  }
});

it('reports NOT_FOUND for an unknown plan, tenant or removed tenant, and leaves nothing behind', async () => {
  const tenantId = await aTenant(db);
  const removed = await aTenant(db);
  await aRemovedTenant(db, removed);

  const payloads = [
    await changePlan({ tenantId, planKey: 'gold' }),
    await changePlan({ tenantId: randomUUID(), planKey: 'pro' }),
    await changePlan({ tenantId: 'no-uuid', planKey: 'pro' }),
    await changePlan({ tenantId: removed, planKey: 'pro' }),
  ];

  const problems = payloads.flatMap(({ userErrors }) =>
    userErrors.map(({ code, field }) => [code, field?.at(-1)]),
  );
  expect(problems).toEqual([
    ['NOT_FOUND', 'planKey'],
    ['NOT_FOUND', 'tenantId'],
    ['NOT_FOUND', 'tenantId'],
    ['NOT_FOUND', 'tenantId'],
  ]);
  expect(
    await db.em('billing').count(PlanSubscriptionEntity, { tenantId: { $in: [tenantId, removed] } }),
  ).toBe(0);
});

it('keeps one subscription per tenant when its first two changes come at once', async () => {
  const tenantId = await aTenant(db);

  const payloads = await Promise.all([
    changePlan({ tenantId, planKey: 'pro' }),
    changePlan({ tenantId, planKey: 'agency' }),
    db.drainJobs(),
  ]);

  expect(payloads[0].userErrors).toEqual([]);
  expect(payloads[1].userErrors).toEqual([]);
  expect(await db.em('billing').count(PlanSubscriptionEntity, { tenantId })).toBe(1);
});

it('is forbidden to everybody but platform callers who may write billing', async () => {
  const tenantId = await aTenant(db);

  for (const [caller, code] of [
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['platform:read', 'billing:read']), 'FORBIDDEN'],
    [aTenantCaller(tenantId, ['billing:read', 'billing:write']), 'FORBIDDEN'],
    [aTenantCaller(tenantId), 'FORBIDDEN'],
  ] as const) {
    const { errors } = await db.execute(
      'billing',
      CHANGE_PLAN,
      { input: { tenantId, planKey: 'pro' } },
      caller,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code });
  }
  expect(await db.em('billing').count(PlanSubscriptionEntity, { tenantId })).toBe(0);
});
