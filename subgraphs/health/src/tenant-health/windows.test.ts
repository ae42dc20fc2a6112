import fc from 'fast-check';
import { dataOf } from '@intendant/kit/testing/test-database';
import { dayMs, hourMs, minuteMs } from '../rollup/time-window.ts';
import { aFailure, anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
const now = new Date('2026-11-20T09:41:00Z');
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

const WINDOW = `query ($representations: [_Any!]!, $window: TimeWindow) {
  _entities(representations: $representations) { ... on Tenant { health {
    executions(window: $window) { range executions failures }
    series(window: $window) { range stepSeconds points { at executions } }
    workflows(window: $window) { workflow executions failures points { at executions failures } failingSince
      errors { code count } }
    failedExecutions(window: $window, first: 100) { nodes { id } }
  } } }
}`;

interface Health {
  executions: { range: string | null; executions: number; failures: number };
  series: { range: string | null; stepSeconds: number; points: { at: string; executions: number }[] };
  workflows: {
    workflow: string;
    executions: number;
    failures: number;
    points: { at: string; executions: number; failures: number }[];
    failingSince: string | null;
    errors: { code: string; count: number }[];
  }[];
  failedExecutions: { nodes: { id: string }[] };
}

async function healthIn(subject: string, window: object): Promise<Health> {
  const representations = [{ __typename: 'Tenant', id: subject }];
  const result = await db.execute('health', WINDOW, { representations, window });
  const [entity] = dataOf<{ _entities: { health: Health }[] }>(result)._entities;
  if (!entity) {
    throw new Error('There is no entity.');
  }
  return entity.health;
}

it('counts what lies between two instants, exactly to the minute while minutes are kept and to the hour before', async () => {
  const subject = await db.aTenant();
  const random = { seed: 7 };
  const next = (): number => (random.seed = (random.seed * 48271) % 2147483647) / 2147483647;
  const times = Array.from({ length: 400 }, (_, index) =>
    Math.floor(now.getTime() - next() * (index % 2 === 0 ? 2 : 60) * dayMs),
  );
  await db.send(times.map((at) => anEvent({ subject, time: new Date(at).toISOString() })));
  const instant = fc
    .integer({ min: 1, max: 60 * 24 * 60 })
    .map((minutes) => now.getTime() - minutes * minuteMs);

  await fc.assert(
    fc.asyncProperty(instant, instant, async (one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other) + minuteMs];
      const widened = (at: number, round: 'floor' | 'ceil'): number => {
        const step = now.getTime() - at <= 2 * dayMs ? minuteMs : hourMs;
        return Math[round](at / step) * step;
      };
      const [start, end] = [widened(from, 'floor'), widened(to, 'ceil')];

      const { executions } = await healthIn(subject, {
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
      });

      expect(executions).toMatchObject({
        range: null,
        executions: times.filter((at) => at >= start && at < end).length,
      });
    }),
    { numRuns: 40 },
  );
});

it('shows a day of last week by the hour, with its workflows, errors and failures, and nothing beside it', async () => {
  const subject = await db.aTenant();
  await db.send([
    aFailure({ subject, id: 'before', time: '2026-11-11T23:59:00Z' }),
    aFailure({ subject, id: 'within', time: '2026-11-12T10:20:00Z' }),
    anEvent({ subject, time: '2026-11-12T10:30:00Z' }),
    aFailure({ subject, id: 'after', time: '2026-11-13T00:00:00Z' }),
  ]);

  const health = await healthIn(subject, { from: '2026-11-12T00:00:00Z', to: '2026-11-13T00:00:00Z' });

  expect(health.executions).toEqual({ range: null, executions: 2, failures: 1 });
  expect(health.series).toMatchObject({ range: null, stepSeconds: 3600 });
  expect(health.series.points).toHaveLength(24);
  expect(health.series.points[10]).toEqual({ at: '2026-11-12T10:00:00.000Z', executions: 2 });
  expect(health.series.points.reduce((sum, { executions }) => sum + executions, 0)).toBe(2);
  expect(health.workflows).toMatchObject([
    { workflow: 'sync', executions: 2, failures: 1, errors: [{ code: 'TIMEOUT', count: 1 }] },
  ]);
  expect(health.workflows[0]?.points).toHaveLength(24);
  expect(health.workflows[0]?.points[10]).toEqual({
    at: '2026-11-12T10:00:00.000Z',
    executions: 2,
    failures: 1,
  });
  expect(health.failedExecutions.nodes).toEqual([{ id: 'within' }]);
});

