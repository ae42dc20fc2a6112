import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { aFailedPayment, aSubscriber, billingContext, dayMs, hourMs } from '../testing/a-subscriber.ts';
import { settlePayment } from './settle-payment.ts';

const PAYMENTS = `
  query Payments($filter: PaymentFilter, $first: Int, $after: String) {
    payments(filter: $filter, first: $first, after: $after) {
      totalCount nodes { id status isOverdue dueAt tenant { id } } pageInfo { hasNextPage endCursor }
    }
  }`;

interface Page {
  totalCount: number;
  nodes: { id: string; isOverdue: boolean }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

let db: TestDatabase;
let tenantId: string;

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
});
beforeEach(async () => {
  tenantId = await aSubscriber(db);
});
afterAll(() => db.close());

async function list(variables: object, caller = aPlatformCaller()): Promise<Page> {
  return dataOf<{ payments: Page }>(await db.execute('billing', PAYMENTS, { ...variables }, caller)).payments;
}

/** One that is overdue, one that was paid after all, and one that is not due yet. */
async function threePayments(): Promise<{ overdue: string; paid: string; early: string }> {
  const overdue = await aFailedPayment(db, tenantId, { dueInMs: -3 * dayMs });
  const paid = await aFailedPayment(db, tenantId, { dueInMs: -9 * dayMs });
  const early = await aFailedPayment(db, tenantId, { dueInMs: dayMs });
  await settlePayment(billingContext(db), { id: paid.id });
  return { overdue: overdue.id, paid: paid.id, early: early.id };
}

it('lists what failed, paid since or not, the latest due first, page by page', async () => {
  const { overdue, paid, early } = await threePayments();
  const filter = { tenantId };

  const first = await list({ filter, first: 2 });
  const second = await list({ filter, first: 2, after: first.pageInfo.endCursor });

  expect([...first.nodes, ...second.nodes]).toMatchObject([
    { id: early, status: 'FAILED', isOverdue: false },
    { id: overdue, status: 'FAILED', isOverdue: true, tenant: { id: tenantId } },
    { id: paid, status: 'PAID', isOverdue: false },
  ]);
  expect([first.totalCount, first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([
    3,
    true,
    false,
  ]);
});

it('is filtered by status and by whether it is overdue now', async () => {
  const { overdue, paid, early } = await threePayments();
  const ids = async (filter: object): Promise<string[]> =>
    (await list({ filter: { tenantId, ...filter } })).nodes.map(({ id }) => id);

  expect(await ids({ statuses: ['PAID'] })).toEqual([paid]);
  expect(await ids({ statuses: [] })).toEqual([]);
  expect(await ids({ isOverdue: true })).toEqual([overdue]);
  expect(await ids({ isOverdue: false })).toEqual([early, paid]);
  expect(await ids({ tenantId: 'no-uuid' })).toEqual([]);
  db.clock.advance(dayMs + hourMs);
  expect(await ids({ isOverdue: true })).toEqual([early, overdue]);
});

it('costs two statements whatever its length', async () => {
  await threePayments();
  await list({});

  const short = await db.countStatements(() => list({ first: 1 }));
  const long = await db.countStatements(() => list({}));

  expect([short.statements.length, long.statements.length]).toEqual([2, 2]);
});

it('shows a tenant’s own callers theirs, and nothing of another’s', async () => {
  const { overdue } = await threePayments();
  const other = await aSubscriber(db);
  await aFailedPayment(db, other);

  const mine = await list({ filter: { isOverdue: true } }, aTenantCaller(tenantId, ['billing:read']));
  const theirs = await list({ filter: { tenantId } }, aTenantCaller(other, ['billing:read']));

  expect(mine).toMatchObject({ totalCount: 1, nodes: [{ id: overdue }] });
  expect(theirs).toMatchObject({ totalCount: 0, nodes: [] });
});

it('refuses callers without the permission to read billing, and a damaged cursor', async () => {
  for (const [caller, variables, code] of [
    [anonymous, {}, 'UNAUTHENTICATED'],
    [aPlatformCaller(['tenants:read']), {}, 'FORBIDDEN'],
    [aTenantCaller(tenantId, ['tenants:read']), {}, 'FORBIDDEN'],
    [aPlatformCaller(), { after: 'no-cursor' }, 'BAD_USER_INPUT'],
    [aPlatformCaller(), { first: 101 }, 'BAD_USER_INPUT'],
  ] as const) {
    const { errors } = await db.execute('billing', PAYMENTS, variables, caller);
    expect(errors?.[0]?.extensions).toMatchObject({ code });
  }
});
