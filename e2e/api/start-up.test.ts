import { jest } from '@jest/globals';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anEvent, graphql, sendEvents } from '../support/api-client.ts';
import { aTenant } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import {
  freePorts,
  runCommand,
  runOrThrow,
  startService,
  waitUntilReady,
  type Service,
} from '../support/processes.ts';

const start = 'packages/standalone/src/start.ts';
const key = 'packages/standalone/src/key.ts';
const scopes = 'platform:read,tenants:read,tenants:write,health:read,events:write';

// Starts take a few seconds each, longer on a busy machine.
jest.setTimeout(120_000);

let dataDir: string;
let port: number;
let started: Service[];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'intendant-start-'));
  // Temporary folders are private; as root, PostgreSQL runs as another user and must be able to pass.
  chmodSync(dataDir, 0o711);
  [port = 0] = await freePorts(1);
  started = [];
});

afterEach(async () => {
  await Promise.all(started.map((service) => service.stop()));
  rmSync(dataDir, { recursive: true, force: true });
});

const environment = (overrides: Record<string, string> = {}): Record<string, string> => ({
  INTENDANT_DATA_DIR: dataDir,
  PORT: String(port),
  ...overrides,
});

async function startInstance(): Promise<Service> {
  const service = startService({ script: start, args: ['--empty'], env: environment() });
  started.push(service);
  await waitUntilReady(`http://localhost:${port}/readyz`, service);
  return service;
}

async function createKey(): Promise<string> {
  const output = await runOrThrow({
    script: key,
    args: ['create', '--name', 'ci', '--scopes', scopes],
    env: environment(),
  });
  return /itd_live_\w+/.exec(output)?.[0] ?? '';
}

/** A start that must fail: its exit code and its only line. */
async function failToStart(
  env: Record<string, string> = {},
): Promise<{ code: number | null; lines: string[] }> {
  const { code, output } = await runCommand({ script: start, args: ['--empty'], env: environment(env) });
  return { code, lines: output.trim().split('\n') };
}

test('a second start on the same data directory says so and leaves the first alone', async () => {
  const first = await startInstance();

  const { code, lines } = await failToStart();

  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(new RegExp(`process ${first.pid}\\b.*${dataDir}`))]);
  expect((await fetch(`http://localhost:${port}/readyz`)).status).toBe(200);
});

test('after kill -9 the next start has everything that was accepted, and no orphan server', async () => {
  const first = await startInstance();
  const instance = {
    form: 'standalone',
    url: `http://localhost:${port}`,
    adminKey: await createKey(),
    subgraphs: null,
  } as const;
  const tenant = await aTenant({ ...instance, owner: { email: '', password: '' } });
  const accepted = await sendEvents(instance, anEvent({ subject: tenant.slug }));

  first.kill('SIGKILL');
  await first.exited;
  await startInstance();

  expect(accepted.status).toBe(202);
  const { data } = await graphql<{ tenant: object }>(
    instance,
    'query ($id: ID!) { tenant(id: $id) { health { executions(range: H24) { executions } } } }',
    { id: tenant.id },
  );
  expect(data.tenant).toEqual({ health: { executions: { executions: 1 } } });
  expect(serversOf(dataDir)).toHaveLength(1);
});

test('SIGTERM ends everything, PostgreSQL too, and answers 0', async () => {
  const service = await startInstance();

  await service.stop();

  expect(await service.exited).toBe(0);
  await eventually(() => Promise.resolve(expect(serversOf(dataDir)).toHaveLength(0)), 1_000);
});

test('a port that is taken is one line that says what to do', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));

  const { code, lines } = await failToStart();

  other.close();
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(new RegExp(`^Port ${port} is taken.*--port`))]);
  expect(serversOf(dataDir)).toHaveLength(0);
});

test.each([
  [
    'an unreachable server',
    'postgresql://nobody:secret@127.0.0.1:1/intendant',
    /^Nothing answers at 127\.0\.0\.1:1/,
  ],
  ['an address of another kind', 'mysql://localhost/intendant', /^Configuration: DATABASE_URL/],
])('%s in DATABASE_URL is one line without the password', async (_, url, message) => {
  const { code, lines } = await failToStart({ DATABASE_URL: url });

  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(message)]);
  expect(lines[0]).not.toContain('secret');
});

test('a data directory that cannot be used is one line', async () => {
  const file = join(dataDir, 'file');
  writeFileSync(file, '');

  const { code, lines } = await failToStart({ INTENDANT_DATA_DIR: join(file, 'data') });

  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/^The data directory .* cannot be used \(ENOTDIR\)/)]);
});

test('an empty start has no tenants, prints the owner’s password once, and keeps its secrets private', async () => {
  const first = await startInstance();
  const apiKey = await createKey();
  const { data } = await graphql<{ tenantSummaries: object }>(
    { url: `http://localhost:${port}`, adminKey: apiKey },
    '{ tenantSummaries { totalCount } }',
  );
  await eventually(() => Promise.resolve(expect(first.output()).toMatch(/shown this once/)), 2_000);
  await first.stop();
  const second = await startInstance();
  await eventually(() => Promise.resolve(expect(second.output()).toMatch(/Sign in/)), 2_000);

  expect(data.tenantSummaries).toEqual({ totalCount: 0 });
  expect(second.output()).not.toMatch(/shown this once/);
  expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
});

test('keys are made, listed and revoked on a stopped instance, and count on a running one', async () => {
  const env = environment();
  const secret = await createKey();
  const listed = await runOrThrow({ script: key, args: ['list'], env });

  const service = await startInstance();
  const instance = { url: `http://localhost:${port}`, adminKey: secret };
  const before = await graphql(instance, '{ tenantSummaries { totalCount } }');
  await runOrThrow({ script: key, args: ['revoke', secret.slice(0, 13)], env });

  expect(listed).toContain(secret.slice(0, 13));
  expect(listed).not.toContain(secret);
  expect(before.status).toBe(200);
  await eventually(async () => {
    expect((await graphql(instance, '{ viewer { id } }')).status).toBe(401);
  }, 5_000);
  expect(service.output()).not.toContain(secret);
});

test.each([
  [['create', '--name', 'x'], /^A key needs --name and --scopes/],
  [['create', '--name', 'x', '--scopes', 'tenants:fly'], /^There is no scope tenants:fly; choose from/],
  [['revoke', 'itd_live_none'], /^There is no API key itd_live_none/],
  [['create', '--nmae', 'x'], /^Unknown option '--nmae'/],
  [['dance'], /^There is no command dance/],
])('key %j is refused in one line', async (args, message) => {
  const { code, output } = await runCommand({ script: key, args, env: environment() });

  expect(code).toBe(1);
  expect(output.trim().split('\n')).toEqual([expect.stringMatching(message)]);
});

/** The PostgreSQL servers that run on the data directory. */
function serversOf(directory: string): number[] {
  let text: string;
  try {
    text = readFileSync(join(directory, 'data/postmaster.pid'), 'utf8');
  } catch {
    return [];
  }
  const pid = Number(text.split('\n')[0]);
  try {
    process.kill(pid, 0);
    return [pid];
  } catch {
    return [];
  }
}
