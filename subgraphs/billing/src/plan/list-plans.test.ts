import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { billingContext } from '../testing/a-subscriber.ts';

const PLANS = `query Plans { plans { key name trialDays monthlyPrice { amountCents currency } } }`;

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

it('lists the plans of a new installation from the smallest to the largest, with one statement', async () => {
  await db.execute('billing', PLANS);

  const { result, statements } = await db.countStatements(() => db.execute('billing', PLANS));

  const plan = (key: string, name: string, amountCents: number, trialDays: number) => {
    return { key, name, trialDays, monthlyPrice: { amountCents, currency: 'EUR' } };
  };
  expect(dataOf(result)).toEqual({
    plans: [
      plan('free', 'Free', 0, 0),
      plan('pro', 'Pro', 9_900, 14),
      plan('agency', 'Agency', 29_900, 14),
      plan('enterprise', 'Enterprise', 129_900, 0),
    ],
  });
  expect(statements).toHaveLength(1);
});

it('shows the plans to a tenant’s own callers', async () => {
  const result = await db.execute('billing', PLANS, {}, aTenantCaller(randomUUID(), ['billing:read']));

  expect(dataOf<{ plans: object[] }>(result).plans).toHaveLength(4);
});

it('names prices in the installation’s currency', async () => {
  const ctx = billingContext(db);
  await ctx.em.transactional((em) => ctx.settings.set(em, ctx, 'billing.currency', 'CHF'));
  ctx.settings.clear();

  const { plans } = dataOf<{ plans: { monthlyPrice: { currency: string } }[] }>(
    await db.execute('billing', PLANS),
  );

  expect(plans[0]?.monthlyPrice.currency).toBe('CHF');
});

it.each([
  ['anonymous', anonymous, 'UNAUTHENTICATED'],
  ['a caller without billing:read', aPlatformCaller(['tenants:read']), 'FORBIDDEN'],
])('refuses %s', async (_, caller, code) => {
  const { errors } = await db.execute('billing', PLANS, {}, caller);

  expect(errors?.[0]?.extensions).toMatchObject({ code });
});
