import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Caller } from '../identity/caller.ts';
import { executeSql } from '../database/execute-sql.ts';
import { createIdentitySigner, generateIdentityKeys, identityHeader } from '../identity/identity-token.ts';
import { aPlatformCaller, aService, anonymous } from '../testing/callers.ts';
import { notesModule, writeNote, type NotesContext } from '../testing/fixtures/notes-module.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { serveSubgraph, type ServedSubgraph } from './serve.ts';

const keys = generateIdentityKeys();
const signer = createIdentitySigner(keys.privateKey);
let db: TestDatabase;
let served: ServedSubgraph;
let origin: string;

beforeAll(async () => {
  db = await startTestDatabase([notesModule]);
  served = await serveSubgraph(notesModule, {
    PORT: 0,
    HOST: '127.0.0.1',
    DATABASE_URL: db.urlFor('notes'),
    JOBS_DATABASE_URL: db.urlFor('jobs'),
    INTENDANT_IDENTITY_PUBLIC_KEY: keys.publicKey,
    LOG_LEVEL: 'silent',
  });
  origin = `http://127.0.0.1:${served.port}`;
});
afterAll(async () => {
  await served.close();
  await db.close();
});

interface ResponseBody {
  data?: unknown;
  errors?: { message: string; extensions: object }[];
}

async function headers(caller: Caller, more: Record<string, string> = {}): Promise<Record<string, string>> {
  return {
    'content-type': 'application/json',
    [identityHeader]: await signer.sign(caller, 'request-1'),
    ...more,
  };
}

async function post(
  body: object | string,
  given: Record<string, string>,
): Promise<{ status: number; body: ResponseBody }> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: given,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as ResponseBody };
}

