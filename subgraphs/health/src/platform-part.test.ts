import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import type { Caller } from '@intendant/kit/identity/caller';
import { aKey, aPlatformCaller, aService } from '@intendant/kit/testing/callers';
import {
  everyField,
  everyReference,
  everyRootField,
  resolvedFields,
} from '@intendant/kit/testing/every-field';
import { dataOf } from '@intendant/kit/testing/test-database';
import { asAdmin } from './testing/as-admin.ts';
import { anEvent, startHealthDatabase, type HealthDatabase } from './testing/health-database.ts';
import { runJob } from './testing/platform-figures.ts';

const files = [
  'database',
  'dead-letter',
  'gateway-figures',
  'ingestion',
  'jobs',
  'platform-health',
  'rate-limit',
  'system-metrics',
];

let db: HealthDatabase;
beforeEach(async () => {
  db = await startHealthDatabase();
});
afterEach(() => db.close());

/** The definitions of the platform's part of the SDL. */
function definitions() {
  const folder = join(import.meta.dirname, '../../../schema/health');
  return readdirSync(folder)
    .filter((name) => files.includes(name.replace('.graphql', '')))
    .flatMap((name) => parse(readFileSync(join(folder, name), 'utf8')).definitions);
}

/** The fields of an operation type that the platform's part adds. */
function operations(type: 'Query' | 'Mutation'): string[] {
  return definitions().flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_EXTENSION && definition.name.value === type
      ? (definition.fields ?? []).map(({ name }) => name.value)
      : [],
  );
}

/** Every `Type.field` that the platform's part defines. */
function definedFields(): string[] {
  return definitions().flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (definition.fields ?? []).map(({ name }) => `${definition.name.value}.${name.value}`)
      : [],
  );
}

async function execute(operation: string, variables: object = {}, caller: Caller = aPlatformCaller()) {
  return dataOf(await db.execute('health', operation, { ...variables }, caller));
}

/** Everything that the platform's part has to read, all in one operation. */
async function everything(): Promise<Record<string, unknown>> {
  const { schema } = db.runtime('health');
  const ours = operations('Query');
  const others = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter((name) => !ours.includes(name));
  return execute(`{ ${everyRootField(schema, 'Query', { except: others })} }`);
}

/** What a mutation answers, with everything there is to it. */
async function change(name: string, input: object, caller?: Caller): Promise<unknown> {
  const { schema } = db.runtime('health');
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return execute(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) ${everyField(schema, `${type}Payload`)} }`,
    { input },
    caller,
  );
}

/** A minute of what a gateway flushes. */
function aFlush(tenantId: string) {
  const minute = '2026-11-20T09:40:00.000Z';
  const latencies = { count: 4, latencyBuckets: [30], latencyCounts: [4] };
  return {
    flushId: randomUUID(),
    counts: [{ minute, operation: 'Overview', tenantId: null, statusClass: 5, ...latencies }],
    services: [{ minute, service: 'billing', errors: 1, lastAnswerAt: '2026-11-20T09:40:12Z', ...latencies }],
    rejections: [
      {
        minute,
        kind: 'REQUESTS',
        tenantId,
        callerId: randomUUID(),
        isApiKey: true,
        callerName: 'ci',
        rejected: 5,
        offered: 65,
        limitPerMinute: 60,
      },
    ],
  };
}

/** Jobs that ran, failed, wait and are dead, and backups. Returns the ids of the dead letters. */
async function someJobs(): Promise<string[]> {
  await asAdmin(db, `insert into platform.schedule values ('a:nightly', '0 3 * * *')`);
  await asAdmin(
    db,
    `insert into platform.job_run (task, job_id, attempt, started_at, finished_at, status, error) values
       ('a:nightly', '1', 1, '2026-11-20T03:00Z', '2026-11-20T03:00:01Z', 'FAILED', 'out of disk')`,
  );
  await asAdmin(
    db,
    `insert into platform.backup_run (started_at, finished_at, status, size_bytes, archive, error) values
       ('2026-11-20T03:00Z', '2026-11-20T03:01Z', 'SUCCEEDED', 5000, 'one.tar', null),
       ('2026-11-20T09:00Z', '2026-11-20T09:01Z', 'FAILED', null, null, 'out of disk')`,
  );
  await asAdmin(
    db,
    `select graphile_worker.add_job('a:waiting', run_at => now() - interval '1 minute'),
       graphile_worker.add_job('a:dead', job_key => 'one'), graphile_worker.add_job('a:dead', job_key => 'two'),
       graphile_worker.add_job('a:dead', job_key => 'three')`,
  );
  const rows = await asAdmin<{ id: string }>(
    db,
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'no luck'
     where key is not null returning id`,
  );
  return rows.map(({ id }) => id);
}

it('resolves every field of the platform’s part of the schema, and has a value for each', async () => {
  const tenantId = await db.aTenant();
  await db.publishSubscription(tenantId);
  await db.drainJobs();
  const [one, two, three = ''] = await someJobs();
  await runJob(db, 'health:sample-platform');
  await db.select('select count(*) from tenant_summary');
  db.clock.advance(60_000);
  await runJob(db, 'health:sample-platform');
  const { time, id, source, type, data } = anEvent();
  const event = { time, id, source, type, data, subject: tenantId };
  const key = aKey(['events:write']);

  const results = [
    await change('recordGatewayRequests', aFlush(tenantId), aService()),
    await everything(),
    await execute(`{ ${everyReference(db.runtime('health').schema, { DeadLetter: three })} }`),
    await change('ingestEvents', { events: [event] }, key),
    await change('ingestEvents', { events: [{ ...event, type: 'unknown' }] }, key),
    await change('retryDeadLetters', { ids: [one] }),
    await change('discardDeadLetters', { ids: [two], reason: 'The tenant is gone.' }),
  ];

  const found = resolvedFields(...results);
  expect(definedFields().filter((field) => found.get(field) !== true)).toEqual([]);
});

it('offers nothing in the platform’s part of the schema that no test of this file asks for', () => {
  expect(operations('Mutation').sort()).toEqual([
    'discardDeadLetters',
    'ingestEvents',
    'recordGatewayRequests',
    'retryDeadLetters',
  ]);
  expect(definedFields().length).toBeGreaterThan(100);
});

it('answers on a new installation: lists are empty, and what nobody knows yet is unknown', async () => {
  const data = await everything();

  expect(data).toMatchObject({
    jobRuns: { nodes: [], edges: [], pageInfo: { hasNextPage: false, endCursor: null } },
    deadLetters: { nodes: [], edges: [], totalCount: 0 },
    databaseBackups: [],
    rateLimitBreaches: [],
    statements: null,
    platformHealth: {
      api: { state: 'UNKNOWN', requests24h: 0, errorRate24h: null, p95LatencyMs1h: null },
      queue: { state: 'OK', depth: 0, oldestJobAgeSeconds: null, deadLetters: 0 },
      database: { lastBackupAt: null, backupAssessment: { state: 'UNKNOWN' } },
    },
    systemMetrics: { operations: [], services: [] },
  });
});
