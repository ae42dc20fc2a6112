import type { Caller } from '@intendant/kit/identity/caller';
import { aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { aFailure, anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

const FAILED = `query ($representations: [_Any!]!, $window: TimeWindow, $workflow: String, $errorCode: String,
    $first: Int, $after: String) {
  _entities(representations: $representations) { ... on Tenant { health {
    failedExecutions(window: $window, workflow: $workflow, errorCode: $errorCode, first: $first, after: $after) {
      edges { cursor node { id } }
      nodes { id source at workflow environment errorCode errorMessage durationMs }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  } } }
}`;

interface Page {
  edges: { cursor: string; node: { id: string } }[];
  nodes: { id: string; at: string; workflow: string; errorCode: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

function execute(ids: readonly string[], variables: object, caller?: Caller) {
  const representations = ids.map((id) => ({ __typename: 'Tenant', id }));
  return db.execute('health', FAILED, { representations, ...variables }, caller);
}

async function pageOf(id: string, variables: object = {}): Promise<Page> {
  const result = await execute([id], variables);
  const [entity] = dataOf<{ _entities: { health: { failedExecutions: Page } }[] }>(result)._entities;
  if (!entity) {
    throw new Error('There is no entity.');
  }
  return entity.health.failedExecutions;
}

function failure(subject: string, time: string, data: object = {}, id?: string): object {
  return aFailure({
    subject,
    time,
    ...(id && { id }),
    data: { workflow: 'sync', outcome: 'FAILED', durationMs: 12.5, errorCode: 'TIMEOUT', ...data },
  });
}

it('shows the evidence, the latest first', async () => {
  const subject = await db.aTenant();
  await db.send([
    failure(subject, '2026-11-20T09:00:00.250Z', { environment: 'production', errorMessage: 'gone' }, 'one'),
    anEvent({ subject, time: '2026-11-20T09:05:00Z' }),
    failure(subject, '2026-11-20T09:10:00Z', { errorCode: undefined }, 'two'),
  ]);

  const page = await pageOf(subject);

  expect(page.nodes).toEqual([
    {
      id: 'two',
      source: 'test',
      at: '2026-11-20T09:10:00.000Z',
      workflow: 'sync',
      environment: null,
      errorCode: 'unknown',
      errorMessage: null,
      durationMs: 12.5,
    },
    {
      id: 'one',
      source: 'test',
      at: '2026-11-20T09:00:00.250Z',
      workflow: 'sync',
      environment: 'production',
      errorCode: 'TIMEOUT',
      errorMessage: 'gone',
      durationMs: 12.5,
    },
  ]);
  expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
});

it('shows those of a workflow and of an error, unknown ones included', async () => {
  const subject = await db.aTenant();
  await db.send([
    failure(subject, '2026-11-20T09:00:00Z', { workflow: 'mail' }, 'a'),
    failure(subject, '2026-11-20T08:00:00Z', { workflow: 'mail', errorCode: undefined }, 'b'),
    failure(subject, '2026-11-20T07:00:00Z', {}, 'c'),
  ]);
  const ids = async (variables: object): Promise<string[]> =>
    (await pageOf(subject, variables)).nodes.map(({ id }) => id);

  expect(await ids({ workflow: 'mail' })).toEqual(['a', 'b']);
  expect(await ids({ errorCode: 'TIMEOUT' })).toEqual(['a', 'c']);
  expect(await ids({ workflow: 'mail', errorCode: 'unknown' })).toEqual(['b']);
  expect(await ids({ workflow: 'nothing like it' })).toEqual([]);
});

it('pages through all of a window without a gap or a repeat, also among those of one instant', async () => {
  const subject = await db.aTenant();
  const times = [
    ...Array.from({ length: 7 }, () => '2026-11-20T09:00:00Z'),
    ...Array.from({ length: 9 }, (_, hour) => `2026-11-19T0${hour}:30:00Z`),
    '2026-10-01T00:00:00Z',
  ];
  await db.send(
    times.map((time, index) => failure(subject, time, {}, `paged-${String(index).padStart(2, '0')}`)),
  );
  const window = { range: 'D90' };

  const seen: string[] = [];
  let after: string | null = null;
  let pages = 0;
  do {
    const page: Page = await pageOf(subject, { window, first: 3, after });
    seen.push(...page.nodes.map(({ id }) => id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    pages += 1;
  } while (after !== null);

  const newestFirst = times
    .map((time, index) => ({ time, id: `paged-${String(index).padStart(2, '0')}` }))
    .sort((a, b) => b.time.localeCompare(a.time) || a.id.localeCompare(b.id));
  expect(seen).toEqual(newestFirst.map(({ id }) => id));
  expect(pages).toBe(6);
});

it('costs two statements, for one tenant and for thirty', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 30; index += 1) {
    ids.push(await db.aTenant());
  }

  const one = await db.countStatements(() => execute(ids.slice(0, 1), {}));
  const thirty = await db.countStatements(() => execute(ids, {}));

  expect(one.statements).toHaveLength(2);
  expect(thirty.statements).toHaveLength(2);
});

it('shows a tenant its own failed executions and nobody else’s', async () => {
  const [mine, theirs] = [await db.aTenant(), await db.aTenant()];
  await db.send([
    failure(mine, '2026-11-20T09:00:00Z', {}, 'mine'),
    failure(theirs, '2026-11-20T09:00:00Z', {}, 'theirs'),
  ]);

  const result = await execute([mine, theirs], {}, aTenantCaller(mine, ['health:read']));

  expect(dataOf(result)).toMatchObject({
    _entities: [{ health: { failedExecutions: { nodes: [{ id: 'mine' }] } } }, { health: null }],
  });
});

it.each([
  ['more than a hundred', { first: 101 }],
  ['a cursor that is none', { after: 'none' }],
  ['a cursor of another list', { after: Buffer.from('["2026",1]').toString('base64url') }],
  ['a window without a start', { window: { to: '2026-11-20T00:00:00Z' } }],
])('refuses %s', async (_, variables) => {
  const { errors } = await execute([await db.aTenant()], variables);

  expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});
