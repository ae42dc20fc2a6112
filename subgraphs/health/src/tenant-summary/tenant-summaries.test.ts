import { dataOf } from '@intendant/kit/testing/test-database';
import { aTenantCaller } from '@intendant/kit/testing/callers';
import { aFailure, anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
  // Twelve tenants with many ties; every fourth is delinquent, every third of the demo.
  for (let index = 0; index < 12; index += 1) {
    const id = await db.aTenant({
      name: `Tenant ${index % 3}`,
      slug: `tenant-${index}`,
      isDemo: index % 3 === 0,
      status: index === 11 ? 'DELETED' : index === 10 ? 'SUSPENDED' : 'ACTIVE',
      createdAt: `2026-08-0${1 + (index % 5)}T00:00:00.000Z`,
    });
    await db.publishSubscription(id, {
      planKey: index % 2 ? 'pro' : 'free',
      mrrCents: index % 2 ? 4900 : 0,
      isDelinquent: index % 4 === 0,
      overdueCents: index % 4 === 0 ? 4900 : 0,
      status: index % 5 === 3 ? 'TRIALING' : 'ACTIVE',
    });
    if (index === 2 || index === 11) {
      await db.select(
        `insert into rate_limit_minute (tenant_id, starts_at, caller_id, kind, gateway_id, is_api_key, caller_name,
           rejected, offered, limit_per_minute)
         values ($1, '2026-11-20T09:00Z', 'a', 'REQUESTS', 'g', true, 'ci', 3, 63, 60),
           ($1, '2026-11-19T09:40Z', 'a', 'REQUESTS', 'g', true, 'ci', 100, 160, 60)`,
        [id],
      );
    }
    if (index < 2) {
      await db.send([
        ...Array.from({ length: 20 }, () => aFailure({ subject: id })),
        anEvent({ subject: id, type: 'drift.detected', data: { environment: 'production' } }),
      ]);
    }
  }
  await db.drainJobs();
  await db.settled();
});
afterAll(() => db.close());

const LIST = `query ($filter: TenantSummaryFilter, $sort: TenantSummarySort, $first: Int, $after: String) {
  tenantSummaries(filter: $filter, sort: $sort, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage endCursor }
    nodes { tenant { id } name slug status isDemo planKey planName mrr { amountCents currency } isDelinquent isAtRisk
      riskState clauses { kind } atRiskSince executions24h failures24h failureRate24h lastEventAt createdAt }
  }
}`;

interface Page {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: { slug: string; name: string; riskState: string; clauses: { kind: string }[] }[];
}

async function list(variables: Record<string, unknown> = {}): Promise<Page> {
  return dataOf<{ tenantSummaries: Page }>(await db.execute('health', LIST, variables)).tenantSummaries;
}

async function slugs(filter: Record<string, unknown>): Promise<string[]> {
  return (await list({ filter, sort: { field: 'CREATED_AT' } })).nodes.map(({ slug }) => slug).sort();
}

it('lists the worst risk first and leaves out deleted tenants', async () => {
  const page = await list();

  expect(page.totalCount).toBe(11);
  expect(page.nodes[0]).toMatchObject({
    slug: 'tenant-0',
    riskState: 'CRITICAL',
    clauses: [{ kind: 'FAILURE_RATE' }, { kind: 'DELINQUENT' }],
    executions24h: 20,
    failureRate24h: 1,
    planKey: 'free',
    mrr: { amountCents: 0, currency: 'EUR' },
  });
  expect(page.nodes.slice(0, 4).map(({ riskState }) => riskState)).toEqual([
    'CRITICAL',
    'CRITICAL',
    'WARN',
    'WARN',
  ]);
});

it.each([
  'NAME',
  'STATUS',
  'PLAN',
  'MRR',
  'RISK',
  'FAILURE_RATE_24H',
  'EXECUTIONS_24H',
  'LAST_EVENT_AT',
  'CREATED_AT',
])('pages by %s both ways without overlap or gap among ties', async (field) => {
  for (const direction of ['ASC', 'DESC']) {
    const whole = (await list({ sort: { field, direction }, first: 100 })).nodes.map(({ slug }) => slug);
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const page: Page = await list({ sort: { field, direction }, first: 3, after });
      paged.push(...page.nodes.map(({ slug }) => slug));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);

    expect(paged).toEqual(whole);
    expect(new Set(paged).size).toBe(11);
  }
});

