import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import type { Context } from '../context.ts';
import { executeSql } from '../database/execute-sql.ts';
import { publish } from '../events/publish.ts';
import { silentLog } from '../log.ts';
import { createCopiesModule, type CopiesHooks } from '../testing/fixtures/copies-module.ts';
import { notesModule } from '../testing/fixtures/notes-module.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { enqueue } from './enqueue.ts';
import { FinalFailure } from './final-failure.ts';
import { startJobRunner } from './runner.ts';

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
  delete hooks.onStart;
  await jobs.query('truncate graphile_worker._private_jobs, platform.job_run, platform.job_minute');
});

const enqueueTick = (options?: Parameters<typeof enqueue>[3]): Promise<void> =>
  enqueue(db.em('copies'), 'copies:tick', {}, options);

async function runs(): Promise<object[]> {
  return executeSql(db.em('notes'), 'select task, status, error from platform.job_run order by id');
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 10) {
    if (waited > 10_000) {
      throw new Error('it did not happen within ten seconds');
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function untilQueueIs(expected: object): Promise<void> {
  const read = async () => (await executeSql(db.em('notes'), 'select * from platform.queue_state()'))[0];
  let state = await read();
  for (let waited = 0; !isDeepStrictEqual({ ...state }, expected) && waited < 10_000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    state = await read();
  }
  expect(state).toEqual(expected);
}

describe('a job', () => {
  it('does not run when its transaction is rolled back', async () => {
    const work = db.em('copies').transactional(async (em) => {
      await enqueue(em, 'copies:tick');
      throw new Error('changed my mind');
    });

    await expect(work).rejects.toThrow('changed my mind');
    expect(await db.drainJobs()).toMatchObject({ completed: 0 });
  });

  it('runs as a service that may do everything, with a request id of its own', async () => {
    let seen: Context | null = null;
    hooks.onTick = async (ctx) => {
      seen = ctx;
    };
    await enqueueTick();

    await db.drainJobs();

    expect(seen).toMatchObject({
      caller: { kind: 'service', permissions: ['service:internal'] },
      requestId: expect.stringMatching(/^job-\d+$/),
    });
  });

  it('waits for its time', async () => {
    // The queue goes by the database's own time: what is past there is due, whatever the test's clock says.
    const runAt = new Date(Date.now() + 24 * 60 * 60_000);
    db.clock.set(new Date(runAt.getTime() - 1_000));
    await enqueueTick({ runAt });

    const before = await db.drainJobs();
    db.clock.set(runAt);
    const after = await db.drainJobs();

    expect([before.completed, after.completed]).toEqual([0, 1]);
  });

  it('replaces a waiting one with the same key', async () => {
    await enqueueTick({ jobKey: 'the one' });
    await enqueueTick({ jobKey: 'the one' });

    expect(await db.drainJobs()).toMatchObject({ completed: 1 });
  });

  it('is retried after a failure, and a dead letter after the last attempt', async () => {
    hooks.onTick = () => Promise.reject(new Error('no luck'));
    await enqueueTick({ maxAttempts: 1 });

    const { failures } = await db.drainJobs({ allowFailures: true });

    expect(failures.map(({ message }) => message)).toEqual(['no luck']);
    // The queue writes down that it gave the job up a moment after it told so.
    await untilQueueIs({ depth: '0', oldest_run_at: null, dead_letters: '1', dead_letters_24h: '1' });
  });
});

describe('the depth of the queue', () => {
  const state = async (): Promise<unknown> =>
    (await executeSql(db.em('notes'), 'select depth, oldest_run_at from platform.queue_state()'))[0];

  it('counts what waits, and not what runs', async () => {
    await enqueueTick({ runAt: new Date('2026-01-01T00:00:00Z') });
    await jobs.query(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'a worker'`);

    expect(await state()).toEqual({ depth: '0', oldest_run_at: null });
  });

  it('counts again what a worker has held for more than four hours', async () => {
    await enqueueTick({ runAt: new Date('2026-01-01T00:00:00Z') });
    await jobs.query(
      `update graphile_worker._private_jobs set locked_by = 'a worker', locked_at = now() - interval '241 minutes'`,
    );

    expect(await state()).toMatchObject({ depth: '1', oldest_run_at: expect.stringMatching(/^2026-01-01/) });
  });
});

describe('the runs of a scheduled task', () => {
  it('are recorded with how they ended', async () => {
    await enqueueTick();
    await db.drainJobs();
    hooks.onTick = () => Promise.reject(new Error('no luck'));
    await enqueueTick();
    await db.drainJobs({ allowFailures: true });

    expect(await runs()).toEqual([
      { task: 'copies:tick', status: 'SUCCEEDED', error: null },
      { task: 'copies:tick', status: 'FAILED', error: 'no luck' },
    ]);
  });

  it('count as failed when the process died during one', async () => {
    await jobs.query(
      `insert into platform.job_run (task, job_id, attempt, started_at, status) values ('copies:tick', '1', 1, now(), 'RUNNING')`,
    );
    await enqueueTick();

    await db.drainJobs();

    expect(await runs()).toMatchObject([
      { status: 'FAILED', error: 'The process ended during the run.' },
      { status: 'SUCCEEDED' },
    ]);
  });

  it('are not recorded for other jobs', async () => {
    await enqueue(db.em('copies'), 'copies:once');

    await db.drainJobs();

    expect(await runs()).toEqual([]);
  });
});

describe('a job that cannot succeed until somebody acts', () => {
  it('is a failed run, and neither retried nor a dead letter', async () => {
    hooks.onTick = () => Promise.reject(new FinalFailure('Set the variable.'));
    await enqueueTick();

    await db.drainJobs();

    expect(await runs()).toEqual([{ task: 'copies:tick', status: 'FAILED', error: 'Set the variable.' }]);
    expect((await jobs.query('select from graphile_worker.jobs')).rowCount).toBe(0);
  });
});

describe('the nightly pruning', () => {
  it('keeps what is younger than thirty days, counts of two days, and the newest state of every aggregate', async () => {
    const em = db.em('notes');
    const aggregateId = randomUUID();
    const ctx = db.context('notes');
    for (const text of ['old', 'young']) {
      await em.transactional((transaction) =>
        publish(transaction, { type: 'other.written', aggregateId, tenantId: null, data: { text } }, ctx),
      );
    }
    await jobs.query(`update platform.event set recorded_at = now() - interval '31 days' where version = 1`);
    await jobs.query(
      `insert into platform.job_minute select now() - age * interval '1 hour', 'copies:once', 1, 0
       from unnest(array[1, 47, 49]) as age`,
    );
    await jobs.query(`select graphile_worker.add_job('platform:prune')`);

    await db.drainJobs();

    const { rows } = await jobs.query('select version from platform.event where aggregate_id = $1', [
      aggregateId,
    ]);
    const counts = await jobs.query(`select from platform.job_minute where task = 'copies:once'`);
    expect(rows).toEqual([{ version: 2 }]);
    expect(counts.rowCount).toBe(2);
    expect(await runs()).toMatchObject([{ task: 'platform:prune', status: 'SUCCEEDED' }]);
  });
});

describe('the runner', () => {
  it('records when each scheduled task runs, before it ever ran', async () => {
    const runner = await startJobRunner({
      databaseUrl: db.urlFor('jobs'),
      runtimes: db.runtimes,
      log: silentLog,
    });
    await runner.stop();

    const { rows } = await jobs.query(`select * from platform.schedule where task = 'platform:prune'`);
    expect(rows).toEqual([
      {
        task: 'platform:prune',
        schedule: '17 3 * * *',
        is_configured: true,
        is_key: false,
        registered_at: expect.any(Date),
      },
    ]);
  });

  it('starts its modules as a service, and runs on when one of them fails to', async () => {
    const callers: string[] = [];
    hooks.onStart = async ({ caller }) => {
      callers.push(caller.kind);
      throw new Error('not now');
    };
    const runner = await startJobRunner({
      databaseUrl: db.urlFor('jobs'),
      runtimes: db.runtimes,
      log: silentLog,
    });

    expect(callers).toEqual(['service']);
    expect(runner.isRunning()).toBe(true);
    await runner.stop();
  });

  it('takes a job as soon as it is committed, and finishes it before it stops', async () => {
    let started = false;
    let finished = false;
    hooks.onTick = async () => {
      started = true;
      await new Promise((resolve) => setTimeout(resolve, 150));
      finished = true;
    };
    const runner = await startJobRunner({
      databaseUrl: db.urlFor('jobs'),
      runtimes: db.runtimes,
      log: silentLog,
    });
    await enqueueTick();
    await until(() => started);

    await runner.stop();

    expect(finished).toBe(true);
    expect(runner.isRunning()).toBe(false);
  });

  it('takes over at once what a crashed process held, when it is the only one', async () => {
    await lockAs(`crashed-${randomUUID()}`);
    let ticks = 0;
    hooks.onTick = async () => {
      ticks += 1;
    };

    const runner = await startJobRunner({
      databaseUrl: db.urlFor('jobs'),
      runtimes: db.runtimes,
      log: silentLog,
      isOnlyRunner: true,
    });
    await until(() => ticks > 0);
    await runner.stop();

    const { rows } = await jobs.query('select task, succeeded from platform.job_minute');
    expect(ticks).toBe(1);
    expect(rows).toEqual([{ task: 'copies:tick', succeeded: '1' }]);
  });

  it('leaves alone what a living process holds', async () => {
    const living = `living-${randomUUID()}`;
    await lockAs(living);
    await jobs.query('insert into platform.job_runner values ($1, now())', [living]);

    const runner = await startJobRunner({
      databaseUrl: db.urlFor('jobs'),
      runtimes: db.runtimes,
      log: silentLog,
    });
    await runner.stop();

    const { rows } = await jobs.query('select locked_by from graphile_worker.jobs');
    expect(rows).toEqual([{ locked_by: living }]);
  });

  async function lockAs(worker: string): Promise<void> {
    await enqueueTick();
    await jobs.query(
      `update graphile_worker._private_jobs set locked_by = $1, locked_at = now() - interval '5 minutes', attempts = 1`,
      [worker],
    );
  }
});
