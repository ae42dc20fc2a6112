import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { billingModule } from '../subgraph.ts';
import { anOverride } from '../testing/a-measurement.ts';
import { aSubscriber, billingContext, dayMs } from '../testing/a-subscriber.ts';
import { revokeOverride } from './revoke-override.ts';

const OVERRIDES = `
  query EntitlementOverrides($tenantId: ID, $statuses: [OverrideStatus!], $first: Int, $after: String) {
    entitlementOverrides(tenantId: $tenantId, statuses: $statuses, first: $first, after: $after) {
      totalCount nodes { id status tenant { id } } pageInfo { hasNextPage endCursor }
    }
  }`;
const REFERENCES = `
  query Overrides($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on EntitlementOverride { id reason } }
  }`;

interface Page {
  totalCount: number;
  nodes: { id: string; status: string }[];
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
  const result = await db.execute('billing', OVERRIDES, { ...variables }, caller);
  return dataOf<{ entitlementOverrides: Page }>(result).entitlementOverrides;
}

const keys = ['executions', 'api-requests', 'workflows', 'environments', 'users'];

/** One after another, a second apart; the latest first. */
async function someOverrides(): Promise<string[]> {
  const ids: string[] = [];
  for (const entitlementKey of keys) {
    const expiresAt = new Date(db.clock.now().getTime() + (entitlementKey === 'users' ? 10 : 20) * dayMs);
    ids.unshift((await anOverride(db, tenantId, { entitlementKey, expiresAt })).id);
    db.clock.advance(1_000);
  }
  return ids;
}

it('lists the latest first, page by page', async () => {
  const ids = await someOverrides();

  const first = await list({ tenantId, first: 3 });
  const second = await list({ tenantId, first: 3, after: first.pageInfo.endCursor });

  expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(ids);
  expect([first.totalCount, second.totalCount]).toEqual([5, 5]);
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
});

it('tells those that were granted at the same moment apart', async () => {
  for (const entitlementKey of keys) {
    await anOverride(db, tenantId, { entitlementKey });
  }
  const seen = new Set<string>();
  let after: string | null = null;
  do {
    const page: Page = await list({ tenantId, first: 2, after });
    page.nodes.forEach(({ id }) => seen.add(id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);

  expect(seen.size).toBe(5);
});

it('filters by statuses that are exact to the instant', async () => {
  const [users, environments] = await someOverrides();
  await revokeOverride(billingContext(db), { id: environments ?? '', reason: 'Too many' });
  const expiresIn = 10 * dayMs - 1_000;

  db.clock.advance(expiresIn - 1);
  const before = await list({ tenantId, statuses: ['EXPIRED', 'REVOKED'] });
  db.clock.advance(1);
  const after = await list({ tenantId, statuses: ['EXPIRED'] });
  const inForce = await list({ tenantId, statuses: ['IN_FORCE'] });

  expect(before.nodes).toMatchObject([{ id: environments, status: 'REVOKED' }]);
  expect(after.nodes).toMatchObject([{ id: users, status: 'EXPIRED' }]);
  expect([inForce.totalCount, (await list({ tenantId, statuses: [] })).totalCount]).toEqual([3, 0]);
});

it('costs two statements whatever its length', async () => {
  await someOverrides();

  const short = await db.countStatements(() => list({ tenantId, first: 1 }));
  const long = await db.countStatements(() => list({ tenantId }));

  expect([short.statements.length, long.statements.length]).toEqual([2, 2]);
});

it('makes those of another tenant look missing, in lists and as references', async () => {
  const [theirs] = await someOverrides();
  const mine = await aSubscriber(db);
  const own = await anOverride(db, mine);
  const caller = aTenantCaller(mine, ['billing:read']);

  const all = await list({}, caller);
  const others = await list({ tenantId }, caller);
  const references = await db.execute(
    'billing',
    REFERENCES,
    { representations: [theirs, own.id].map((id) => ({ __typename: 'EntitlementOverride', id })) },
    caller,
  );

  expect(all).toMatchObject({ totalCount: 1, nodes: [{ id: own.id }] });
  expect(others).toMatchObject({ totalCount: 0, nodes: [] });
  expect(dataOf(references)).toEqual({ _entities: [null, { id: own.id, reason: 'Festival season' }] });
});

it('knows no tenant by an id that is none', async () => {
  expect(await list({ tenantId: 'no-uuid' })).toMatchObject({ totalCount: 0 });
});

it.each([
  { first: 101 },
  { first: 0 },
  { after: 'no-cursor' },
  { after: Buffer.from('[1]').toString('base64url') },
])('refuses %j', async (variables) => {
  const { errors } = await db.execute('billing', OVERRIDES, variables);

  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
});

it('refuses callers without the permission to read billing', async () => {
  for (const [caller, code] of [
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['tenants:read']), 'FORBIDDEN'],
    [aTenantCaller(tenantId, ['tenants:read']), 'FORBIDDEN'],
  ] as const) {
    const { errors } = await db.execute('billing', OVERRIDES, {}, caller);
    expect(errors?.[0]?.extensions).toMatchObject({ code });
  }
});
