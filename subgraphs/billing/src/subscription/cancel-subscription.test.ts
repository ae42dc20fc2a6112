import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { aFailedPayment, aSubscriber, dayMs } from '../testing/a-subscriber.ts';

const CANCEL_SUBSCRIPTION = `
  mutation CancelSubscription($input: CancelSubscriptionInput!) {
    cancelSubscription(input: $input) {
      subscription {
        status trialEndsAt trialConvertedAt canceledAt plan { key } mrr { amountCents }
        tenant { plan { key } subscription { status } isDelinquent }
      }
      userErrors { code message field }
    }
  }`;

interface Payload {
  cancelSubscription: { subscription: object | null; userErrors: { code: string; field: string[] | null }[] };
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

async function cancel(tenantId: string): Promise<Payload['cancelSubscription']> {
  const result = await db.execute('billing', CANCEL_SUBSCRIPTION, { input: { tenantId } });
  return dataOf<Payload>(result).cancelSubscription;
}

it('ends the subscription at once, and what is owed stays owed', async () => {
  const tenantId = await aSubscriber(db);
  await aFailedPayment(db, tenantId);

  const payload = await cancel(tenantId);

  expect(payload).toMatchObject({
    subscription: {
      status: 'CANCELED',
      canceledAt: db.clock.now().toISOString(),
      plan: { key: 'pro' },
      mrr: { amountCents: 0 },
      tenant: { plan: null, subscription: { status: 'CANCELED' }, isDelinquent: true },
    },
    userErrors: [],
  });
});

it('ends a running trial without conversion', async () => {
  const tenantId = await aSubscriber(db, { startTrial: true });
  db.clock.advance(dayMs);

  const { subscription } = await cancel(tenantId);

  expect(subscription).toMatchObject({ trialEndsAt: db.clock.now().toISOString(), trialConvertedAt: null });
});

it('publishes and audits the end', async () => {
  const tenantId = await aSubscriber(db);

  await cancel(tenantId);

  expect((await publishedEvents(db, tenantId)).at(-1)).toMatchObject({
    data: { status: 'CANCELED', mrrCents: 0 },
  });
  expect((await auditEntries(db, tenantId)).at(-1)).toMatchObject({
    action: 'subscription.cancel',
    before: { status: 'ACTIVE' },
    after: { status: 'CANCELED' },
  });
});

it('refuses a subscription that is canceled already', async () => {
  const tenantId = await aSubscriber(db);
  await cancel(tenantId);

  const payload = await cancel(tenantId);

  expect(payload).toMatchObject({
    subscription: null,
    userErrors: [{ code: 'INVALID_STATE', field: ['input', 'tenantId'] }],
  });
});

it('reports NOT_FOUND for a tenant that does not exist', async () => {
  const payload = await cancel(randomUUID());

  expect(payload).toMatchObject({ subscription: null, userErrors: [{ code: 'NOT_FOUND' }] });
});

it('is forbidden to everybody but platform callers who may write billing', async () => {
  const tenantId = await aSubscriber(db);

  for (const [caller, code] of [
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['platform:read', 'billing:read']), 'FORBIDDEN'],
    [aTenantCaller(tenantId), 'FORBIDDEN'],
  ] as const) {
    const { errors } = await db.execute('billing', CANCEL_SUBSCRIPTION, { input: { tenantId } }, caller);
    expect(errors?.[0]?.extensions).toMatchObject({ code });
  }
});
