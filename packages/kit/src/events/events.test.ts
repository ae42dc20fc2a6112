import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { executeSql } from '../database/execute-sql.ts';
import { serviceCaller } from '../identity/caller.ts';
import { startJobRunner } from '../jobs/runner.ts';
import { silentLog } from '../log.ts';
import { createCopiesModule, type CopiesHooks } from '../testing/fixtures/copies-module.ts';
import { notesModule, writeNote, type NotesContext } from '../testing/fixtures/notes-module.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import type { DomainEvent } from './domain-event.ts';
import { latestEvent } from './latest-event.ts';
import { publish, publishAll } from './publish.ts';

const hooks: CopiesHooks = {};
const copiesModule = createCopiesModule(hooks);
const tenantId = randomUUID();
const crashingWorker = join(import.meta.dirname, '../testing/fixtures/crashing-worker.ts');
let db: TestDatabase;

beforeAll(async () => {
  db = await startTestDatabase([notesModule, copiesModule]);
});
afterAll(() => db.close());
afterEach(() => {
  delete hooks.afterCopy;
});

const notesContext = (): NotesContext => db.context('notes') as NotesContext;

async function publishText(id: string, text: string): Promise<void> {
  const ctx = notesContext();
  await ctx.em.transactional((em) =>
    publish(em, { type: 'note.written', aggregateId: id, tenantId, data: { id, text } }, ctx),
  );
}

async function copyOf(id: string): Promise<unknown> {
  const rows = await executeSql(db.em('copies'), 'select text, writes from copy where note_id = ?', [id]);
  return rows[0] ?? null;
}

const deliver = (event: DomainEvent): Promise<unknown> => {
  const ctx: Context = db.runtime('copies').contextFor({ caller: serviceCaller('copies') });
  return copiesModule.consumers[0]?.consume(ctx, event) ?? Promise.reject(new Error('no consumer'));
};

function anEvent(id: string, version: number): DomainEvent {
  return {
    id: randomUUID(),
    type: 'note.written',
    aggregateType: 'note',
    aggregateId: id,
    version,
    tenantId,
    data: { id, text: `version ${version}` },
    occurredAt: '2026-11-20T09:41:00.000Z',
    requestId: null,
  };
}

