// What the dashboard's overview costs with 100, 1,000 and 10,000 tenants that each have 90 days of history, and how much
// memory the process takes meanwhile.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createTenants } from './fleet-size/create-tenants.ts';
import { writeHistory } from './fleet-size/history.ts';
import {
  createAsker,
  measureCached,
  measureUncached,
  memoryMb,
  type SizeResult,
} from './fleet-size/measure.ts';
import { startLoadGenerator, type LoadGenerator } from './load/load.ts';
import { overviewOperation, overviewScopes } from './overview/operation.ts';
import { Variants } from './overview/variants.ts';
import {
  liftRequestLimits,
  serverVersion,
  settled,
  startControlDatabase,
  withClient,
} from './processes/control-database.ts';
import { createKey } from './processes/create-key.ts';
import { temporaryDirectory } from './processes/temporary-directory.ts';
import { withCleanup } from './processes/with-cleanup.ts';
import { describeMachine } from './report/machine.ts';
import { figure, quantile } from './report/statistics.ts';
import { table } from './report/table.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,1000,10000' },
    requests: { type: 'string', default: '100' },
    profile: { type: 'string' },
  },
});
const requests = Number(values.requests);
const restMs = 10_000;

const results: SizeResult[] = [];
let machine = '';
for (const size of values.sizes.split(',').map(Number)) {
  await withCleanup(async (undo) => {
    const generator = startLoadGenerator();
    undo(() => generator.stop());
    const result = await measureSize(size, generator, undo);
    results.push(result);
    // What is known is not lost when a larger fleet fails.
    say(report());
  });
}
say(`\n${machine}\n${requests} requests one after the other, cached ten times as many\n\n${report()}`);

async function measureSize(
  size: number,
  generator: LoadGenerator,
  undo: (step: () => Promise<void> | void) => void,
): Promise<SizeResult> {
  const directory = temporaryDirectory();
  undo(() => directory.remove());
  const database = await startControlDatabase(directory.path);
  undo(() => database.stop());
  const variants = new Variants({
    directory: directory.path,
    databaseUrl: database.url,
    secretKey: randomBytes(32).toString('base64url'),
    profileDir: values.profile ?? null,
  });
  undo(() => variants.stop());
  const maker = await variants.startStandalone();
  const writeKey = await createKey(variants.platformEnv, 'fleet', [
    ...overviewScopes,
    'tenants:write',
    'billing:write',
  ]);
  const readKey = await createKey(variants.platformEnv, 'overview', overviewScopes);
  await withClient(database.url, liftRequestLimits);
  say(`Making ${size} tenants.`);
  await createTenants(new URL(maker.url).origin, writeKey, size);
  await withClient(database.url, settled);
  say('Writing their history.');
  const hourRows = await withClient(database.url, writeHistory);
  await withClient(database.url, settled);
  await withClient(database.url, (client) => client.query('vacuum analyze'));

  // Measured is a process that has not made the fleet.
  await variants.stop();
  const variant = await variants.startStandalone();
  const headers = { authorization: `Bearer ${readKey}`, 'content-type': 'application/json' };
  const body = overviewOperation();
  const asker = createAsker(variant.url, headers, body);
  undo(() => asker.close());
  await measureCached(asker, 50);
  await withClient(database.url, (client) => measureUncached(asker, client, 10));
  await pause(restMs);
  const restMb = await memoryMb(variant.gateway);
  machine = describeMachine(await withClient(database.url, serverVersion));
  const uncachedMs = await withClient(database.url, (client) => measureUncached(asker, client, requests));
  const cachedMs = await measureCached(asker, 10 * requests);
  const bodyFile = join(directory.path, 'overview.json');
  writeFileSync(bodyFile, body);
  await generator.send({
    url: variant.url,
    headers,
    bodyFiles: [bodyFile],
    connections: 16,
    requests: 2_000,
    expectedStatus: 200,
    refusedText: '"errors":',
  });
  const loadMb = await memoryMb(variant.gateway);
  const databaseMb = await withClient(database.url, async (client) => {
    const { rows } = await client.query<{ bytes: string }>(
      'select pg_database_size(current_database()) as bytes',
    );
    return Number(rows[0]?.bytes ?? 0) / 2 ** 20;
  });
  return { tenants: size, hourRows, databaseMb, uncachedMs, cachedMs, restMb, loadMb };
}

function report(): string {
  const header = [
    'Tenants',
    'rows of hours',
    'database MB',
    'uncached p50 ms',
    'p95 ms',
    'cached p50 ms',
    'p95 ms',
    'memory at rest MB',
    'after load MB',
  ];
  const rows = results.map((result) => [
    result.tenants.toLocaleString('en-US'),
    result.hourRows.toLocaleString('en-US'),
    figure(result.databaseMb),
    figure(quantile(result.uncachedMs, 0.5)),
    figure(quantile(result.uncachedMs, 0.95)),
    figure(quantile(result.cachedMs, 0.5)),
    figure(quantile(result.cachedMs, 0.95)),
    figure(result.restMb),
    figure(result.loadMb),
  ]);
  return table(header, rows);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
