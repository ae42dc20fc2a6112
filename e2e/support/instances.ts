import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEmbeddedPostgres } from '@intendant/kit/embedded-postgres/embedded-postgres';
import { grantablePermissions } from '@intendant/kit/identity/permissions';
import { onServer } from './control-database.ts';
import { freePorts, runOrThrow, startService, waitUntilReady } from './processes.ts';

export type Form = 'standalone' | 'distributed';

/** Where the subgraphs themselves serve, and the key whose tokens they believe. */
export interface SubgraphAddresses {
  urls: Readonly<Record<string, string>>;
  identityKey: string;
}

/** What a test needs to know of a running Intendant, in either form. */
export interface InstanceAddress {
  form: Form;
  url: string;
  owner: { email: string; password: string };
  /** A platform key with every scope there is. */
  adminKey: string;
  /** Null where they share the gateway's process. */
  subgraphs: SubgraphAddresses | null;
}

export interface RunningInstance extends InstanceAddress {
  /** Runs a statement as the administrator of its database, for example to break a part of it. */
  sql(statement: string): Promise<void>;
  stop(): Promise<void>;
}

export const owner = { email: 'owner@intendant.test', password: 'correct horse battery staple' };
const allScopes = grantablePermissions.join(',');
const source = (name: string): string => `packages/standalone/src/${name}.ts`;
const built = (name: string): string => `packages/standalone/dist/${name}.js`;

interface StandaloneOptions {
  withDemo?: boolean;
  /** Runs what was built, as `npm start` does. */
  isProduction?: boolean;
  /** Lets clients read the schema. */
  isIntrospectionAllowed?: boolean;
}

/** Everything in one process on an embedded PostgreSQL of its own, without the demo fleet unless asked for. */
export async function startStandalone({
  withDemo = false,
  isProduction = false,
  isIntrospectionAllowed = false,
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
    INTENDANT_INTROSPECTION: String(isIntrospectionAllowed),
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
    subgraphs: null,
    sql: (statement) => onServer(findEmbeddedPostgres(dataDir, 'intendant') ?? '', statement),
    async stop() {
      await service.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A key with every scope, made by the command line as an operator would. */
export async function createKey(env: Record<string, string>, script = source('key')): Promise<string> {
  const args = ['create', '--name', 'end-to-end', '--scopes', allScopes, '--events-per-second', '1000000'];
  const output = await runOrThrow({ script, args, env });
  const [secret] = /^itd_live_\w+$/m.exec(output) ?? [];
  if (!secret) {
    throw new Error(`The key command printed no key:\n${output}`);
  }
  return secret;
}
