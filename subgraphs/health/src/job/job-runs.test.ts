import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { asAdmin } from '../testing/as-admin.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
  // Across 99 and 100, which as texts stand in another order.
  await asAdmin(db, `select setval(pg_get_serial_sequence('platform.job_run', 'id'), 95)`);
  await asAdmin(
    db,
    `insert into platform.job_run (task, job_id, attempt, started_at, finished_at, status, error)
     select case when n % 3 = 0 then 'a:nightly' else 'b:minutely' end, n::text, 1 + n % 2,
       '2026-11-20T09:00Z'::timestamptz + n * interval '1 minute',
       case when n < 9 then '2026-11-20T09:00:01.500Z'::timestamptz + n * interval '1 minute' end,
       case when n = 9 then 'RUNNING' when n = 8 then 'FAILED' else 'SUCCEEDED' end,
       case when n = 8 then 'out of disk' end
     from generate_series(1, 9) as n`,
  );
});
afterAll(() => db.close());

const RUNS = `query ($name: String, $first: Int, $after: String) {
  jobRuns(name: $name, first: $first, after: $after) {
    nodes { id name startedAt finishedAt durationMs attempt status error }
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;

interface Page {
  nodes: { id: string; name: string; startedAt: string }[];
  edges: { cursor: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

async function runs(variables: Record<string, unknown> = {}): Promise<Page> {
  return dataOf<{ jobRuns: Page }>(await db.execute('health', RUNS, variables)).jobRuns;
}

it('lists the latest run first, with how it ended', async () => {
  const { nodes, edges } = await runs({ first: 2 });

  expect(edges).toHaveLength(2);
  expect(nodes).toEqual([
    {
      id: expect.stringMatching(/^\d+$/),
      name: 'a:nightly',
      startedAt: '2026-11-20T09:09:00.000Z',
      finishedAt: null,
      durationMs: null,
      attempt: 2,
      status: 'RUNNING',
      error: null,
    },
    expect.objectContaining({ name: 'b:minutely', durationMs: 1500, status: 'FAILED', error: 'out of disk' }),
  ]);
});

it('pages without overlap or gap, all runs or those of one job', async () => {
  for (const [name, count] of [
    [null, 9],
    ['b:minutely', 6],
    ['c:none', 0],
  ] as const) {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Page = await runs({ name, first: 2, after });
      seen.push(...page.nodes.map(({ startedAt }) => startedAt));
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);

    expect(seen).toHaveLength(count);
    expect(new Set(seen).size).toBe(count);
    expect(seen).toEqual(seen.toSorted().reverse());
  }
});

it('costs one statement whatever its length', async () => {
  const { statements } = await db.countStatements(() => runs({ first: 100 }));

  expect(statements).toHaveLength(1);
});

it.each([
  ['more than 100', { first: 101 }],
  ['a cursor that is none', { after: 'x' }],
  ['a cursor with a wrong value', { after: Buffer.from('["one"]').toString('base64url') }],
  ['a cursor beyond all ids', { after: Buffer.from('["9223372036854775808"]').toString('base64url') }],
  ['a name no job can have', { name: 'a\0b' }],
])('refuses %s', async (_, variables) => {
  const result = await db.execute('health', RUNS, variables);

  expect(result.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

it('is forbidden to tenants and without health:read', async () => {
  for (const caller of [aTenantCaller(await db.aTenant()), aPlatformCaller(['platform:read'])]) {
    const result = await db.execute('health', RUNS, {}, caller);

    expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  }
});
