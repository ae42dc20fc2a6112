import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { InstanceRunningError } from './embedded-postgres-error.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { readPostmaster } from './postmaster.ts';
import { processStart } from './server-user.ts';

const directories: string[] = [];
const servers: EmbeddedPostgres[] = [];

function aDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'intendant-embedded-'));
  chmodSync(directory, 0o755);
  directories.push(directory);
  return join(directory, 'postgres');
}

async function start(directory: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ directory, isDurable: false });
  servers.push(server);
  return server;
}

async function query<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<T>(sql);
  await client.end();
  return rows;
}

/** Starts a server from a process of its own, which prints the address and waits. */
async function startElsewhere(directory: string): Promise<{ launcher: ChildProcess; url: string }> {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(new URL('./embedded-postgres.ts', import.meta.url).href)});
    const server = await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)}, isDurable: false });
    console.log(server.url());
    setInterval(() => {}, 1000);`;
  const launcher = spawn(
    process.execPath,
    ['--conditions=source', '--import', 'tsx', '--input-type=module', '--eval', script],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: import.meta.dirname },
  );
  const [line] = await once(launcher.stdout ?? process.stdin, 'data');
  return { launcher, url: String(line).trim() };
}

async function kill(launcher: ChildProcess): Promise<void> {
  launcher.kill('SIGKILL');
  await once(launcher, 'exit');
}

/** Ends the shell that would stop the server; its command line names the server's process. */
function killWatchdog(server: number): void {
  const processes = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  for (const line of processes.filter((each) => each.includes(`intendant-watchdog ${server} `))) {
    process.kill(Number.parseInt(line, 10), 'SIGKILL');
  }
}

async function untilGone(pid: number): Promise<void> {
  for (let waited = 0; processStart(pid) !== null && waited < 10_000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  directories.forEach((directory) => rmSync(directory, { recursive: true, force: true }));
});

describe('the embedded PostgreSQL', () => {
  it('keeps its data from one start to the next, and starts quickly the second time', async () => {
    const directory = aDirectory();
    const begun = performance.now();
    const first = await start(directory);
    const firstMs = performance.now() - begun;
    await query(first.url(), 'create table kept (value int); insert into kept values (7)');
    await first.stop();

    const started = performance.now();
    const second = await start(directory);
    const secondMs = performance.now() - started;

    expect(await query(second.url(), 'select value from kept')).toEqual([{ value: 7 }]);
    expect(secondMs).toBeLessThan(firstMs / 2);
    await second.stop();
    expect(readPostmaster(join(directory, 'data'))).toBeNull();
  });

  it('counts statements, speaks UTC and lets nobody in without the password', async () => {
    const server = await start(aDirectory());

    await query(server.url(), 'create extension pg_stat_statements');

    expect(await query(server.url(), 'show timezone')).toEqual([{ TimeZone: 'UTC' }]);
    await expect(query(server.url().replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
  });

  it('is reached through a socket among its files, and by the loopback address where that path is too long', async () => {
    const near = await start(aDirectory());
    const far = await start(join(aDirectory(), 'long-'.repeat(20)));

    expect(new URL(near.url()).hostname).toMatch(/^%2F/);
    expect(new URL(far.url()).hostname).toBe('127.0.0.1');
    for (const server of [near, far]) {
      expect(await query(server.url(), 'show port')).toEqual([{ port: String(server.port) }]);
    }
    const loopback = near.url().replace(/@[^:/]+/, '@127.0.0.1');
    expect(await query(loopback, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('refuses a second start on the same directory while the first lives', async () => {
    const directory = aDirectory();
    await start(directory);

    const second = startEmbeddedPostgres({ directory });

    await expect(second).rejects.toThrow(InstanceRunningError);
    await expect(second).rejects.toThrow(
      `Another instance (process ${process.pid}) is running on ${directory}`,
    );
  });

  it('is found by another command while it runs, and not afterwards', async () => {
    const directory = aDirectory();
    const server = await start(directory);

    const running = findEmbeddedPostgres(directory, 'postgres');
    await server.stop();

    expect(running).toBe(server.url());
    expect(findEmbeddedPostgres(directory, 'postgres')).toBeNull();
  });

  it('stops with its launcher, even when that is killed, and loses nothing that was committed', async () => {
    const directory = aDirectory();
    const { launcher, url } = await startElsewhere(directory);
    await query(url, 'create table kept (value int); insert into kept values (7)');
    const pid = readPostmaster(join(directory, 'data'))?.pid ?? 0;

    await kill(launcher);
    await untilGone(pid);

    expect(processStart(pid)).toBeNull();
    const server = await start(directory);
    expect(await query(server.url(), 'select value from kept')).toEqual([{ value: 7 }]);
  });

  it('stops an orphan whose launcher and watchdog were both killed, and starts', async () => {
    const directory = aDirectory();
    const { launcher, url } = await startElsewhere(directory);
    await query(url, 'create table kept (value int); insert into kept values (7)');
    const orphan = readPostmaster(join(directory, 'data'))?.pid ?? 0;
    killWatchdog(orphan);
    await kill(launcher);

    const server = await start(directory);

    expect(server.hasRecovered).toBe(true);
    expect(processStart(orphan)).toBeNull();
    expect(await query(server.url(), 'select value from kept')).toEqual([{ value: 7 }]);
  });

  it('begins anew when the first start was interrupted', async () => {
    const directory = aDirectory();
    mkdirSync(join(directory, 'data'), { recursive: true });
    writeFileSync(join(directory, 'data', 'PG_VERSION'), '18\n');

    const server = await start(directory);

    expect(await query(server.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('says in one line why a directory cannot be used', async () => {
    const file = join(tmpdir(), `intendant-file-${process.pid}`);
    writeFileSync(file, '');
    directories.push(file);

    await expect(startEmbeddedPostgres({ directory: join(file, 'postgres') })).rejects.toThrow(
      /The data directory .* cannot be used/,
    );
  });
});