it.each([
  [{ range: 'H1' }, 60, 60, 2],
  [{ range: 'H24' }, 3600, 24, 24],
  [{ range: 'D7' }, 3600, 168, 168],
  [{ range: 'D90' }, 86_400, 90, 90],
  [{ from: '2026-11-20T09:00:00Z' }, 60, 42, 1],
  [{ from: '2026-11-10T00:00:00Z' }, 86_400, 11, 11],
  [{ from: '2026-11-10T00:30:00Z', to: '2026-11-10T00:40:00Z' }, 3600, 1, 1],
])('has no gaps within %j', async (window, stepSeconds, points, workflowPoints) => {
  const subject = await db.aTenant();
  await db.send([
    anEvent({ subject, time: '2026-11-20T09:40:30Z' }),
    anEvent({ subject, time: '2026-11-10T00:35:00Z' }),
  ]);

  const health = await healthIn(subject, window);

  expect(health.series.stepSeconds).toBe(stepSeconds);
  expect(health.series.points).toHaveLength(points);
  expect(health.workflows[0]?.points).toHaveLength(workflowPoints);
  expect(sum(health.series.points)).toBe(health.executions.executions);
  expect(sum(health.workflows[0]?.points ?? [])).toBe(health.workflows[0]?.executions);
});

function sum(points: readonly { executions: number }[]): number {
  return points.reduce((total, { executions }) => total + executions, 0);
}

describe('since when a workflow fails', () => {
  it('is the first hour with failures after the last one without, whatever the hours without executions', async () => {
    const subject = await db.aTenant();
    await db.send([
      aFailure({ subject, time: '2026-11-18T01:00:00Z' }),
      anEvent({ subject, time: '2026-11-18T02:00:00Z' }),
      aFailure({ subject, time: '2026-11-18T20:10:00Z' }),
      anEvent({ subject, time: '2026-11-19T05:00:00Z' }),
      aFailure({ subject, time: '2026-11-19T05:30:00Z' }),
      aFailure({ subject, time: '2026-11-20T08:00:00Z' }),
    ]);

    const { workflows } = await healthIn(subject, { range: 'H24' });

    expect(workflows).toMatchObject([{ workflow: 'sync', failingSince: '2026-11-18T20:00:00.000Z' }]);
  });

  it('is null once an hour passed without failures', async () => {
    const subject = await db.aTenant();
    await db.send([
      aFailure({ subject, time: '2026-11-20T07:10:00Z' }),
      anEvent({ subject, time: '2026-11-20T08:10:00Z' }),
    ]);

    const { workflows } = await healthIn(subject, { range: 'H24' });

    expect(workflows).toMatchObject([{ workflow: 'sync', failures: 1, failingSince: null }]);
  });
});

it('refuses a window that starts too long ago, by the field that is wrong', async () => {
  const subject = await db.aTenant();
  const representations = [{ __typename: 'Tenant', id: subject }];
  const window = { from: '2026-01-01T00:00:00Z' };

  const { errors } = await db.execute('health', WINDOW, { representations, window });

  expect(errors?.length).toBeGreaterThan(0);
  expect(errors?.every(({ extensions }) => extensions?.code === 'BAD_USER_INPUT')).toBe(true);
});