describe('an event', () => {
  it('reaches the consumers of other modules', async () => {
    const note = await writeNote(notesContext(), { tenantId, text: 'first' });

    await db.drainJobs();

    expect(await copyOf(note.id)).toEqual({ text: 'first', writes: 1 });
  });

  it('goes nowhere, and leaves no audit entry, when the work is rolled back', async () => {
    const before = await countRows();

    await expect(writeNote(notesContext(), { tenantId, text: 'fail after publishing' })).rejects.toThrow(
      'As asked.',
    );

    expect(await countRows()).toEqual(before);
    expect(await db.drainJobs()).toMatchObject({ completed: 0 });
  });

  it('takes effect once, however often it is delivered', async () => {
    const id = randomUUID();
    const event = anEvent(id, 1);

    const outcomes = [await deliver(event), ...(await Promise.all([deliver(event), deliver(event)]))];

    expect(outcomes).toEqual(['handled', 'skipped', 'skipped']);
    expect(await copyOf(id)).toEqual({ text: 'version 1', writes: 1 });
  });

  it('takes effect once when it is delivered twice at the same time', async () => {
    const id = randomUUID();
    const event = anEvent(id, 1);

    const outcomes = await Promise.all([deliver(event), deliver(event), deliver(event)]);

    expect([...outcomes].sort()).toEqual(['handled', 'skipped', 'skipped']);
    expect(await copyOf(id)).toMatchObject({ writes: 1 });
  });

  it('never overwrites a newer one of its aggregate', async () => {
    const id = randomUUID();

    const outcomes = [
      await deliver(anEvent(id, 3)),
      await deliver(anEvent(id, 1)),
      await deliver(anEvent(id, 2)),
    ];

    expect(outcomes).toEqual(['handled', 'skipped', 'skipped']);
    expect(await copyOf(id)).toEqual({ text: 'version 3', writes: 1 });
  });

  it('is delivered again when the consumer dies before its transaction ends', async () => {
    const id = randomUUID();
    await publishText(id, 'survives');
    hooks.afterCopy = () => Promise.reject(new Error('crash'));

    const crashed = await db.drainJobs({ allowFailures: true });
    const afterCrash = await copyOf(id);
    delete hooks.afterCopy;
    await retryNow();
    await db.drainJobs();

    expect(crashed.failures).toHaveLength(1);
    expect(afterCrash).toBeNull();
    expect(await copyOf(id)).toEqual({ text: 'survives', writes: 1 });
  });

  it('changes nothing when the worker dies after the work and before the job is done', async () => {
    const id = randomUUID();
    await publishText(id, 'once');
    const [job] = await jobRows();

    // The work is committed, the job is still there: what a killed worker leaves behind.
    await deliver(job?.payload ?? anEvent(id, 1));
    await db.drainJobs();

    expect(await copyOf(id)).toEqual({ text: 'once', writes: 1 });
    expect(await jobRows()).toEqual([]);
  });

  it('survives a worker that is killed between its commit and the end of its job', async () => {
    const id = randomUUID();
    await publishText(id, 'once');
    const worker = spawn(
      process.execPath,
      ['--conditions=source', '--import', 'tsx', crashingWorker, db.urlFor('copies'), db.urlFor('jobs')],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const [, signal] = await once(worker, 'exit');
    const afterCrash = { copy: await copyOf(id), jobs: (await jobRows()).length };

    const runner = await startJobRunner({
      databaseUrl: db.urlFor('jobs'),
      runtimes: db.runtimes,
      log: silentLog,
      isOnlyRunner: true,
    });
    for (let waited = 0; (await jobRows()).length > 0 && waited < 10_000; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await runner.stop();

    expect(signal).toBe('SIGKILL');
    expect(afterCrash).toEqual({ copy: { text: 'once', writes: 1 }, jobs: 1 });
    expect(await copyOf(id)).toEqual({ text: 'once', writes: 1 });
    expect(await jobRows()).toEqual([]);
  });

  it('gets the next version of its aggregate, also from concurrent publishers', async () => {
    const id = randomUUID();

    await Promise.all(['a', 'b', 'c', 'd'].map((text) => publishText(id, text)));

    const rows = await asJobs<{ version: number }>(
      'select version from platform.event where aggregate_id = $1 order by version',
      [id],
    );
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    await db.drainJobs();
  });

  it('goes out with others in one statement, each reaching its consumers', async () => {
    const ctx = notesContext();
    const ids = Array.from({ length: 20 }, () => randomUUID());
    const events = [...ids, ...ids.slice(0, 2)].map((id, index) => ({
      type: 'note.written',
      aggregateId: id,
      tenantId,
      data: { id, text: `text ${index}` },
    }));

    const { result, statements } = await db.countStatements(() =>
      ctx.em.transactional(async (em) => [await publishAll(em, [], ctx), await publishAll(em, events, ctx)]),
    );
    await db.drainJobs();

    expect(statements).toHaveLength(1);
    expect(result).toEqual([[], [...ids.map(() => 1), 2, 2]]);
    expect(await copyOf(ids[0] ?? '')).toMatchObject({ text: 'text 20' });
    expect(await copyOf(ids[19] ?? '')).toEqual({ text: 'text 19', writes: 1 });
  });
});

describe('latestEvent', () => {
  it('finds the newest state by id and by content, before it is delivered', async () => {
    const id = randomUUID();
    await publishText(id, 'old');
    await publishText(id, `new ${id}`);

    const byId = await latestEvent(db.em('copies'), { aggregateType: 'note', aggregateId: id });
    const byContent = await latestEvent(db.em('copies'), {
      aggregateType: 'note',
      match: { text: `new ${id}` },
    });

    expect(byId).toMatchObject({
      version: 2,
      data: { text: `new ${id}` },
      occurredAt: db.clock.now().toISOString(),
    });
    expect(byContent).toEqual(byId);
    await db.drainJobs();
  });

  it('shows nothing to a module that consumes no such event', async () => {
    const id = randomUUID();
    await publishText(id, 'private');

    expect(await latestEvent(db.em('notes'), { aggregateType: 'note', aggregateId: id })).toBeNull();
    await db.drainJobs();
  });
});

describe('the audit log', () => {
  it('names who did what, without secrets', async () => {
    const note = await writeNote(notesContext(), { tenantId, text: 'audited' });

    const rows = await executeSql(db.em('notes'), 'select * from platform.audit_entry where target_id = ?', [
      note.id,
    ]);

    expect(rows).toMatchObject([
      {
        action: 'note.write',
        caller_kind: 'user',
        caller_name: 'Ada Administrator',
        target_type: 'Note',
        tenant_id: tenantId,
        before: null,
        after: { text: 'audited', apiKey: '[redacted]' },
      },
    ]);
  });
});

async function asJobs<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: db.urlFor('jobs') });
  await client.connect();
  const { rows } = await client.query<Row>(sql, parameters);
  await client.end();
  return rows;
}

const jobRows = (): Promise<{ payload: DomainEvent }[]> =>
  asJobs('select payload from graphile_worker._private_jobs order by id');

const retryNow = (): Promise<object[]> => asJobs('update graphile_worker._private_jobs set run_at = now()');

async function countRows(): Promise<object[]> {
  return asJobs(`select (select count(*) from platform.event) as events,
    (select count(*) from platform.audit_entry) as entries, (select count(*) from graphile_worker.jobs) as jobs`);
}
