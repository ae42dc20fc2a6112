import { randomUUID } from 'node:crypto';
import { aTenantCaller } from '@intendant/kit/testing/callers';
import { dataOf } from '@intendant/kit/testing/test-database';
import { anIncident, workOn } from '../testing/an-incident.ts';
import { startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';

let db: HealthDatabase;
beforeAll(async () => {
  db = await startHealthDatabase();
});
afterAll(() => db.close());

const TIMELINE = `query ($id: ID!, $first: Int, $after: ID) {
  incident(id: $id) { timelineCount timeline(first: $first, after: $after) { id kind text } }
}`;

interface Timeline {
  timelineCount: number;
  timeline: { id: string; kind: string; text: string | null }[];
}

async function timelineOf(id: string, page: { first?: number; after?: string }): Promise<Timeline> {
  const { incident } = dataOf<{ incident: Timeline }>(
    await db.execute('health', TIMELINE, { id, first: 2, ...page }),
  );
  return incident;
}

/** An incident with notes of these texts, written in this order. */
async function withNotes(texts: readonly string[]): Promise<string> {
  const { id } = await anIncident(db);
  for (const text of texts) {
    await workOn(db, 'addIncidentNote', { id, text });
  }
  return id;
}

it('is read page by page down to its opening, the latest first', async () => {
  const id = await withNotes(['one', 'two', 'three', 'four']);

  const pages = [await timelineOf(id, {})];
  while (pages.at(-1)?.timeline.length === 2) {
    pages.push(await timelineOf(id, { after: pages.at(-1)?.timeline.at(-1)?.id ?? '' }));
  }

  expect(pages.map(({ timeline }) => timeline.map(({ kind, text }) => text ?? kind))).toEqual([
    ['four', 'three'],
    ['two', 'one'],
    ['OPENED'],
  ]);
  expect(pages.map(({ timelineCount }) => timelineCount)).toEqual([5, 5, 5]);
});

it('starts after an entry of the same incident only', async () => {
  const id = await withNotes(['mine']);
  const other = await withNotes(['other']);
  const [entry] = (await timelineOf(other, {})).timeline;

  expect((await timelineOf(id, { after: entry?.id ?? '' })).timeline).toEqual([]);
  expect((await timelineOf(id, { after: randomUUID() })).timeline).toEqual([]);
});

it('refuses to start after what is no entry at all', async () => {
  const id = await withNotes([]);

  const { errors } = await db.execute('health', TIMELINE, { id, after: 'nonsense' });

  expect(errors).toMatchObject([{ message: 'There is no such entry; start again without it.' }]);
});

it('is nobody else’s: a tenant caller is refused', async () => {
  const tenantId = await db.aTenant();
  const { id } = await anIncident(db, { tenantIds: [tenantId] });

  const { data } = await db.execute('health', TIMELINE, { id, first: 2 }, aTenantCaller(tenantId));

  expect(data?.['incident'] ?? null).toBeNull();
});

it('is counted for all incidents of a list in one statement', async () => {
  await withNotes(['a note']);
  const list = '{ incidents(first: 50) { nodes { timelineCount timeline(first: 1) { kind } } } }';

  const { result, statements } = await db.countStatements(() => db.execute('health', list));

  expect(dataOf<{ incidents: { nodes: unknown[] } }>(result).incidents.nodes.length).toBeGreaterThan(1);
  expect(statements.filter((statement) => /count\(\*\)::integer as entries/.test(statement))).toHaveLength(1);
});
