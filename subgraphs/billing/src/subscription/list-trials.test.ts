import { anonymous, aPlatformCaller, aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf, startTestDatabase, type TestDatabase } from '@intendant/kit/testing/test-database';
import { countTrials } from '../revenue/read-subscriptions.ts';
import { billingModule } from '../subgraph.ts';
import { aSubscriber, billingContext, dayMs } from '../testing/a-subscriber.ts';
import { convertTrial } from './convert-trial.ts';

const TRIALS = `
  query Trials($stage: TrialStage!, $first: Int, $after: String) {
    trials(stage: $stage, first: $first, after: $after) {
      totalCount
      nodes { status trialStartedAt trialEndsAt trialConvertedAt plan { name } mrr { amountCents } tenant { id } }
      pageInfo { hasNextPage endCursor }
    }
  }`;

interface Page {
  totalCount: number;
  nodes: { tenant: { id: string }; trialStartedAt: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

let db: TestDatabase;
/** From the oldest to the youngest, four days between them; the third converted today. */
let trials: string[];

beforeAll(async () => {
  db = await startTestDatabase([billingModule]);
  trials = [];
  await aSubscriber(db, { planKey: 'pro' });
  for (let index = 0; index < 4; index += 1) {
    trials.push(await aSubscriber(db, { startTrial: true }));
    db.clock.advance(4 * dayMs);
  }
  await convertTrial(billingContext(db), { tenantId: trials[2] ?? '' });
});
afterAll(() => db.close());

async function list(variables: object): Promise<Page> {
  return dataOf<{ trials: Page }>(await db.execute('billing', TRIALS, { ...variables })).trials;
}

// Now is day 16: the first trial ended on day 14, the second ends on day 18, the fourth on day 26.
it.each([
  ['RUNNING', [1, 3]],
  ['EXPIRING_7D', [1]],
  ['STARTED_30D', [3, 2, 1, 0]],
  ['CONVERTED_30D', [2]],
])('lists the stage %s in its order, as many as are counted', async (stage, expected) => {
  const figures = await countTrials(billingContext(db), db.clock.now());

  const { nodes, totalCount } = await list({ stage });

  expect(nodes.map(({ tenant }) => trials.indexOf(tenant.id))).toEqual(expected);
  expect(totalCount).toBe(
    {
      RUNNING: figures.running,
      EXPIRING_7D: figures.expiring7d,
      STARTED_30D: figures.started30d,
      CONVERTED_30D: figures.converted30d,
    }[stage],
  );
});

it('shows plan, revenue and the times of a trial, which stay after it', async () => {
  const { nodes } = await list({ stage: 'CONVERTED_30D' });

  const now = db.clock.now();
  expect(nodes).toEqual([
    {
      status: 'ACTIVE',
      trialStartedAt: new Date(now.getTime() - 8 * dayMs).toISOString(),
      trialEndsAt: now.toISOString(),
      trialConvertedAt: now.toISOString(),
      plan: { name: 'Pro' },
      mrr: { amountCents: 9_900 },
      tenant: { id: trials[2] },
    },
  ]);
});

it('is read page by page, with three statements each', async () => {
  const first = await list({ stage: 'STARTED_30D', first: 3 });
  const { result: second, statements } = await db.countStatements(() =>
    list({ stage: 'STARTED_30D', first: 3, after: first.pageInfo.endCursor }),
  );

  expect([...first.nodes, ...second.nodes].map(({ tenant }) => trials.indexOf(tenant.id))).toEqual([
    3, 2, 1, 0,
  ]);
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  expect(statements).toHaveLength(3);
});

it('is for platform callers who may read billing only', async () => {
  for (const [caller, code] of [
    [anonymous, 'UNAUTHENTICATED'],
    [aPlatformCaller(['platform:read']), 'FORBIDDEN'],
    [aTenantCaller(trials[0] ?? ''), 'FORBIDDEN'],
  ] as const) {
    const { data, errors } = await db.execute('billing', TRIALS, { stage: 'RUNNING' }, caller);
    expect(data).toEqual({ trials: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code });
  }
});
