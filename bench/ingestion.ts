// How many events a second POST /v1/events takes, beside COPY of the same rows into the same kind of table.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { findEmbeddedPostgres } from '@intendant/kit/embedded-postgres/embedded-postgres';
import { batchSize, writeBatches } from './ingestion/batches.ts';
import { createCopyBaseline, type CopyBaseline } from './ingestion/copy-baseline.ts';
import { cases, ingestionTable, nameOf, type Case, type Measurement } from './ingestion/measure.ts';
import { createApiClient } from './load/api-client.ts';
import { startLoadGenerator, type LoadGenerator } from './load/load.ts';
import { serverVersion, settled, withClient } from './processes/control-database.ts';
import { createKey } from './processes/create-key.ts';
import { freePort } from './processes/free-port.ts';
import { startProcess, type MeasuredProcess } from './processes/measured-process.ts';
import { temporaryDirectory } from './processes/temporary-directory.ts';
import { withCleanup } from './processes/with-cleanup.ts';
import { describeMachine } from './report/machine.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    batches: { type: 'string', default: '60' },
    tenants: { type: 'string', default: '400' },
    profile: { type: 'string' },
  },
});
const batches = Number(values.batches);

interface Scene {
  generator: LoadGenerator;
  /** Folder for the bodies of one measurement; the next overwrites them. */
  bodies: string;
  instance: MeasuredProcess;
  origin: string;
  apiKey: string;
  slugs: readonly string[];
  client: pg.Client;
  copy: CopyBaseline;
}

async function measure(one: Case, round: string, scene: Scene): Promise<Measurement> {
  const { generator, bodies, instance, origin, apiKey, slugs, client, copy } = scene;
  const name = nameOf(one);
  const source = `/bench/${round}/${name.replaceAll(/\W+/g, '-')}`;
  const bodyFiles = writeBatches({ ...one, directory: bodies, slugs, batches, source });
  const before = await instance.usage();
  const { latenciesMs, seconds } = await generator.send({
    url: `${origin}/v1/events`,
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/cloudevents-batch+json',
      ...(one.isCompressed && { 'content-encoding': 'gzip' }),
    },
    bodyFiles,
    connections: one.connections,
    requests: batches,
    expectedStatus: 202,
    refusedText: null,
  });
  const after = await instance.usage();
  // What a case left to be evaluated must not be the next one's burden.
  await settled(client);
  const { rows, atOnce, inBatches } = await copy.run(source);
  const events = batches * batchSize;
  if (rows !== events) {
    throw new Error(`${events} events were confirmed and ${rows} are stored.`);
  }
  return {
    name,
    eventsPerSecond: events / seconds,
    copyAtOnce: atOnce,
    copyInBatches: inBatches,
    cpuMicroseconds: ((after.cpuMs - before.cpuMs) * 1000) / events,
    latenciesMs,
  };
}

await withCleanup(async (undo) => {
  const directory = temporaryDirectory();
  undo(() => directory.remove());
  const bodies = join(directory.path, 'bodies');
  mkdirSync(bodies);
  const generator = startLoadGenerator();
  undo(() => generator.stop());
  const dataDir = join(directory.path, 'data');
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = { INTENDANT_DATA_DIR: dataDir, PORT: String(port) };
  // What `npm start -- --empty` runs, with its own embedded and durable PostgreSQL.
  const instance = await startProcess({
    name: 'standalone',
    entry: '@intendant/standalone/start',
    args: ['--empty'],
    env,
    readyUrl: `${origin}/readyz`,
    profileDir: values.profile ?? null,
  });
  undo(() => instance.stop());

  const apiKey = await createKey(env, 'ingestion', ['platform:read', 'tenants:write', 'events:write']);
  const slugs = Array.from({ length: Number(values.tenants) }, (_, index) => `bench-${index}`);
  say(`Making ${slugs.length} tenants.`);
  const api = createApiClient(origin, apiKey);
  for (const slug of slugs) {
    await api.createTenant(slug);
  }
  await api.close();
  const databaseUrl = findEmbeddedPostgres(dataDir, 'intendant');
  if (databaseUrl === null) {
    throw new Error('The instance runs on no embedded PostgreSQL.');
  }
  await withClient(databaseUrl, async (client) => {
    await settled(client);
    const copy = await createCopyBaseline(client, batchSize);
    const scene: Scene = { generator, bodies, instance, origin, apiKey, slugs, client, copy };
    for (const one of cases) {
      await measure(one, 'warm-up', scene);
    }
    const machine = describeMachine(await serverVersion(client));
    const measurements: Measurement[] = [];
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      // One case after the other in every round, so that a busy minute of the machine is no case's alone.
      for (const one of cases) {
        measurements.push(await measure(one, String(round), scene));
      }
      say(`Round ${round} of ${values.rounds} is done.`);
    }
    const size = `${batches} batches of ${batchSize} events a round, ${slugs.length} tenants`;
    say(`\n${machine}\n${size}\n\n${ingestionTable(measurements)}`);
  });
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
