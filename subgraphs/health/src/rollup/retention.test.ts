import { dataOf } from '@intendant/kit/testing/test-database';
import { aService } from '@intendant/kit/testing/callers';
import { anEvent, startHealthDatabase, type HealthDatabase } from '../testing/health-database.ts';
import { dayMs, hourMs } from './time-window.ts';

let db: HealthDatabase;
const start = new Date('2026-11-20T09:41:00Z');
beforeAll(async () => {
  db = await startHealthDatabase();
});
beforeEach(() => db.clock.set(start));
afterAll(() => db.close());

async function run(job: string): Promise<void> {
  await db.runtime('health').module.jobs[job]?.(db.health(aService('health')), {});
}

async function partitions(): Promise<string[]> {
  const rows = await db.select<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'event'::regclass order by 1`,
  );
  return rows.map(({ name }) => name);
}

it('makes partitions for the days to come', async () => {
  await run('health:create-partitions');
  await run('health:create-partitions');

  expect(await partitions()).toEqual([
    'event_20261120',
    'event_20261121',
    'event_20261122',
    'event_20261123',
  ]);
});

it('keeps minutes 48 hours, keys 30 days, hours and events 90 days, days two years', async () => {
  const subject = await db.aTenant();
  const event = anEvent({ subject, time: '2026-11-20T09:00:00Z' });
  await db.send([event]);
  await db.settled();
  const rows = async (): Promise<string[]> => {
    const tables = ['tenant_minute', 'event_key', 'tenant_hour', 'workflow_hour', 'event', 'tenant_day'];
    const present: string[] = [];
    for (const table of tables) {
      const of = table === 'event_key' ? `id = '${String(event.id)}'` : `tenant_id = '${subject}'`;
      if ((await db.select(`select from ${table} where ${of}`)).length > 0) {
        present.push(table);
      }
    }
    return present;
  };
  const after = async (milliseconds: number): Promise<string[]> => {
    db.clock.set(new Date(start.getTime() + milliseconds));
    await run('health:apply-retention');
    return rows();
  };

  expect(await after(48 * hourMs)).toHaveLength(6);
  expect(await after(50 * hourMs)).toEqual([
    'event_key',
    'tenant_hour',
    'workflow_hour',
    'event',
    'tenant_day',
  ]);
  expect(await after(31 * dayMs)).toEqual(['tenant_hour', 'workflow_hour', 'event', 'tenant_day']);
  expect(await after(90 * dayMs - hourMs)).toEqual(['tenant_hour', 'workflow_hour', 'event', 'tenant_day']);
  expect(await after(92 * dayMs)).toEqual(['tenant_day']);
  expect(await after(732 * dayMs)).toEqual([]);
  expect(await partitions()).toEqual([]);
});

it('takes a repeat within 30 days for one although minutes and days have passed', async () => {
  const subject = await db.aTenant();
  const event = anEvent({ subject });
  await db.send([event]);
  db.clock.advance(29 * dayMs);
  await run('health:apply-retention');

  const again = await db.send([{ ...event, time: db.clock.now().toISOString() }]);

  expect(JSON.parse(String(again.body))).toEqual({ accepted: 0, duplicates: 1 });
});

it('deletes what a batch left behind after its tenant was removed', async () => {
  const subject = await db.aTenant();
  await db.select('delete from tenant_summary where tenant_id = $1', [subject]);
  await db.select('insert into removed_tenant values ($1, $2)', [subject, start]);
  await db.select('insert into tenant_hour values ($1, $2, 1, 0, 0, 0, 0, 0, 0)', [subject, start]);

  await run('health:apply-retention');

  expect(await db.select('select from tenant_hour where tenant_id = $1', [subject])).toEqual([]);
});

it('fills the gaps of a series with zeros at every range', async () => {
  const subject = await db.aTenant();
  await db.send([anEvent({ subject }), anEvent({ subject, time: '2026-10-25T00:00:00Z' })]);
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Tenant { health {
    H1: series(range: H1) { ...s } H24: series(range: H24) { ...s } D7: series(range: D7) { ...s }
    D30: series(range: D30) { ...s } D90: series(range: D90) { ...s } } } } }
    fragment s on ExecutionSeries { stepSeconds points { at executions } }`;

  const result = await db.execute('health', query, { r: [{ __typename: 'Tenant', id: subject }] });

  const [{ health } = { health: {} }] = dataOf<{
    _entities: {
      health: Record<string, { stepSeconds: number; points: { at: string; executions: number }[] }>;
    }[];
  }>(result)._entities;
  const shape = Object.entries(health).map(([range, { stepSeconds, points }]) => [
    range,
    stepSeconds,
    points.length,
    points.reduce((sum, { executions }) => sum + executions, 0),
    points.at(-1)?.at,
  ]);
  expect(shape).toEqual([
    ['H1', 60, 60, 1, '2026-11-20T09:41:00.000Z'],
    ['H24', 3600, 24, 1, '2026-11-20T09:00:00.000Z'],
    ['D7', 3600, 168, 1, '2026-11-20T09:00:00.000Z'],
    ['D30', 86400, 30, 2, '2026-11-20T00:00:00.000Z'],
    ['D90', 86400, 90, 2, '2026-11-20T00:00:00.000Z'],
  ]);
});
