import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { settlePayment } from '../payment/settle-payment.ts';
import { billingModule } from '../subgraph.ts';
import { aFailedPayment, aSubscriber, billingContext, dayMs } from '../testing/a-subscriber.ts';

const LISTS = `{
  delinquentTenants(first: 5) {
    tenantName tenant { id } payments owed { amountCents currency } oldestDueAt failureReason
  }
  expiringTrials(first: 5) { tenantName tenant { id } plan { key } }
}`;

interface Lists {
  delinquentTenants: { tenant: { id: string }; payments: number }[];
  expiringTrials: { tenant: { id: string }; plan: { key: string } }[];
}

let db: TestDatabase;
beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

const read = async (): Promise<Lists> => dataOf<Lists>(await db.execute('billing', LISTS));

it('show what is overdue and which trials end soon, and know of a change at once', async () => {
  const trying = await aSubscriber(db, { planKey: 'pro', startTrial: true });
  db.clock.advance(8 * dayMs);
  const owing = await aSubscriber(db, { planKey: 'pro' });
  const { id } = await aFailedPayment(db, owing, { dueInMs: -dayMs });

  const before = await read();
  await settlePayment(billingContext(db), { id });
  const after = await read();

  expect(before).toMatchObject({
    delinquentTenants: [{ tenantName: 'Philharmonia', tenant: { id: owing }, payments: 1 }],
    expiringTrials: [{ tenant: { id: trying }, plan: { key: 'pro' } }],
  });
  expect(after).toEqual({ ...before, delinquentTenants: [] });
});

it('show who is overdue longest first, once, with everything they owe', async () => {
  const ctx = billingContext(db);
  const [late, latest, longest] = [await aSubscriber(db), await aSubscriber(db), await aSubscriber(db)];
  const paid = [
    await aFailedPayment(db, late, { dueInMs: -20 * dayMs, amountCents: 300 }),
    await aFailedPayment(db, longest, { dueInMs: -2 * dayMs, amountCents: 40 }),
    await aFailedPayment(db, longest, { dueInMs: -90 * dayMs, amountCents: 2 }),
    await aFailedPayment(db, longest, { dueInMs: dayMs, amountCents: 1_000 }),
    ...(await Promise.all([1, 2, 3].map(() => aFailedPayment(db, latest, { dueInMs: -dayMs })))),
  ];

  const { delinquentTenants } = await read();
  const first = await db.execute('billing', '{ delinquentTenants(first: 1) { tenant { id } } }');
  for (const { id } of paid) {
    await settlePayment(ctx, { id });
  }

  const eur = (amountCents: number): object => ({ amountCents, currency: 'EUR' });
  expect(delinquentTenants).toMatchObject([
    {
      tenant: { id: longest },
      payments: 2,
      owed: eur(42),
      oldestDueAt: new Date(db.clock.now().getTime() - 90 * dayMs).toISOString(),
      failureReason: 'Card declined',
    },
    { tenant: { id: late }, payments: 1, owed: eur(300) },
    { tenant: { id: latest }, payments: 3, owed: eur(29_700) },
  ]);
  expect(dataOf<object>(first)).toEqual({ delinquentTenants: [{ tenant: { id: longest } }] });
  expect((await read()).delinquentTenants).toEqual([]);
});

it('cost a constant number of statements, and none while nothing changes', async () => {
  const counted = async (owing: number): Promise<string[][]> => {
    for (let index = 0; index < owing; index += 1) {
      await aFailedPayment(db, await aSubscriber(db), { dueInMs: -dayMs });
    }
    db.clock.advance(120_000);
    const cold = await db.countStatements(read);
    let warm = await db.countStatements(read);
    // What was announced at the commits may still be on its way.
    for (let attempt = 0; attempt < 50 && warm.statements.length > 0; attempt += 1) {
      warm = await db.countStatements(read);
    }
    return [cold.statements, warm.statements];
  };

  const [few = [], fewAgain] = await counted(1);
  const [many = [], manyAgain] = await counted(4);

  expect(many).toHaveLength(few.length);
  expect([fewAgain, manyAgain]).toEqual([[], []]);
});

it.each([
  ['nobody', () => anonymous],
  ['a tenant', () => aTenantCaller('6f2d1c9e-3a54-4b0e-9d27-0c8e5b7a1f01')],
  ['staff without billing:read', () => aPlatformCaller(['platform:read'])],
])('are refused to %s', async (_, caller) => {
  const { data, errors } = await db.execute('billing', LISTS, {}, caller());

  expect(data).toEqual({ delinquentTenants: null, expiringTrials: null });
  expect(errors).toHaveLength(2);
});

it('have at most 100 entries', async () => {
  const { errors } = await db.execute('billing', '{ expiringTrials(first: 101) { id } }');

  expect(errors?.[0]?.message).toBe('first must be between 1 and 100.');
});
