import pg from 'pg';
import { executeSql } from '../database/execute-sql.ts';
import { createCopiesModule, type CopiesHooks } from '../testing/fixtures/copies-module.ts';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { enqueue } from './enqueue.ts';

const hooks: CopiesHooks = {};
let db: TestDatabase;
let jobs: pg.Pool;

beforeAll(async () => {
  db = await startTestDatabase([notesModule, createCopiesModule(hooks)]);
  jobs = new pg.Pool({ connectionString: db.urlFor('jobs'), max: 2 });
});
afterAll(async () => {
  await jobs.end();
  await db.close();
});
afterEach(async () => {
  delete hooks.onTick;
  await jobs.query('truncate graphile_worker._private_jobs, platform.job_minute');
});

interface DeadLetter {
  id: string;
  task: string;
  attempts: number;
  max_attempts: number;
  error: string;
}

const read = <Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> =>
  executeSql<Row>(db.em('notes'), sql, parameters);

function page(task: string | null, before: string | null, limit: number): Promise<DeadLetter[]> {
  return read('select * from platform.dead_letters_page(?, ?, ?)', [task, before, limit]);
}

async function count(task: string | null): Promise<string | undefined> {
  const [row] = await read<{ count: string }>('select platform.dead_letters_count(?) as count', [task]);
  return row?.count;
}

/** Jobs that failed for good, oldest first. */
async function deadLetters(...tasks: string[]): Promise<string[]> {
  const { rows } = await jobs.query<{ id: string }>(
    `with added as (
       select (graphile_worker.add_job(task, json_build_object('n', n))).id
       from unnest($1::text[]) with ordinality as t(task, n))
     select id from added order by id`,
    [tasks],
  );
  await jobs.query(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'no luck'`,
  );
  return rows.map(({ id }) => id);
}

const ids = (letters: readonly { id: string }[]): string[] => letters.map(({ id }) => id);

describe('dead letters', () => {
  it('are jobs that used up their attempts, and say why and when', async () => {
    hooks.onTick = () => Promise.reject(new Error('no luck'));
    await enqueue(db.em('copies'), 'copies:tick', { of: 'note 1' }, { maxAttempts: 1 });
    await db.drainJobs({ allowFailures: true });

    const [letter] = await page(null, null, 10);
    const [same] = await read('select * from platform.dead_letter(?)', [letter?.id]);

    expect(letter).toEqual({
      id: expect.any(String),
      task: 'copies:tick',
      payload: { of: 'note 1' },
      attempts: 1,
      max_attempts: 1,
      error: expect.stringContaining('no luck'),
      created_at: expect.any(String),
      failed_at: expect.any(String),
    });
    expect(same).toEqual(letter);
  });

  it('come newest first, page by page, all or of one task, and are counted', async () => {
    const [first = '', second = '', third = ''] = await deadLetters(
      'copies:tick',
      'copies:once',
      'copies:tick',
    );
    await enqueue(db.em('copies'), 'copies:tick');

    expect(ids(await page(null, null, 2))).toEqual([third, second]);
    expect(ids(await page(null, second, 2))).toEqual([first]);
    expect(ids(await page('copies:tick', null, 10))).toEqual([third, first]);
    expect(await Promise.all([count(null), count('copies:tick'), count('copies:none')])).toEqual([
      '3',
      '2',
      '0',
    ]);
  });

  it('run again when they are retried, and only those named', async () => {
    const [first = '', second = ''] = await deadLetters('copies:once', 'copies:once');

    const retried = await read('select platform.retry_dead_letters(?::bigint[]) as id', [[first]]);
    const { completed } = await db.drainJobs();

    expect(retried).toEqual([{ id: first }]);
    expect(completed).toBe(1);
    expect(ids(await page(null, null, 10))).toEqual([second]);
  });

  it('are gone when they are discarded, and what they were is returned', async () => {
    const [first = '', second = ''] = await deadLetters('copies:tick', 'copies:once');

    const discarded = await read('select * from platform.discard_dead_letters(?::bigint[])', [[first]]);

    expect(discarded).toEqual([
      { id: first, task: 'copies:tick', payload: { n: 1 }, attempts: 25, error: 'no luck' },
    ]);
    expect(ids(await page(null, null, 10))).toEqual([second]);
  });

  it('are what can be retried and discarded: a job that waits or runs is left alone', async () => {
    const [dead = ''] = await deadLetters('copies:once');
    await enqueue(db.em('copies'), 'copies:tick');
    const { rows } = await jobs.query<{ id: string }>('select id from graphile_worker.jobs order by id desc');
    const waiting = rows[0]?.id;
    await jobs.query(
      `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'somebody' where id = $1`,
      [dead],
    );

    for (const name of ['retry_dead_letters', 'discard_dead_letters']) {
      expect(await read(`select * from platform.${name}(?::bigint[])`, [[dead, waiting]])).toEqual([]);
    }
    expect((await jobs.query('select from graphile_worker.jobs')).rowCount).toBe(2);
  });

  it('are out of reach for a module that does not ask for them', async () => {
    for (const call of [
      'dead_letters_page(null, null, 1)',
      'dead_letters_count(null)',
      `discard_dead_letters('{}')`,
    ]) {
      await expect(executeSql(db.em('copies'), `select platform.${call}`)).rejects.toThrow(
        /permission denied/,
      );
    }
  });
});

describe('the counts of jobs', () => {
  it('say by minute and task how every attempt of every job ended', async () => {
    db.clock.set('2026-11-20T10:00:59.900Z');
    await enqueue(db.em('copies'), 'copies:once');
    await enqueue(db.em('copies'), 'copies:once');
    await db.drainJobs();
    await enqueue(db.em('copies'), 'copies:once');
    await db.drainJobs();
    db.clock.set('2026-11-20T10:01:00.000Z');
    hooks.onTick = () => Promise.reject(new Error('no luck'));
    await enqueue(db.em('copies'), 'copies:tick', {}, { maxAttempts: 1 });
    await db.drainJobs({ allowFailures: true });

    const counts = await read(
      `select to_char(starts_at at time zone 'UTC', 'HH24:MI') as minute, task, succeeded, failed
       from platform.job_minute order by starts_at, task`,
    );

    expect(counts).toEqual([
      { minute: '10:00', task: 'copies:once', succeeded: '3', failed: '0' },
      { minute: '10:01', task: 'copies:tick', succeeded: '0', failed: '1' },
    ]);
  });
});
