import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv as parseEnvFile } from 'node:util';
import pg from 'pg';
import { findEmbeddedPostgres } from '@intendant/kit/embedded-postgres/embedded-postgres';
import { grantablePermissions } from '@intendant/kit/identity/permissions';
import { testServerUrl } from '@intendant/kit/testing/test-server';
import { freePorts, runOrThrow, startService, waitUntilReady, type Service } from './processes.ts';

export type Form = 'standalone' | 'distributed';

/** What a test needs to know of a running Intendant, in either form. */
export interface InstanceAddress {
  form: Form;
  url: string;
  owner: { email: string; password: string };
  /** A platform key with every scope there is. */
  adminKey: string;
}

export interface RunningInstance extends InstanceAddress {
  /** Runs a statement as the administrator of its database, for example to break a part of it. */
  sql(statement: string): Promise<void>;
  stop(): Promise<void>;
}

const owner = { email: 'owner@intendant.test', password: 'correct horse battery staple' };
const allScopes = grantablePermissions.join(',');
const source = (name: string): string => `packages/standalone/src/${name}.ts`;
const built = (name: string): string => `packages/standalone/dist/${name}.js`;

interface StandaloneOptions {
  withDemo?: boolean;
  /** Runs what was built, as `npm start` does. */
  isProduction?: boolean;
}

/** Everything in one process on an embedded PostgreSQL of its own, without the demo fleet unless asked for. */
export async function startStandalone({
  withDemo = false,
  isProduction = false,
}: StandaloneOptions = {}): Promise<RunningInstance> {
  const dataDir = mkdtempSync(join(tmpdir(), 'intendant-e2e-'));
  // Temporary folders are private; as root, PostgreSQL runs as another user and must be able to pass.
  chmodSync(dataDir, 0o711);
  const [port = 0] = await freePorts(1);
  const env = {
    PORT: String(port),
    INTENDANT_DATA_DIR: dataDir,
    INTENDANT_ADMIN_EMAIL: owner.email,
    INTENDANT_ADMIN_PASSWORD: owner.password,
    ...(isProduction && { NODE_ENV: 'production' }),
  };
  const args = withDemo ? [] : ['--empty'];
  const entry = isProduction ? built : source;
  const service = startService({ script: entry('start'), args, env });
  const url = `http://localhost:${port}`;
  await waitUntilReady(`${url}/readyz`, service);
  const adminKey = await createKey(env, entry('key'));
  return {
    form: 'standalone',
    url,
    owner,
    adminKey,
    sql: (statement) => onServer(findEmbeddedPostgres(dataDir, 'intendant') ?? '', statement),
    async stop() {
      await service.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Four subgraphs, the gateway and the admin UI as six processes on one PostgreSQL, as docker-compose.yml runs them. */
export async function startDistributed(): Promise<RunningInstance> {
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

  const names = ['tenants', 'billing', 'health', 'security'] as const;
  const [gatewayPort = 0, uiPort = 0, ...ports] = await freePorts(2 + names.length);
  const url = `http://localhost:${gatewayPort}`;
  const started: { service: Service; readyUrl: string }[] = [];
  const start = (script: string, port: number, env: Record<string, string>, probe = '/readyz'): void => {
    const service = startService({ script, env: { PORT: String(port), ...env } });
    started.push({ service, readyUrl: `http://127.0.0.1:${port}${probe}` });
  };
  names.forEach((name, index) =>
    start(`subgraphs/${name}/src/main.ts`, ports[index] ?? 0, envFile(folder, name)),
  );
  start('gateway/src/main.ts', gatewayPort, {
    ...envFile(folder, 'gateway'),
    ...Object.fromEntries(
      names.map((name, index) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports[index]}`]),
    ),
    ADMIN_UI_URL: `http://127.0.0.1:${uiPort}`,
  });
  start('admin-ui/server/main.ts', uiPort, { GATEWAY_URL: `http://127.0.0.1:${gatewayPort}` }, '/healthz');
  await Promise.all(started.map(({ service, readyUrl }) => waitUntilReady(readyUrl, service)));
  return {
    form: 'distributed',
    url,
    owner,
    adminKey,
    sql: (statement) => onServer(database.url, statement),
    async stop() {
      // The gateway first, as a rolling update would: it sends its last figures to health.
      for (const { service } of started.reverse()) {
        await service.stop();
      }
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function createKey(env: Record<string, string>, script = source('key')): Promise<string> {
  const args = ['create', '--name', 'end-to-end', '--scopes', allScopes, '--events-per-second', '1000000'];
  const output = await runOrThrow({ script, args, env });
  const [secret] = /^itd_live_\w+$/m.exec(output) ?? [];
  if (!secret) {
    throw new Error(`The key command printed no key:\n${output}`);
  }
  return secret;
}

function envFile(folder: string, service: string): Record<string, string> {
  const entries = Object.entries(parseEnvFile(readFileSync(join(folder, `${service}.env`), 'utf8')));
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

async function createDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const serverUrl = await testServerUrl();
  const name = `test_${process.pid}_${Date.now().toString(36)}`;
  await onServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: async () => {
      await onServer(serverUrl, `drop database if exists ${name} with (force)`);
      for (const role of ['tenants', 'billing', 'health', 'security', 'gateway', 'demo', 'jobs']) {
        await onServer(serverUrl, `drop role if exists ${name}_${role}`);
      }
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
