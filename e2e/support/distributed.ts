import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv as parseEnvFile } from 'node:util';
import { createDatabase, onServer } from './control-database.ts';
import { createKey, owner, type RunningInstance } from './instances.ts';
import { freePorts, runOrThrow, startService, waitUntilReady, type Service } from './processes.ts';
import { startProxy } from './proxy.ts';

export const subgraphNames = ['tenants', 'billing', 'health', 'security'] as const;

/** A part of the distributed form that can have replicas. */
export type ReplicatedPart = (typeof subgraphNames)[number] | 'gateway';

export interface DistributedInstance extends RunningInstance {
  /** The processes of each part, to be killed by a test. */
  replicas: Readonly<Record<ReplicatedPart, readonly Service[]>>;
}

interface DistributedOptions {
  /** How many processes each subgraph and the gateway have; more than one gateway needs a proxy in front. */
  replicas?: 1 | 2;
}

/**
 * Four subgraphs, the gateway and the admin UI as processes of their own on one PostgreSQL, as docker-compose.yml runs
 * them; with two replicas behind the same proxy with the same configuration.
 */
export async function startDistributed({
  replicas: count = 1,
}: DistributedOptions = {}): Promise<DistributedInstance> {
  const folder = mkdtempSync(join(tmpdir(), 'intendant-e2e-'));
  const database = await createDatabase();
  const adminEnv = {
    DATABASE_URL: database.url,
    INTENDANT_DATA_DIR: folder,
    INTENDANT_SECRET_KEY: 'a secret key of the end-to-end tests',
    INTENDANT_ADMIN_EMAIL: owner.email,
    INTENDANT_ADMIN_PASSWORD: owner.password,
  };
  await runOrThrow({
    script: 'packages/standalone/src/migrate.ts',
    args: ['--env-dir', folder],
    env: adminEnv,
  });
  const adminKey = await createKey(adminEnv);

  const started: { service: Service; readyUrl: string }[] = [];
  const start = (script: string, port: number, env: Record<string, string>, probe = '/readyz'): Service => {
    const service = startService({ script, env: { PORT: String(port), ...env } });
    started.push({ service, readyUrl: `http://127.0.0.1:${port}${probe}` });
    return service;
  };
  const [uiPort = 0, ...gatewayPorts] = await freePorts(1 + count);
  const ports = new Map<string, number[]>();
  const replicas: Record<ReplicatedPart, Service[]> = {
    tenants: [],
    billing: [],
    health: [],
    security: [],
    gateway: [],
  };
  for (const name of subgraphNames) {
    ports.set(name, await freePorts(count));
    replicas[name] = (ports.get(name) ?? []).map((port) =>
      start(`subgraphs/${name}/src/main.ts`, port, envFile(folder, name)),
    );
  }
  const [publicPort = 0] = count > 1 ? await freePorts(1) : gatewayPorts;
  replicas.gateway = gatewayPorts.map((port) =>
    start('gateway/src/main.ts', port, {
      ...envFile(folder, 'gateway'),
      ...Object.fromEntries(
        subgraphNames.map((name) => [
          `${name.toUpperCase()}_URL`,
          (ports.get(name) ?? []).map((each) => `http://127.0.0.1:${each}`).join(','),
        ]),
      ),
      ADMIN_UI_URL: `http://127.0.0.1:${uiPort}`,
      INTENDANT_TRUST_PROXY: String(count > 1),
    }),
  );
  start('admin-ui/server/main.ts', uiPort, { GATEWAY_URL: `http://127.0.0.1:${publicPort}` }, '/healthz');
  const url = `http://localhost:${publicPort}`;
  let proxy: Service | null = null;
  try {
    await Promise.all(started.map(({ service, readyUrl }) => waitUntilReady(readyUrl, service)));
    if (count > 1) {
      // Once both gateways serve: its checks find both alive from the start, and spread clients over both.
      proxy = startProxy(publicPort, gatewayPorts);
      await waitUntilReady(`${url}/readyz`, proxy);
    }
  } catch (error) {
    // What did start must not outlive the test that gave up.
    proxy?.kill('SIGKILL');
    started.forEach(({ service }) => service.kill('SIGKILL'));
    throw error;
  }
  return {
    form: 'distributed',
    url,
    owner,
    adminKey,
    subgraphs: {
      urls: Object.fromEntries(
        subgraphNames.map((name) => [name, `http://127.0.0.1:${ports.get(name)?.[0] ?? 0}`]),
      ),
      identityKey: envFile(folder, 'gateway')['INTENDANT_IDENTITY_PRIVATE_KEY'] ?? '',
    },
    replicas,
    sql: (statement) => onServer(database.url, statement),
    async stop() {
      await proxy?.stop();
      // The gateway first, as a rolling update would: it sends its last figures to health.
      for (const { service } of started.reverse()) {
        await service.stop();
      }
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function envFile(folder: string, service: string): Record<string, string> {
  const entries = Object.entries(parseEnvFile(readFileSync(join(folder, `${service}.env`), 'utf8')));
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