it.each([
  [{ query: 'NANT-1' }, ['tenant-1', 'tenant-10']],
  [{ query: '%' }, []],
  [{ query: 'tenant_1' }, []],
  [{ statuses: ['SUSPENDED', 'DELETED'] }, ['tenant-10', 'tenant-11']],
  [{ planKeys: ['pro'], isDemo: true }, ['tenant-3', 'tenant-9']],
  [{ isDelinquent: true }, ['tenant-0', 'tenant-4', 'tenant-8']],
  [{ isAtRisk: true }, ['tenant-0', 'tenant-1', 'tenant-4', 'tenant-8']],
  [{ riskClauses: ['FAILURE_RATE', 'DRIFT'] }, ['tenant-0', 'tenant-1']],
  [{ hasDrift7d: true }, ['tenant-0', 'tenant-1']],
  [{ hasCredentialFailures7d: true }, []],
  [{ isTrialing: true }, ['tenant-3', 'tenant-8']],
  [{ isTrialing: false, isDelinquent: true }, ['tenant-0', 'tenant-4']],
  [{ isRateLimited: true }, ['tenant-2']],
  [{ isRateLimited: false, isDemo: true }, ['tenant-0', 'tenant-3', 'tenant-6', 'tenant-9']],
  [{ ids: ['no id', '018f0000-0000-7000-8000-00000000abcd'] }, []],
  [{ ids: [] }, []],
])('filters by %j', async (filter, expected) => {
  expect(await slugs(filter)).toEqual(expected);
  expect((await list({ filter })).totalCount).toBe(expected.length);
});

it('finds a tenant by its id', async () => {
  const [first] = (await list({ first: 1 })).nodes as unknown as { tenant: { id: string }; slug: string }[];

  expect(await slugs({ query: first?.tenant.id })).toEqual([first?.slug]);
});

it('lists chosen tenants by their ids', async () => {
  const chosen = (await list({ first: 3 })).nodes as unknown as { tenant: { id: string }; slug: string }[];

  expect(await slugs({ ids: chosen.map(({ tenant }) => tenant.id) })).toEqual(
    chosen.map(({ slug }) => slug).sort(),
  );
});

it('counts what each standing view shows', async () => {
  const counts = await db.execute(
    'health',
    '{ tenantViewCounts { all atRisk rateLimited trialing delinquent provisioning suspended deleted } }',
  );

  expect(dataOf(counts).tenantViewCounts).toEqual({
    all: 11,
    atRisk: 4,
    rateLimited: 1,
    trialing: 2,
    delinquent: 3,
    provisioning: 0,
    suspended: 1,
    deleted: 1,
  });
  for (const [filter, expected] of [
    [{ isAtRisk: true }, 4],
    [{ isRateLimited: true }, 1],
    [{ isTrialing: true }, 2],
    [{ isDelinquent: true }, 3],
    [{ statuses: ['SUSPENDED'] }, 1],
    [{ statuses: ['DELETED'] }, 1],
  ] as const) {
    expect((await list({ filter })).totalCount).toBe(expected);
  }
});

it('tells of each tenant how much was refused within the last 24 hours, in one more statement', async () => {
  const query = '{ tenantSummaries(first: 100) { nodes { slug rateLimited24h } } }';

  const { result, statements } = await db.countStatements(() => db.execute('health', query));

  const { nodes } = dataOf<{ tenantSummaries: { nodes: { slug: string; rateLimited24h: number }[] } }>(
    result,
  ).tenantSummaries;
  expect(nodes.filter(({ rateLimited24h }) => rateLimited24h > 0)).toEqual([
    { slug: 'tenant-2', rateLimited24h: 3 },
  ]);
  expect(statements).toHaveLength(3);
});

it('costs two statements whatever its length', async () => {
  const { statements } = await db.countStatements(() => list({ first: 100 }));

  expect(statements).toHaveLength(2);
});

it.each([
  ['more than 100', { first: 101 }],
  [
    'a cursor of another order',
    {
      sort: { field: 'NAME' },
      after: Buffer.from('["RISK DESC",1,"a","018f0000-0000-7000-8000-000000000001"]').toString('base64url'),
    },
  ],
  ['a status there is not', { filter: { statuses: ['ACTIVE', 'FOO'] } }],
  ['a status in another letter case than the API writes', { filter: { statuses: ['active'] } }],
  ['a cursor that is none', { after: 'x' }],
  [
    'a cursor with a wrong value',
    {
      after: Buffer.from('["RISK DESC","a","a","018f0000-0000-7000-8000-000000000001"]').toString(
        'base64url',
      ),
    },
  ],
])('refuses %s', async (_, variables) => {
  const result = await db.execute('health', LIST, variables);

  expect(result.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

it('is forbidden to tenants', async () => {
  const caller = aTenantCaller(await db.aTenant({ status: 'DELETED' }), ['platform:read', 'health:read']);

  const result = await db.execute('health', LIST, {}, caller);

  expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});
