import { aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import type { AuditRecord } from '@intendant/kit/testing/platform-records';
import { asAdmin } from '../testing/as-admin.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { platformFigures } from '../testing/platform-figures.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
beforeEach(() => asAdmin(db, 'truncate graphile_worker._private_jobs'));
afterAll(() => db.close());

const LETTERS = `query ($name: String, $first: Int, $after: String) {
  deadLetters(name: $name, first: $first, after: $after) {
    totalCount
    nodes { id name payload attempts error createdAt failedAt }
    pageInfo { hasNextPage endCursor }
  }
}`;
const RETRY = `mutation ($input: RetryDeadLettersInput!) {
  retryDeadLetters(input: $input) { ids userErrors { code field } }
}`;
const DISCARD = `mutation ($input: DiscardDeadLettersInput!) {
  discardDeadLetters(input: $input) { ids userErrors { code field } }
}`;

interface Page {
  totalCount: number;
  nodes: { id: string; name: string; payload: object }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function letters(variables: Record<string, unknown> = {}): Promise<Page> {
  return dataOf<{ deadLetters: Page }>(await db.execute('health', LETTERS, variables)).deadLetters;
}

async function retry(ids: unknown[]): Promise<unknown> {
  return dataOf(await db.execute('health', RETRY, { input: { ids } })).retryDeadLetters;
}

async function discard(ids: unknown[], reason = 'The tenant is gone.'): Promise<unknown> {
  return dataOf(await db.execute('health', DISCARD, { input: { ids, reason } })).discardDeadLetters;
}

/** Jobs that failed for good, oldest first. */
async function deadLetters(...jobs: { task: string; payload?: unknown }[]): Promise<string[]> {
  const rows = await asAdmin<{ id: string }>(
    db,
    `with added as (
       select (graphile_worker.add_job(job->>'task', coalesce(job->'payload', '{}'), max_attempts => 3)).id, n
       from json_array_elements($1::json) with ordinality as j (job, n))
     select id from added order by n`,
    [JSON.stringify(jobs)],
  );
  await asAdmin(
    db,
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'no luck'`,
  );
  return rows.map(({ id }) => id);
}

function audited(action: string): Promise<AuditRecord[]> {
  return asAdmin(
    db,
    `select action, caller_name as "callerName", target_type as "targetType", target_id as "targetId",
       target_name as "targetName", before, after
     from platform.audit_entry where action = $1 order by position desc limit 3`,
    [action],
  );
}

describe('dead letters', () => {
  it('are listed, the latest first, without secrets and always with an object for a payload', async () => {
    const [first, second] = await deadLetters(
      { task: 'a:tick', payload: [1, 2] },
      { task: 'b:send', payload: { to: 'somebody', apiKey: 'k', nested: { password: 'p' } } },
    );

    const { totalCount, nodes } = await letters();

    expect(totalCount).toBe(2);
    expect(nodes).toEqual([
      {
        id: second,
        name: 'b:send',
        payload: { to: 'somebody', apiKey: '[redacted]', nested: { password: '[redacted]' } },
        attempts: 3,
        error: 'no luck',
        createdAt: expect.any(String),
        failedAt: expect.any(String),
      },
      expect.objectContaining({ id: first, payload: { value: [1, 2] } }),
    ]);
  });

  it('are paged without overlap or gap, all of them or those of one job', async () => {
    const ids = await deadLetters(
      ...Array.from({ length: 7 }, (_, index) => ({ task: index % 2 ? 'a:tick' : 'b:send' })),
    );
    for (const [name, expected] of [
      [null, ids],
      ['a:tick', ids.filter((_, index) => index % 2)],
    ] as const) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: Page = await letters({ name, first: 2, after });
        expect(page.totalCount).toBe(expected.length);
        seen.push(...page.nodes.map(({ id }) => id));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null);

      expect(seen).toEqual(expected.toReversed());
    }
  });

  it('cost two statements, and one however many are referred to', async () => {
    const ids = await deadLetters({ task: 'a:tick' }, { task: 'a:tick' });
    const representations = [...ids, 'no-id', '1'].map((id) => ({ __typename: 'DeadLetter', id }));

    const list = await db.countStatements(() => letters({ first: 100 }));
    const references = await db.countStatements(() =>
      db.execute(
        'health',
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on DeadLetter { id name } } }',
        { r: representations },
      ),
    );

    expect(dataOf(references.result)._entities).toEqual([
      { id: ids[0], name: 'a:tick' },
      { id: ids[1], name: 'a:tick' },
      null,
      null,
    ]);
    expect(list.statements).toHaveLength(2);
    expect(references.statements).toHaveLength(1);
  });

  it.each([
    ['more than 100', { first: 101 }],
    ['a cursor that is none', { after: 'x' }],
    ['a cursor with a wrong value', { after: Buffer.from('["0"]').toString('base64url') }],
  ])('refuse %s', async (_, variables) => {
    const result = await db.execute('health', LETTERS, variables);

    expect(result.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it('are shown to nobody of a tenant, also not by reference', async () => {
    const [id] = await deadLetters({ task: 'a:tick' });
    const caller = aTenantCaller(await db.aTenant());
    const reference =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on DeadLetter { id name } } }';

    const results = [
      await db.execute('health', LETTERS, {}, caller),
      await db.execute('health', LETTERS, {}, aPlatformCaller(['platform:read'])),
      await db.execute('health', reference, { r: [{ __typename: 'DeadLetter', id }] }, caller),
    ];

    for (const result of results) {
      expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    }
  });
});

describe('retryDeadLetters', () => {
  it('lets them run again from the start, each on record; a repeat changes nothing', async () => {
    const [first, second, third] = await deadLetters(
      { task: 'a:tick' },
      { task: 'b:send' },
      { task: 'a:tick' },
    );

    const result = await retry([first, second, first, '999999999']);
    const again = await retry([first, second]);

    expect(result).toEqual({ ids: [first, second], userErrors: [] });
    expect(again).toEqual({ ids: [], userErrors: [] });
    expect((await letters()).nodes.map(({ id }) => id)).toEqual([third]);
    expect(
      await asAdmin(db, 'select attempts::integer from graphile_worker._private_jobs where id = $1', [first]),
    ).toEqual([{ attempts: 0 }]);
    expect(await audited('dead-letter.retry')).toEqual([
      expect.objectContaining({ targetId: second, targetName: 'b:send' }),
      {
        action: 'dead-letter.retry',
        callerName: 'Ada Administrator',
        targetType: 'DeadLetter',
        targetId: first,
        targetName: 'a:tick',
        before: { attempts: 3, error: 'no luck' },
        after: { attempts: 0 },
      },
    ]);
  });

  it('is done once and recorded once when two people ask at the same time', async () => {
    const [id] = await deadLetters({ task: 'c:once' });

    const results = (await Promise.all([retry([id]), retry([id])])) as { ids: string[] }[];

    expect(results.flatMap(({ ids }) => ids)).toEqual([id]);
    expect((await audited('dead-letter.retry')).filter(({ targetId }) => targetId === id)).toHaveLength(1);
  });

  it('is seen in the platform’s figures at once', async () => {
    const ids = await deadLetters({ task: 'a:tick' }, { task: 'a:tick' });
    const before = await platformFigures(db);

    await retry(ids);
    db.clock.advance(1);
    const { queue } = await platformFigures(db);

    expect(before.queue.deadLetters).toBe(2);
    expect(queue.deadLetters).toBe(0);
  });

  it.each([
    ['none', [], ['input', 'ids']],
    ['more than a hundred', Array.from({ length: 101 }, (_, index) => String(index + 1)), ['input', 'ids']],
    ['what is no number', ['1', 'x'], ['input', 'ids', '1']],
    ['a number beyond all ids', ['9223372036854775808'], ['input', 'ids', '0']],
  ])('refuses %s', async (_, ids, field) => {
    expect(await retry(ids)).toEqual({ ids: null, userErrors: [{ code: 'BAD_INPUT', field }] });
  });

  it('is forbidden to tenants and without jobs:write', async () => {
    await expectForbidden(RETRY, { ids: ['1'] });
  });
});

describe('discardDeadLetters', () => {
  it('removes them, and keeps on record what they were, without secrets; a repeat changes nothing', async () => {
    const [first, second] = await deadLetters(
      { task: 'b:send', payload: { to: 'somebody', token: 't' } },
      { task: 'a:tick' },
    );

    const result = await discard([first]);
    const again = await discard([first]);

    expect(result).toEqual({ ids: [first], userErrors: [] });
    expect(again).toEqual({ ids: [], userErrors: [] });
    expect((await letters()).nodes.map(({ id }) => id)).toEqual([second]);
    expect(await audited('dead-letter.discard')).toEqual([
      {
        action: 'dead-letter.discard',
        callerName: 'Ada Administrator',
        targetType: 'DeadLetter',
        targetId: first,
        targetName: 'b:send',
        before: { payload: { to: 'somebody', token: '[redacted]' }, attempts: 3, error: 'no luck' },
        after: { reason: 'The tenant is gone.' },
      },
    ]);
  });

  it('leaves alone what still waits', async () => {
    const [{ id } = { id: '' }] = await asAdmin<{ id: string }>(
      db,
      `select (graphile_worker.add_job('a:tick')).id`,
    );

    expect(await discard([id])).toEqual({ ids: [], userErrors: [] });
    expect(await asAdmin(db, 'select from graphile_worker._private_jobs')).toHaveLength(1);
  });

  it.each([
    ['no reason', ['1'], '  no  ', ['input', 'reason']],
    ['too long a reason', ['1'], 'x'.repeat(501), ['input', 'reason']],
    ['what is no number', ['0x1'], 'reason', ['input', 'ids', '0']],
  ])('refuses %s', async (_, ids, reason, field) => {
    expect(await discard(ids, reason)).toEqual({ ids: null, userErrors: [{ code: 'BAD_INPUT', field }] });
  });

  it('is forbidden to tenants and without jobs:write', async () => {
    await expectForbidden(DISCARD, { ids: ['1'], reason: 'reason' });
  });
});

async function expectForbidden(mutation: string, input: object): Promise<void> {
  for (const caller of [
    aTenantCaller(await db.aTenant()),
    aPlatformCaller(['platform:read', 'health:read']),
  ]) {
    const result = await db.execute('health', mutation, { input }, caller);

    expect(result.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  }
}
