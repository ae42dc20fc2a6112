// How soon 200 connected clients know what one batch of events changed, and what telling them costs.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openLiveClients, type LiveOperation } from './fan-out/live-clients.ts';
import { createApiClient } from './load/api-client.ts';
import { dashboardSubscription, overviewScopes } from './overview/operation.ts';
import { Variants, type Variant } from './overview/variants.ts';
import {
  liftRequestLimits,
  serverVersion,
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
    clients: { type: 'string', default: '200' },
    batches: { type: 'string', default: '50' },
  },
});
const clients = Number(values.clients);
const batches = Number(values.batches);

interface LiveData {
  platformHealthChanged?: { usage: { executions24h: number } };
  tenantHealthChanged?: { health: { executions: { executions: number } } };
}

interface Case {
  name: string;
  operations: LiveOperation[];
  figureOf: (data: LiveData) => number;
  /** How much one batch adds to the figure of every client. */
  step: number;
}

const tenantSubscription = `subscription TenantChanged($tenantId: ID!) {
  tenantHealthChanged(tenantId: $tenantId) {
    name plan { name } health { executions(range: H24) { executions failures p95DurationMs } }
  }
}`;

await withCleanup(async (undo) => {
  const directory = temporaryDirectory();
  undo(() => directory.remove());
  const database = await startControlDatabase(directory.path);
  undo(() => database.stop());
  const variants = new Variants({
    directory: directory.path,
    databaseUrl: database.url,
    secretKey: randomBytes(32).toString('base64url'),
    profileDir: null,
  });
  undo(() => variants.stop());
  const standalone = await variants.startStandalone();
  const apiKey = await createKey(variants.platformEnv, 'live', [
    ...overviewScopes,
    'tenants:write',
    'billing:write',
    'events:write',
  ]);
  await withClient(database.url, liftRequestLimits);
  const api = createApiClient(new URL(standalone.url).origin, apiKey);
  undo(() => api.close());
  const tenantIds: string[] = [];
  for (let index = 0; index < clients; index += 1) {
    tenantIds.push(await api.createTenant(`live-${index}`));
  }
  const [gateway] = (await variants.startDistributed()) as [Variant, Variant];

  const cases: Case[] = [
    {
      name: 'the dashboard, the same for all',
      operations: tenantIds.map(() => dashboardSubscription()),
      figureOf: (data) => data.platformHealthChanged?.usage.executions24h ?? 0,
      step: clients,
    },
    {
      name: 'a tenant each',
      operations: tenantIds.map((tenantId) => ({ query: tenantSubscription, variables: { tenantId } })),
      figureOf: (data) => data.tenantHealthChanged?.health.executions.executions ?? 0,
      step: 1,
    },
  ];
  const rows: string[][] = [];
  let sent = 0;
  for (const variant of [standalone, gateway]) {
    for (const each of cases) {
      rows.push(await measure(variant, each));
    }
  }
  const header = [
    'Form',
    'Subscription',
    'p50 ms',
    'p99 ms',
    'last client p50 ms',
    'CPU ms a delivery',
    'memory MB',
  ];
  const machine = describeMachine(await withClient(database.url, serverVersion));
  say(`\n${machine}\n${clients} clients, ${batches} batches\n\n${table(header, rows)}`);

  async function measure(variant: Variant, { name, operations, figureOf, step }: Case): Promise<string[]> {
    const live = await openLiveClients(variant.url, apiKey, operations, figureOf);
    const processes = [variant.gateway, ...variant.subgraphs];
    const cpu = async (): Promise<number> => {
      const usages = await Promise.all(processes.map((process) => process.usage()));
      return usages.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
    };
    const before = { cpuMs: await cpu(), delivered: live.delivered };
    const latencies: number[] = [];
    const lastLatencies: number[] = [];
    for (let batch = 0; batch < batches; batch += 1) {
      sent += 1;
      const sentAt = performance.now();
      await api.sendEvents(tenantIds.map((_, index) => eventOf(`${sent}-${index}`, index)));
      const times = await live.allSaw(sent * step);
      latencies.push(...times.map((time) => time - sentAt));
      lastLatencies.push(Math.max(...times) - sentAt);
      await pause(100);
    }
    const used = (await cpu()) - before.cpuMs;
    const { memoryMb } = await variant.gateway.usage();
    const row = [
      variant.name,
      name,
      figure(quantile(latencies, 0.5)),
      figure(quantile(latencies, 0.99)),
      figure(quantile(lastLatencies, 0.5)),
      figure(used / (live.delivered - before.delivered)),
      figure(memoryMb),
    ];
    await live.close();
    return row;
  }
});

function eventOf(id: string, index: number): object {
  return {
    specversion: '1.0',
    id,
    source: '/bench/fan-out',
    subject: `live-${index}`,
    type: 'execution.finished',
    time: new Date().toISOString(),
    data: { workflow: 'sync', environment: 'production', outcome: 'SUCCEEDED', durationMs: 120 },
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
