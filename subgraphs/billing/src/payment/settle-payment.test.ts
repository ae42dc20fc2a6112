import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { aFailedPayment, aSubscriber } from '../testing/a-subscriber.ts';

const SETTLE_PAYMENT = `
  mutation SettlePayment($input: SettlePaymentInput!) {
    settlePayment(input: $input) {
      payment { id status failedAt failureReason paidAt }
      userErrors { code message field }
    }
  }`;

interface Payload {
  settlePayment: { payment: object | null; userErrors: { code: string; field: string[] | null }[] };
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

async function settle(id: string): Promise<Payload['settlePayment']> {
  return dataOf<Payload>(await db.execute('billing', SETTLE_PAYMENT, { input: { id } })).settlePayment;
}

it('records that the money arrived, and keeps that it failed before', async () => {
  const payment = await aFailedPayment(db, await aSubscriber(db));
  db.clock.advance(1_000);

  const payload = await settle(payment.id);

  expect(payload).toEqual({
    payment: {
      id: payment.id,
      status: 'PAID',
      failedAt: payment.failedAt?.toISOString(),
      failureReason: 'Card declined',
      paidAt: db.clock.now().toISOString(),
    },
    userErrors: [],
  });
});

it('ends delinquency with the last overdue payment, not before', async () => {
  const tenantId = await aSubscriber(db);
  const first = await aFailedPayment(db, tenantId, { amountCents: 100 });
  const second = await aFailedPayment(db, tenantId, { amountCents: 20 });

  await settle(first.id);
  const between = (await publishedEvents(db, tenantId)).at(-1);
  await settle(second.id);
  const after = (await publishedEvents(db, tenantId)).at(-1);

  expect(between?.data).toMatchObject({ isDelinquent: true, overdueCents: 20, overduePayments: 1 });
  expect(after?.data).toMatchObject({
    isDelinquent: false,
    delinquentSince: null,
    overdueCents: 0,
    overduePayments: 0,
  });
});

it('audits before and after', async () => {
  const tenantId = await aSubscriber(db);
  const { id } = await aFailedPayment(db, tenantId);

  await settle(id);

  expect((await auditEntries(db, tenantId)).at(-1)).toMatchObject({
    action: 'payment.settle',
    targetId: id,
    before: { status: 'FAILED', paidAt: null },
    after: { status: 'PAID' },
  });
});

it('settles once when asked twice at the same moment', async () => {
  const tenantId = await aSubscriber(db);
  const { id } = await aFailedPayment(db, tenantId);

  const payloads = await Promise.all([settle(id), settle(id)]);

  expect(payloads.filter(({ payment }) => payment !== null)).toHaveLength(1);
  expect(payloads.flatMap(({ userErrors }) => userErrors)).toMatchObject([
    { code: 'INVALID_STATE', field: ['input', 'id'] },
  ]);
});

it.each([randomUUID(), 'no-uuid'])('reports NOT_FOUND for the id %s', async (id) => {
  expect(await settle(id)).toMatchObject({
    payment: null,
    userErrors: [{ code: 'NOT_FOUND', field: ['input', 'id'] }],
  });
});

it('is forbidden to everybody but platform callers who may write billing', async () => {
  const tenantId = await aSubscriber(db);
  const { id } = await aFailedPayment(db, tenantId);

  for (const [caller, code] of [
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['platform:read', 'billing:read']), 'FORBIDDEN'],
    [aTenantCaller(tenantId), 'FORBIDDEN'],
  ] as const) {
    const { errors } = await db.execute('billing', SETTLE_PAYMENT, { input: { id } }, caller);
    expect(errors?.[0]?.extensions).toMatchObject({ code });
  }
});
