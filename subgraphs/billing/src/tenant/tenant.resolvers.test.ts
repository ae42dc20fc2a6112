import { randomUUID } from 'node:crypto';
import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { PlanSubscriptionEntity } from '../subscription/plan-subscription.entity.ts';
import { billingModule } from '../subgraph.ts';
import { aFailedPayment, aSubscriber, aTenant, dayMs, hourMs } from '../testing/a-subscriber.ts';

const TENANTS = `
  query Tenants($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on Tenant {
        id
        plan { key monthlyPrice { amountCents } }
        subscription { status plan { key } mrr { amountCents } tenant { id } }
        isDelinquent
        unpaidPayments { amount { amountCents } dueAt }
      }
    }
  }`;
const OWNED = `
  query Owned($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on PlanSubscription { id }
      ... on Payment { id }
      ... on Plan { id key }
    }
  }`;

interface TenantFields {
  id: string;
  isDelinquent: boolean;
  unpaidPayments: { amount: { amountCents: number }; dueAt: string }[];
}

let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
afterAll(() => db.close());

const tenants = (...ids: string[]) => ({ representations: ids.map((id) => ({ __typename: 'Tenant', id })) });

async function read(ids: string[], caller = aPlatformCaller()): Promise<(TenantFields | null)[]> {
  const result = await db.execute('billing', TENANTS, tenants(...ids), caller);
  return dataOf<{ _entities: (TenantFields | null)[] }>(result)._entities;
}

it('adds plan, subscription and debts to a tenant', async () => {
  const id = await aSubscriber(db, { planKey: 'pro' });
  await aFailedPayment(db, id, { amountCents: 500 });

  const [tenant] = await read([id]);

  expect(tenant).toMatchObject({
    id,
    plan: { key: 'pro', monthlyPrice: { amountCents: 9_900 } },
    subscription: { status: 'ACTIVE', plan: { key: 'pro' }, mrr: { amountCents: 9_900 }, tenant: { id } },
    isDelinquent: true,
    unpaidPayments: [{ amount: { amountCents: 500 } }],
  });
});

it('answers for a tenant without a subscription, and null for what cannot be a tenant', async () => {
  const id = await aTenant(db);

  const [tenant, impossible] = await read([id, 'no-uuid']);

  expect(tenant).toEqual({ id, plan: null, subscription: null, isDelinquent: false, unpaidPayments: [] });
  expect(impossible).toBeNull();
});

it('lists the 20 payments that are longest overdue, those of each tenant apart', async () => {
  const [debtor, other] = [await aSubscriber(db), await aSubscriber(db)];
  for (let day = 1; day <= 22; day += 1) {
    await aFailedPayment(db, debtor, { amountCents: day, dueInMs: -day * dayMs });
  }
  await aFailedPayment(db, other, { amountCents: 99, dueInMs: hourMs });

  const [first, second] = await read([debtor, other]);

  const amounts = first?.unpaidPayments.map(({ amount }) => amount.amountCents);
  expect(amounts).toEqual(Array.from({ length: 20 }, (_, index) => 22 - index));
  expect(second).toMatchObject({ isDelinquent: false, unpaidPayments: [{ amount: { amountCents: 99 } }] });
});

it('sends the same number of statements for one tenant and for many', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 10; index += 1) {
    const id = await aSubscriber(db, { planKey: index % 2 === 0 ? 'pro' : 'agency' });
    await aFailedPayment(db, id);
    ids.push(id);
  }
  // The settings are read once per process.
  await read(ids);

  const one = await db.countStatements(() => read(ids.slice(0, 1)));
  const many = await db.countStatements(() => read([...ids, randomUUID()]));

  expect(many.result.filter((tenant) => tenant?.isDelinquent)).toHaveLength(10);
  expect(many.statements).toHaveLength(one.statements.length);
  expect(many.statements.length).toBeLessThanOrEqual(5);
});

it('makes everything of another tenant look missing', async () => {
  const [mine, other] = [await aSubscriber(db), await aSubscriber(db)];
  const payment = await aFailedPayment(db, other);
  const subscription = await db.em('billing').findOneOrFail(PlanSubscriptionEntity, { tenantId: other });
  const caller = aTenantCaller(mine, ['billing:read']);

  const entities = await read([mine, other], caller);
  const owned = await db.execute(
    'billing',
    OWNED,
    {
      representations: [
        { __typename: 'PlanSubscription', id: subscription.id },
        { __typename: 'Payment', id: payment.id },
      ],
    },
    caller,
  );

  expect(entities).toMatchObject([{ id: mine, plan: { key: 'pro' } }, null]);
  expect(dataOf(owned)).toEqual({ _entities: [null, null] });
});

it('resolves references to its own types, each kind with one statement', async () => {
  const tenantIds = [await aSubscriber(db), await aSubscriber(db)];
  const payments = await Promise.all(tenantIds.map((id) => aFailedPayment(db, id)));
  const subscriptions = await db
    .em('billing')
    .find(PlanSubscriptionEntity, { tenantId: { $in: tenantIds } }, { populate: ['plan'] });
  const references = [
    ...subscriptions.map(({ id }) => ({ __typename: 'PlanSubscription', id })),
    ...payments.map(({ id }) => ({ __typename: 'Payment', id })),
    { __typename: 'Plan', id: subscriptions[0]?.plan.id },
    { __typename: 'Plan', id: 'no-uuid' },
  ];

  const { result, statements } = await db.countStatements(() =>
    db.execute('billing', OWNED, { representations: references }),
  );

  const found = dataOf<{ _entities: ({ id: string } | null)[] }>(result)._entities;
  expect(found.map((entity) => entity?.id ?? 'no-uuid')).toEqual(references.map(({ id }) => id));
  expect(statements).toHaveLength(3);
});

it('refuses callers without the permission to read billing', async () => {
  const id = await aSubscriber(db);

  const results = await Promise.all([
    db.execute('billing', TENANTS, tenants(id), anonymous),
    db.execute('billing', TENANTS, tenants(id), aPlatformCaller(['tenants:read'])),
    db.execute('billing', TENANTS, tenants(id), aTenantCaller(id, ['tenants:read'])),
  ]);

  for (const { data, errors } of results) {
    expect(JSON.stringify(data ?? null)).not.toContain('pro');
    expect(errors?.every(({ extensions }) => extensions['code'] === 'FORBIDDEN') ?? true).toBe(true);
  }
});
