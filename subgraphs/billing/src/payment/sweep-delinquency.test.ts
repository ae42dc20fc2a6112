import { ForbiddenError } from '@intendant/kit/errors';
import { enqueue } from '@intendant/kit/jobs/enqueue';
import { aTenantCaller } from '@intendant/kit/testing/callers';
import { auditEntries, publishedEvents } from '@intendant/kit/testing/platform-records';
import { startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { aFailedPayment, aSubscriber, billingContext, hourMs } from '../testing/a-subscriber.ts';
import { announceOverdue } from './announce-overdue.ts';
import { settlePayment } from './settle-payment.ts';
import { sweepDelinquency } from './sweep-delinquency.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

it('announces due dates whose job did not run, once per tenant', async () => {
  const tenantId = await aSubscriber(db);
  await aFailedPayment(db, tenantId, { dueInMs: hourMs });
  await aFailedPayment(db, tenantId, { dueInMs: hourMs });
  db.clock.advance(2 * hourMs);

  const announced = [await sweepDelinquency(billingContext(db)), await sweepDelinquency(billingContext(db))];

  expect(announced).toEqual([1, 0]);
  expect((await publishedEvents(db, tenantId)).at(-1)?.data).toMatchObject({
    isDelinquent: true,
    overdueCents: 19_800,
    overduePayments: 2,
  });
  const entries = (await auditEntries(db, tenantId)).map(({ action }) => action);
  expect(entries.filter((action) => action === 'subscription.become-delinquent')).toHaveLength(1);
});

it('says nothing about what is not due yet, was paid in time, or was overdue when recorded', async () => {
  const [early, paid, late] = [await aSubscriber(db), await aSubscriber(db), await aSubscriber(db)];
  await aFailedPayment(db, early, { dueInMs: 3 * hourMs });
  const { id } = await aFailedPayment(db, paid, { dueInMs: hourMs });
  await aFailedPayment(db, late, { dueInMs: -hourMs });
  await settlePayment(billingContext(db), { id });
  db.clock.advance(2 * hourMs);

  expect(await sweepDelinquency(billingContext(db))).toBe(0);
});

it('announces a due date once when its job and the sweep meet', async () => {
  const tenantId = await aSubscriber(db);
  await aFailedPayment(db, tenantId, { dueInMs: hourMs });
  db.clock.advance(2 * hourMs);

  const outcomes = await Promise.all([
    announceOverdue(billingContext(db), tenantId),
    announceOverdue(billingContext(db), tenantId),
  ]);

  expect(outcomes.filter(Boolean)).toHaveLength(1);
});

it('runs as a scheduled job', async () => {
  const tenantId = await aSubscriber(db);
  await db.drainJobs();
  await aFailedPayment(db, tenantId, { dueInMs: hourMs });
  db.clock.advance(2 * hourMs);
  await enqueue(db.em('billing'), 'billing:sweep-delinquency');

  await db.drainJobs();

  expect((await publishedEvents(db, tenantId)).at(-1)?.data).toMatchObject({ isDelinquent: true });
});

it('is forbidden to tenant callers', async () => {
  const tenantId = await aSubscriber(db);

  await expect(sweepDelinquency(billingContext(db, aTenantCaller(tenantId)))).rejects.toThrow(ForbiddenError);
});