async function aClient(caller: Caller | null): Promise<Client> {
  const token = caller ? await signer.sign(caller, 'request-1') : 'forged';
  return createClient({
    url: `ws://127.0.0.1:${served.port}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => {},
    connectionParams: { [identityHeader]: token },
  });
}

describe('a subgraph served over HTTP', () => {
  it('executes for the caller that the gateway vouches for', async () => {
    const query = 'query Me($unused: Boolean = true) { me @include(if: $unused) greeting }';

    const { status, body } = await post({ query }, await headers(aPlatformCaller()));

    expect({ status, body }).toEqual({
      status: 200,
      body: { data: { me: 'Ada Administrator', greeting: 'hello' } },
    });
  });

  it('refuses a request without an identity, or with a forged one, even for public fields', async () => {
    const plain = { 'content-type': 'application/json' };
    const foreign = await createIdentitySigner(generateIdentityKeys().privateKey).sign(aService(), 'r');

    const missing = await post({ query: '{ greeting }' }, plain);
    const forged = await post({ query: '{ greeting }' }, { ...plain, [identityHeader]: foreign });

    for (const { status, body } of [missing, forged]) {
      expect(status).toBe(401);
      expect(body.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
    }
  });

  it('enforces the decision on each field, and masks what is unknown', async () => {
    const { body } = await post({ query: '{ me broken }' }, await headers(anonymous));

    expect(body.data).toEqual({ me: null, broken: null });
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual(
      expect.arrayContaining([
        { code: 'UNAUTHENTICATED' },
        { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' },
      ]),
    );
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it('stops at the deadline of the gateway', async () => {
    const started = performance.now();

    const { body } = await post(
      { query: '{ slow(seconds: 20) }' },
      await headers(aService(), { 'x-intendant-deadline-ms': '100' }),
    );

    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'OPERATION_TIMEOUT' });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('answers a malformed body with 400', async () => {
    expect((await post('{', await headers(aService()))).status).toBe(400);
    expect((await post({}, await headers(aService()))).status).toBe(400);
  });

  it('serves the routes of the module, with the caller', async () => {
    const response = await fetch(`${origin}/v1/echo`, {
      method: 'POST',
      headers: await headers(aPlatformCaller()),
      body: 'hello',
    });
    const unknown = await fetch(`${origin}/v1/unknown`, { headers: await headers(aPlatformCaller()) });

    expect([response.status, await response.text()]).toEqual([202, 'Ada Administrator: hello']);
    expect(unknown.status).toBe(404);
  });

  it('shows Prometheus what the module registers, with the rights of its own service', async () => {
    await writeNote(db.context('notes') as NotesContext, { tenantId: crypto.randomUUID(), text: 'counted' });

    const text = await (await fetch(`${origin}/metrics`)).text();

    expect(text).toContain('# HELP notes_written Notes of all tenants.');
    expect(text).toMatch(/^notes_written\{service="notes"\} [1-9]\d*$/m);
  });

  it('answers the probes without an identity', async () => {
    const [alive, ready, metrics] = await Promise.all(
      ['/healthz', '/readyz', '/metrics'].map((path) => fetch(origin + path)),
    );

    expect([alive?.status, ready?.status, metrics?.status]).toEqual([200, 200, 200]);
    const text = await metrics?.text();
    expect(text).toContain('process_cpu_seconds_total{service="notes"}');
    expect(text).toMatch(
      /intendant_subgraph_request_duration_seconds_count\{.*path="\/graphql".*status="200".*\} \d+/,
    );
  });
});

describe('a subgraph served over graphql-ws', () => {
  it('streams events to the caller that the gateway vouches for', async () => {
    const client = await aClient(aPlatformCaller());
    const events = client.iterate({ query: 'subscription { noteWritten { text } }' });
    const next = events.next();
    // The subscription is under way once a later operation on the same socket is answered.
    await client.iterate({ query: '{ greeting }' }).next();

    await writeNote(db.context('notes') as NotesContext, { tenantId: crypto.randomUUID(), text: 'news' });

    expect((await next).value).toEqual({ data: { noteWritten: { text: 'news' } } });
    await events.return?.();
    await client.dispose();
  });

  it('closes a socket without a valid identity', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${served.port}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { [identityHeader]: 'forged' } }));

    const [code] = await once(socket, 'close');

    expect(code).toBe(4403);
  });

  it('reports a syntax error without closing the socket', async () => {
    const client = await aClient(aPlatformCaller());
    const closures: unknown[] = [];
    client.on('closed', (event) => closures.push(event));

    const malformed = client.iterate({ query: 'subscription {' }).next();

    await expect(malformed).rejects.toBeDefined();
    const still = await client.iterate({ query: '{ greeting }' }).next();
    expect(still.value).toEqual({ data: { greeting: 'hello' } });
    expect(closures).toEqual([]);
    await client.dispose();
  });
});

describe('the process of a subgraph', () => {
  const program = join(import.meta.dirname, '../testing/fixtures/serve-notes.ts');

  function run(env: Record<string, string>): ChildProcess {
    return spawn(process.execPath, ['--conditions=source', '--import', 'tsx', program], {
      env: { NODE_ENV: 'test', PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Waits until the database is busy with it. */
  async function slowStatement(): Promise<void> {
    for (let waited = 0; waited < 20_000; waited += 20) {
      const rows = await executeSql(
        db.em('notes'),
        `select from pg_stat_activity
         where datname = current_database() and state = 'active' and query like '%/* slow */'`,
      );
      if (rows.length > 0) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('no slow statement was begun within twenty seconds');
  }

  it('answers what is under way when it is told to stop, then ends with 0', async () => {
    const child = run({
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: db.urlFor('notes'),
      JOBS_DATABASE_URL: db.urlFor('jobs'),
      INTENDANT_IDENTITY_PUBLIC_KEY: keys.publicKey.replaceAll('\n', '\\n'),
      LOG_LEVEL: 'silent',
    });
    const [line] = await once(child.stdout ?? process.stdin, 'data');
    const port = /port (\d+)/.exec(String(line))?.[1];
    const slow = fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: await headers(aService()),
      body: JSON.stringify({ query: '{ slow(seconds: 1) }' }),
    });
    await slowStatement();

    child.kill('SIGTERM');

    expect(await (await slow).json()).toEqual({ data: { slow: true } });
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('names in one line what its configuration lacks', async () => {
    const child = run({ PORT: 'http' });
    const [line] = await once(child.stderr ?? process.stdin, 'data');

    expect(String(line)).toMatch(
      /^Configuration: PORT: .*; DATABASE_URL is not set; INTENDANT_IDENTITY_PUBLIC_KEY is not set\.\n$/,
    );
    expect(await once(child, 'exit')).toEqual([1, null]);
  });
});
