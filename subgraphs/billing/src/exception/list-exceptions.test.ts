import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { revokeOverride } from '../override/revoke-override.ts';
import { billingModule } from '../subgraph.ts';
import { changePlan } from '../subscription/change-plan.ts';
import { aMeasurement, anOverride, gib, measured } from '../testing/a-measurement.ts';
import {
  aRemovedTenant,
  aSubscriber,
  aTenant,
  billingContext,
  dayMs,
  hourMs,
} from '../testing/a-subscriber.ts';

const EXCEPTIONS = `
  query EntitlementExceptions(
    $filter: EntitlementExceptionFilter, $sort: EntitlementExceptionSort, $first: Int, $after: String
  ) {
    entitlementExceptions(filter: $filter, sort: $sort, first: $first, after: $after) {
      totalCount
      nodes {
        id kind since tenantName planName tenant { id }
        usage {
          entitlement { key } used limit planLimit ratio measuredAt assessment { state }
          override { id reason }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`;

interface Exception {
  id: string;
  kind: string;
  since: string;
  tenant: { id: string };
  usage: { entitlement: { key: string }; used: number; ratio: number | null };
}

interface Page {
  totalCount: number;
  nodes: Exception[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

let db: TestDatabase;

beforeEach(async () => {
  db = await startTestDatabase([billingModule]);
});
afterEach(() => db.close());

async function list(variables: object = {}): Promise<Page> {
  const result = await db.execute('billing', EXCEPTIONS, { ...variables });
  return dataOf<{ entitlementExceptions: Page }>(result).entitlementExceptions;
}

const now = (): string => db.clock.now().toISOString();

/** Past everything that is cached. */
const hourLater = (): void => db.clock.advance(hourMs);

async function onFree(): Promise<string> {
  return aSubscriber(db, { planKey: 'free' });
}

it('are usage above a limit and overrides in force, and nothing else', async () => {
  const [above, granted, within, unlimited] = [
    await onFree(),
    await onFree(),
    await onFree(),
    await onFree(),
  ];
  const override = await anOverride(db, granted, { limit: 20 });
  await anOverride(db, unlimited, { entitlementKey: 'storage', limit: null });
  await measured(
    db,
    aMeasurement(db, above, { workflows: 6 }),
    aMeasurement(db, granted, { workflows: 7 }),
    aMeasurement(db, within, { workflows: 5 }),
    aMeasurement(db, unlimited, { storageBytes: 90 * gib }),
  );

  const { nodes, totalCount } = await list();

  expect(totalCount).toBe(3);
  expect(nodes).toEqual([
    {
      id: `${above}:workflows`,
      kind: 'ABOVE_LIMIT',
      since: now(),
      tenantName: 'Philharmonia',
      planName: 'Free',
      tenant: { id: above },
      usage: {
        entitlement: { key: 'workflows' },
        used: 6,
        limit: 5,
        planLimit: 5,
        ratio: 1.2,
        measuredAt: now(),
        assessment: { state: 'CRITICAL' },
        override: null,
      },
    },
    expect.objectContaining({
      kind: 'OVERRIDE',
      since: override.grantedAt.toISOString(),
      tenant: { id: granted },
      usage: expect.objectContaining({ used: 7, limit: 20, planLimit: 5, ratio: 0.35 }),
    }),
    // Whoever has no limit comes last.
    expect.objectContaining({
      kind: 'OVERRIDE',
      tenant: { id: unlimited },
      usage: expect.objectContaining({ limit: null, ratio: null }),
    }),
  ]);
});

it('counts usage above an override as usage above the limit', async () => {
  const tenantId = await onFree();
  const { id } = await anOverride(db, tenantId, { limit: 8 });
  await measured(db, aMeasurement(db, tenantId, { workflows: 9 }));

  expect((await list()).nodes).toMatchObject([
    { kind: 'ABOVE_LIMIT', usage: { limit: 8, override: { id, reason: 'Festival season' } } },
  ]);
});

it('last since usage first exceeded the limit, until it no longer does', async () => {
  const tenantId = await onFree();
  const seen: (string | undefined)[] = [];
  const measure = async (workflows: number): Promise<string> => {
    hourLater();
    await measured(db, aMeasurement(db, tenantId, { workflows }));
    seen.push((await list()).nodes[0]?.since);
    return now();
  };

  const first = await measure(6);
  await measure(9);
  await measure(5);
  const second = await measure(7);

  expect(seen).toEqual([first, first, undefined, second]);
});

it('begin and end with the plan', async () => {
  const tenantId = await aSubscriber(db, { planKey: 'pro' });
  await measured(db, aMeasurement(db, tenantId, { workflows: 9 }));
  hourLater();
  await changePlan(billingContext(db), { tenantId, planKey: 'free' });
  const since = now();
  hourLater();
  const onFreePlan = await list();
  await changePlan(billingContext(db), { tenantId, planKey: 'pro' });
  hourLater();

  const onProPlan = await list();

  expect(onFreePlan.nodes).toMatchObject([{ kind: 'ABOVE_LIMIT', since, planName: 'Free' }]);
  expect(onProPlan.nodes).toEqual([]);
});

it('begin at the instant in which an override expires or is revoked', async () => {
  const [expiring, revoked] = [await onFree(), await onFree()];
  const expiresAt = new Date(db.clock.now().getTime() + dayMs);
  await anOverride(db, expiring, { expiresAt });
  const { id } = await anOverride(db, revoked);
  await measured(db, ...[expiring, revoked].map((tenantId) => aMeasurement(db, tenantId, { workflows: 7 })));
  db.clock.advance(dayMs + hourMs);
  await revokeOverride(billingContext(db), { id, reason: 'Not needed' });

  const { nodes } = await list({ sort: { field: 'SINCE', direction: 'ASC' } });

  expect(nodes).toMatchObject([
    { kind: 'ABOVE_LIMIT', tenant: { id: expiring }, since: expiresAt.toISOString() },
    { kind: 'ABOVE_LIMIT', tenant: { id: revoked }, since: now() },
  ]);
});

it('end with the month in which they were', async () => {
  db.clock.set(new Date('2026-11-30T20:00:00.000Z'));
  const tenantId = await onFree();
  await measured(db, aMeasurement(db, tenantId, { executionsMonth: 1_001 }));
  const before = await list();

  db.clock.set(new Date('2026-12-01T00:00:00.000Z'));

  expect(before.nodes).toHaveLength(1);
  expect(await list()).toMatchObject({ totalCount: 0, nodes: [] });
});

it('go with their tenant, and follow its name', async () => {
  const [renamed, gone] = [await onFree(), await onFree()];
  await anOverride(db, renamed);
  await anOverride(db, gone);
  await aTenant(db, renamed, { name: 'Sinfonietta' });
  await aRemovedTenant(db, gone);
  await db.drainJobs();

  expect((await list()).nodes).toMatchObject([{ tenant: { id: renamed }, tenantName: 'Sinfonietta' }]);
});

describe('the list', () => {
  /** Three tenants above a limit and two with an override, all different in every order. */
  async function fiveExceptions(): Promise<void> {
    const names = ['Aria', 'Brass', 'cello', 'Duo', 'Étude'];
    for (const [index, name] of names.entries()) {
      const tenantId = await aTenant(db, undefined, { name });
      await db.drainJobs();
      if (index < 3) {
        await measured(db, aMeasurement(db, tenantId, { workflows: 8 - index }));
      } else {
        const expiresAt = new Date(db.clock.now().getTime() + (index + 1) * dayMs);
        await anOverride(db, tenantId, { entitlementKey: 'users', limit: 10 * index, expiresAt });
      }
      db.clock.advance(1_000);
    }
  }

  it.each([
    ['RATIO', 'DESC', ['Aria', 'Brass', 'cello', 'Duo', 'Étude']],
    ['RATIO', 'ASC', ['Duo', 'Étude', 'cello', 'Brass', 'Aria']],
    ['TENANT', 'ASC', ['Aria', 'Brass', 'cello', 'Duo', 'Étude']],
    ['TENANT', 'DESC', ['Étude', 'Duo', 'cello', 'Brass', 'Aria']],
    ['SINCE', 'DESC', ['Étude', 'Duo', 'cello', 'Brass', 'Aria']],
    ['EXPIRES_AT', 'ASC', ['Duo', 'Étude', 'Aria', 'Brass', 'cello']],
    ['EXPIRES_AT', 'DESC', ['Étude', 'Duo', 'Aria', 'Brass', 'cello']],
  ])('is sorted by %s %s, page by page as in one', async (field, direction, expected) => {
    await fiveExceptions();
    const names: string[] = [];
    let after: string | null = null;
    do {
      const page: Page = await list({ sort: { field, direction }, first: 2, after });
      names.push(...page.nodes.map((node) => String(Object(node)['tenantName'])));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);

    expect(names).toEqual(expected);
  });

  it('is filtered by kind, entitlement, tenant and part of its name or slug', async () => {
    await fiveExceptions();
    const { nodes } = await list();
    const aria = nodes[0]?.tenant.id ?? '';
    const counts = async (filter: object): Promise<number> => (await list({ filter })).totalCount;

    expect({
      above: await counts({ kinds: ['ABOVE_LIMIT'] }),
      overrides: await counts({ kinds: ['OVERRIDE'] }),
      users: await counts({ entitlementKeys: ['users', 'storage'] }),
      tenant: await counts({ tenantId: aria }),
      noTenant: await counts({ tenantId: 'no-uuid' }),
      name: await counts({ query: 'CELL' }),
      slug: await counts({ query: aria.slice(0, 8) }),
      wildcard: await counts({ query: '%' }),
      both: await counts({ kinds: ['OVERRIDE'], query: 'aria' }),
    }).toEqual({
      above: 3,
      overrides: 2,
      users: 2,
      tenant: 1,
      noTenant: 0,
      name: 1,
      slug: 1,
      wildcard: 0,
      both: 0,
    });
  });

  it('costs three statements at most, whatever its length, and none while its first page is cached', async () => {
    await fiveExceptions();
    hourLater();

    const computed = await db.countStatements(() =>
      list({ first: 1, sort: { field: 'SINCE', direction: 'DESC' } }),
    );
    const longer = await db.countStatements(() => list());
    const cached = await db.countStatements(() => list());
    const filtered = await db.countStatements(() => list({ filter: { query: 'e' } }));

    expect([computed, longer, cached, filtered].map(({ statements }) => statements.length)).toEqual([
      3, 2, 0, 3,
    ]);
  });

  it.each([
    { first: 101 },
    { after: 'no-cursor' },
    { after: Buffer.from('["TENANT ASC","a","a","users","no-uuid"]').toString('base64url') },
    {
      after: Buffer.from('["RATIO DESC","a","a","users","6f2d1c9e-3a54-4b0e-9d27-0c8e5b7a1f01"]').toString(
        'base64url',
      ),
    },
    { filter: { query: 'a\0b' } },
  ])('refuses %j', async (variables) => {
    const { errors } = await db.execute('billing', EXCEPTIONS, variables);

    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('is for platform callers who may read billing only', async () => {
    const tenantId = await onFree();

    for (const [caller, code] of [
      [anonymous, 'UNAUTHENTICATED'],
      [aPlatformCaller(['platform:read']), 'FORBIDDEN'],
      [aTenantCaller(tenantId), 'FORBIDDEN'],
      [aTenantCaller(tenantId, ['platform:read', 'billing:read']), 'FORBIDDEN'],
    ] as const) {
      const { data, errors } = await db.execute('billing', EXCEPTIONS, {}, caller);
      expect(data).toEqual({ entitlementExceptions: null });
      expect(errors?.[0]?.extensions).toMatchObject({ code });
    }
  });
});
