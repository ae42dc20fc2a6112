import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { aSubscriber, aTenant, hourMs } from '../testing/a-subscriber.ts';
import { PaymentEntity } from './payment.entity.ts';

const RECORD_FAILED_PAYMENT = `
  mutation RecordFailedPayment($input: RecordFailedPaymentInput!) {
    recordFailedPayment(input: $input) {
      payment { id status dueAt failedAt failureReason paidAt amount { amountCents currency } }
      userErrors { code message field }
    }
  }`;

const TENANT = `
  query Delinquency($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Tenant { isDelinquent unpaidPayments { id } } }
  }`;

interface Payload {
  recordFailedPayment: {
    payment: { id: string } | null;
    userErrors: { code: string; message: string; field: string[] | null }[];
  };
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
// The job queue keeps real time: what is due in an hour by this clock must not be due already.
beforeEach(() => db.clock.set(new Date()));
afterAll(() => db.close());

const inMs = (ms: number) => new Date(db.clock.now().getTime() + ms).toISOString();

function anInput(tenantId: string, overrides: object = {}) {
  const reference = `pi_${randomUUID()}`;
  return {
    tenantId,
    reference,
    amountCents: 9_900,
    dueAt: inMs(-hourMs),
    reason: 'Card declined',
    ...overrides,
  };
}

async function record(input: object): Promise<Payload['recordFailedPayment']> {
  return dataOf<Payload>(await db.execute('billing', RECORD_FAILED_PAYMENT, { input })).recordFailedPayment;
}

async function isDelinquent(id: string): Promise<boolean | undefined> {
  const result = await db.execute('billing', TENANT, { representations: [{ __typename: 'Tenant', id }] });
  return dataOf<{ _entities: { isDelinquent: boolean }[] }>(result)._entities[0]?.isDelinquent;
}

async function lastState(tenantId: string) {
  return (await publishedEvents(db, tenantId)).at(-1);
}

it('records a failed payment and makes the tenant delinquent when it is overdue', async () => {
  const tenantId = await aSubscriber(db);
  const input = anInput(tenantId);

  const payload = await record(input);

  expect(payload).toMatchObject({
    payment: {
      status: 'FAILED',
      dueAt: input.dueAt,
      failedAt: db.clock.now().toISOString(),
      failureReason: 'Card declined',
      paidAt: null,
      amount: { amountCents: 9_900, currency: 'EUR' },
    },
    userErrors: [],
  });
  expect(await isDelinquent(tenantId)).toBe(true);
  expect(await lastState(tenantId)).toMatchObject({
    type: 'subscription.changed',
    data: { isDelinquent: true, delinquentSince: input.dueAt, overdueCents: 9_900 },
  });
});

it('audits the payment', async () => {
  const tenantId = await aSubscriber(db);
  const input = anInput(tenantId);

  const { payment } = await record(input);

  expect((await auditEntries(db, tenantId)).at(-1)).toMatchObject({
    action: 'payment.record-failure',
    targetId: payment?.id,
    before: null,
    after: { reference: input.reference, amountCents: 9_900, status: 'FAILED' },
  });
});

it('makes the tenant delinquent by the passing of time, and tells the other subgraphs then', async () => {
  const tenantId = await aSubscriber(db);
  const dueAt = inMs(hourMs);
  await record(anInput(tenantId, { dueAt }));
  await db.drainJobs();
  const before = await lastState(tenantId);
  const wasDelinquent = await isDelinquent(tenantId);

  db.clock.set(new Date(Date.parse(dueAt) + 1));
  await db.drainJobs();

  expect([wasDelinquent, before?.data['isDelinquent']]).toEqual([false, false]);
  expect(await isDelinquent(tenantId)).toBe(true);
  expect(await lastState(tenantId)).toMatchObject({
    version: (before?.version ?? 0) + 1,
    data: { isDelinquent: true, delinquentSince: dueAt, overdueCents: 9_900 },
  });
});

it('adds up what is overdue since the earliest due date', async () => {
  const tenantId = await aSubscriber(db);
  const earliest = inMs(-2 * hourMs);

  await record(anInput(tenantId, { amountCents: 100 }));
  await record(anInput(tenantId, { amountCents: 20, dueAt: earliest }));
  await record(anInput(tenantId, { amountCents: 3, dueAt: inMs(hourMs) }));

  expect((await lastState(tenantId))?.data).toMatchObject({
    delinquentSince: earliest,
    overdueCents: 120,
    overduePayments: 2,
  });
});

it('changes nothing when the same reference is repeated, even at the same moment', async () => {
  const tenantId = await aSubscriber(db);
  const input = anInput(tenantId);

  const first = await record(input);
  const repeats = await Promise.all([record(input), record({ ...input, amountCents: 1, reason: 'Other' })]);

  expect(repeats).toEqual([first, first]);
  expect(await db.em('billing').count(PaymentEntity, { tenantId })).toBe(1);
  const entries = (await auditEntries(db, tenantId)).filter(
    ({ action }) => action === 'payment.record-failure',
  );
  expect(entries).toHaveLength(1);
});

it('keeps the same reference of two tenants apart', async () => {
  const [tenantId, other] = [await aSubscriber(db), await aSubscriber(db)];
  const { reference } = anInput(tenantId);

  const payloads = [
    await record(anInput(tenantId, { reference })),
    await record(anInput(other, { reference })),
  ];

  expect(payloads[0]?.payment?.id).not.toBe(payloads[1]?.payment?.id);
});

it('knows a tenant that billing has not been told about yet', async () => {
  const tenantId = await aTenant(db);

  const { userErrors } = await record(anInput(tenantId));

  expect(userErrors).toEqual([]);
});

it.each([
  ['amountCents', 0],
  ['amountCents', -5],
  ['reference', '  '],
  ['reason', ''],
  ['dueAt', '1999-01-01T00:00:00.000Z'],
])('refuses the %s “%s”', async (field, value) => {
  const tenantId = await aTenant(db);

  const payload = await record(anInput(tenantId, { [field]: value }));

  expect(payload).toMatchObject({
    payment: null,
    userErrors: [{ code: 'BAD_INPUT', field: ['input', field] }],
  });
});

it('reports NOT_FOUND for a tenant that does not exist', async () => {
  const payload = await record(anInput(randomUUID()));

  expect(payload).toMatchObject({
    payment: null,
    userErrors: [{ code: 'NOT_FOUND', field: ['input', 'tenantId'] }],
  });
});

it('is forbidden to everybody but platform callers who may write billing', async () => {
  const tenantId = await aSubscriber(db);

  for (const [caller, code] of [
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['platform:read', 'billing:read']), 'FORBIDDEN'],
    [aTenantCaller(tenantId), 'FORBIDDEN'],
  ] as const) {
    const { errors } = await db.execute(
      'billing',
      RECORD_FAILED_PAYMENT,
      { input: anInput(tenantId) },
      caller,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code });
  }
  expect(await db.em('billing').count(PaymentEntity, { tenantId })).toBe(0);
});
