import { randomUUID } from 'node:crypto';
import type { Caller } from '@intendant/kit/identity/caller';
import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import {
  everyReference,
  everyRootField,
  readableFields,
  resolvedFields,
} from '@intendant/kit/testing/every-field';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { revokeOverride } from './override/revoke-override.ts';
import { settlePayment } from './payment/settle-payment.ts';
import { billingModule } from './subgraph.ts';
import { cancelSubscription } from './subscription/cancel-subscription.ts';
import { convertTrial } from './subscription/convert-trial.ts';
import { aMeasurement, anOverride, measured } from './testing/a-measurement.ts';
import { aFailedPayment, aSubscriber, aTenant, billingContext } from './testing/a-subscriber.ts';

type Ids = Readonly<Record<string, string>>;

let db: TestDatabase;

beforeEach(async () => {
  db = await startTestDatabase([billingModule]);
});
afterEach(() => db.close());

async function read(query: string, caller: Caller = aPlatformCaller()): Promise<Record<string, unknown>> {
  return dataOf(await db.execute('billing', query, {}, caller));
}

/** Everything there is to read: the operations, the references, and what is live. */
async function everything(ids: Ids): Promise<Record<string, unknown>[]> {
  const { schema } = db.runtime('billing');
  return [
    await read(`{ ${everyRootField(schema, 'Query')} }`),
    await read(`{ ${everyReference(schema, ids)} }`),
    await live(),
  ];
}

/** The first event of every subscription. */
async function live(): Promise<Record<string, unknown>> {
  const runtime = db.runtime('billing');
  const events = await runtime.subscribe({
    query: `subscription { ${everyRootField(runtime.schema, 'Subscription')} }`,
    context: db.context('billing'),
  });
  if (!(Symbol.asyncIterator in events)) {
    throw new Error(JSON.stringify(events.errors));
  }
  const { value } = await events.next();
  await events.return?.();
  return dataOf(value);
}

it('resolves everything there is to read, with a value for every field', async () => {
  const ctx = billingContext(db);
  const tenantId = await aSubscriber(db, { planKey: 'pro', startTrial: true });
  const converted = await aSubscriber(db, { planKey: 'pro', startTrial: true });
  const canceled = await aSubscriber(db, { planKey: 'agency' });
  await db.drainJobs();
  await measured(db, aMeasurement(db, tenantId, { workflows: 1_000, executionsMonth: 1_000_000_000 }));
  await anOverride(db, tenantId);
  const revoked = await anOverride(db, converted);
  await revokeOverride(ctx, { id: revoked.id, reason: 'The festival is over' });
  await aFailedPayment(db, tenantId);
  const paid = await aFailedPayment(db, converted);
  await settlePayment(ctx, { id: paid.id });
  const bought = await convertTrial(ctx, { tenantId: converted });
  const ended = await cancelSubscription(ctx, { tenantId: canceled });

  const { plans } = (await read('{ plans { id } }')) as { plans: { id: string }[] };
  const ids = {
    Tenant: tenantId,
    Plan: plans[0]?.id ?? '',
    Payment: paid.id,
    EntitlementOverride: revoked.id,
  };
  const results = [
    ...(await everything({ ...ids, PlanSubscription: bought.id })),
    ...(await everything({ PlanSubscription: ended.id })),
  ];

  const found = resolvedFields(...results);
  const { schema } = db.runtime('billing');
  expect(readableFields(schema).filter((field) => !found.has(field))).toEqual([]);
  expect([...found].filter(([, hasValue]) => !hasValue)).toEqual([]);
});

it('resolves everything on a new installation: lists are empty, figures are nought', async () => {
  const missing = randomUUID();

  const [data, references, changes] = await everything({
    Tenant: missing,
    Payment: missing,
    EntitlementOverride: missing,
    Plan: missing,
    PlanSubscription: missing,
  });

  const empty = { totalCount: 0, nodes: [], edges: [] };
  const nothing = { amountCents: 0 };
  expect(data).toMatchObject({
    entitlementExceptions: empty,
    entitlementOverrides: empty,
    payments: empty,
    trials: empty,
    revenue: { mrr: nothing, overdue: nothing, mrrByMonth: [], delinquentTenants: 0, aboveLimit: 0 },
  });
  expect(references).toMatchObject({
    Tenant: [{ plan: null, subscription: null, isDelinquent: false, unpaidPayments: [] }],
    Payment: [null],
    EntitlementOverride: [null],
    Plan: [null],
    PlanSubscription: [null],
  });
  expect(changes).toMatchObject({
    revenueChanged: { revenue: { mrr: nothing }, entitlementExceptions: empty, delinquentTenants: [] },
  });
});

it('shows a tenant nothing of another one, whatever is asked for', async () => {
  const mine = await aTenant(db);
  const other = await aSubscriber(db, { planKey: 'pro', startTrial: true });
  await db.drainJobs();
  await measured(db, aMeasurement(db, other, { workflows: 1_000 }));
  const override = await anOverride(db, other);
  const payment = await aFailedPayment(db, other);
  const { schema } = db.runtime('billing');
  const caller = aTenantCaller(mine);

  const lists = await read(
    `{ ${everyRootField(schema, 'Query', {
      except: ['revenue', 'entitlementExceptions', 'trials', 'delinquentTenants', 'expiringTrials'],
      arguments: {
        payments: `(filter: { tenantId: "${other}" })`,
        entitlementOverrides: `(tenantId: "${other}")`,
      },
    })} }`,
    caller,
  );
  const references = await read(
    `{ ${everyReference(schema, { Payment: payment.id, EntitlementOverride: override.id })} }`,
    caller,
  );
  const tenant = await db.execute('billing', `{ ${everyReference(schema, { Tenant: other })} }`, {}, caller);

  expect(lists).toMatchObject({ payments: { totalCount: 0 }, entitlementOverrides: { totalCount: 0 } });
  expect(references).toEqual({ Payment: [null], EntitlementOverride: [null] });
  expect(JSON.stringify([tenant.data, lists, references])).not.toMatch(
    new RegExp([override.id, payment.id, 'Festival', 'Card declined'].join('|')),
  );
});
