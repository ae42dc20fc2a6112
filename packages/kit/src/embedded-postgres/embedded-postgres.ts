import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage } from '../errors.ts';
import { silentLog, type Log } from '../log.ts';
import { findBinaries, type PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { findInstance, lockInstance } from './instance-lock.ts';
import { readPostmaster, stopOrphan, stopProcess } from './postmaster.ts';
import { canReach, findServerUser, type ServerUser } from './server-user.ts';

export interface EmbeddedPostgresOptions {
  /** Where the server keeps everything; created when missing, private to us and the server. */
  directory: string;
  /** False trades safety on power loss for speed; for tests. */
  isDurable?: boolean;
  log?: Log;
}

export interface EmbeddedPostgres {
  readonly port: number;
  readonly pid: number;
  /** Whether a server left by a crashed process was found and stopped first. */
  readonly hasRecovered: boolean;
  /** The superuser's connection string to a database of the server; `postgres` unless named. */
  url(database?: string): string;
  stop(): Promise<void>;
}

export const superuser = 'intendant';

/**
 * Starts the embedded PostgreSQL on a directory: initialises it the first time, stops a server that a crash left
 * running, listens on a free port of the loopback address with a generated password. Throws `InstanceRunningError`
 * when another process uses the directory, `EmbeddedPostgresError` when it cannot start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { isDurable = true, log = silentLog } = options;
  const directory = resolve(options.directory);
  prepareDirectory(directory);
  const unlock = lockInstance(directory);
  try {
    const user = findServerUser();
    const data = dataDirectory(directory, user, log);
    const binaries = findBinaries(user);
    const hasRecovered = await stopOrphan(data);
    const password = initialise({ directory, data, binaries, user, isDurable });
    const { child, port } = await launch({ directory, data, binaries, user, isDurable });
    const pid = child.pid ?? 0;
    const watchdog = startWatchdog(pid, data, user);
    child.once('exit', (code, signal) => log.info({ code, signal }, 'the embedded PostgreSQL stopped'));
    let stopping: Promise<void> | null = null;
    return {
      port,
      pid,
      hasRecovered,
      url: (database = 'postgres') => connectionUrl(password, port, database),
      stop() {
        stopping ??= (async () => {
          watchdog?.kill('SIGKILL');
          await stopProcess(pid, 'SIGINT');
          unlock();
        })();
        return stopping;
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** The connection string of the server another process runs on the directory; null when none runs. */
export function findEmbeddedPostgres(directory: string, database: string): string | null {
  const root = resolve(directory);
  if (!existsSync(root) || findInstance(root) === null) {
    return null;
  }
  const server = readPostmaster(dataDirectory(root, findServerUser(), silentLog));
  return server?.isReady ? connectionUrl(readPassword(root), server.port, database) : null;
}

function connectionUrl(password: string, port: number, database: string): string {
  return `postgresql://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

function prepareDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The data directory ${directory} cannot be used: ${errorMessage(error)}`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Where the server's files are. As root, below a folder the server's user cannot enter, they have to lie elsewhere:
 * in /var/lib/intendant, under a name derived from the directory.
 */
function dataDirectory(directory: string, user: ServerUser | null, log: Log): string {
  if (user === null || canReach(directory, user)) {
    return join(directory, 'data');
  }
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  const data = join('/var/lib/intendant', name, 'data');
  mkdirSync(join('/var/lib/intendant', name), { recursive: true, mode: 0o755 });
  writeFileSync(join(directory, 'LOCATION'), `${data}\n`);
  log.info({ data }, 'the server cannot enter the data directory; its files are kept elsewhere');
  return data;
}

interface ServerFiles {
  directory: string;
  data: string;
  binaries: PostgresBinaries;
  user: ServerUser | null;
  isDurable: boolean;
}

/** Creates the cluster unless it is there, and returns the superuser's password. */
function initialise({ directory, data, binaries, user, isDurable }: ServerFiles): string {
  // initdb writes PG_VERSION early; the password file, written last, tells that it came to its end.
  if (existsSync(join(data, 'PG_VERSION')) && existsSync(passwordFile(directory))) {
    return readPassword(directory);
  }
  if (existsSync(passwordFile(directory))) {
    throw new EmbeddedPostgresError(
      `${data} is missing although it was initialised; restore it or remove ${directory}.`,
    );
  }
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  const handover = `${data}.password`;
  writeFileSync(handover, `${password}\n`, { mode: 0o600 });
  if (user) {
    chownSync(data, user.uid, user.gid);
    chownSync(handover, user.uid, user.gid);
  }
  const result = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${data}`,
      `--username=${superuser}`,
      `--pwfile=${handover}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      '--no-instructions',
      ...(isDurable ? [] : ['--no-sync']),
    ],
    { ...user, cwd: data, encoding: 'utf8', env: serverEnvironment() },
  );
  rmSync(handover, { force: true });
  if (result.status !== 0) {
    rmSync(data, { recursive: true, force: true });
    const reason = result.error?.message ?? result.stderr.trim().split('\n').at(-1);
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL cannot be initialised in ${directory}: ${reason}`,
    );
  }
  writeFileSync(passwordFile(directory), password, { mode: 0o600 });
  return password;
}

function passwordFile(directory: string): string {
  return join(directory, 'password');
}

function readPassword(directory: string): string {
  return readFileSync(passwordFile(directory), 'utf8').trim();
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_preload_libraries: 'pg_stat_statements',
  max_connections: '200',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const hastySettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_size: '2GB',
};

async function launch(files: ServerFiles): Promise<{ child: ChildProcess; port: number }> {
  const logPath = join(files.directory, 'server.log');
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const started = await tryLaunch(files, port, logPath);
    if (started) {
      return { child: started, port };
    }
    // Somebody may have taken the free port between our asking and the server's listening.
    if (attempt === 3) {
      const reason = readFileSync(logPath, 'utf8').trim().split('\n').at(-1);
      throw new EmbeddedPostgresError(`The embedded PostgreSQL does not start (${logPath}): ${reason}`);
    }
  }
}

async function tryLaunch(files: ServerFiles, port: number, logPath: string): Promise<ChildProcess | null> {
  const { data, binaries, user, isDurable } = files;
  const logFile = openSync(logPath, 'a', 0o600);
  const parameters = Object.entries({ port: String(port), ...settings, ...(isDurable ? {} : hastySettings) });
  const child = spawn(
    binaries.postgres,
    ['-D', data, ...parameters.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...user,
      cwd: data,
      // A session of its own: Ctrl-C in the terminal reaches us only, and we stop it after our last transaction.
      detached: true,
      stdio: ['ignore', logFile, logFile],
      env: serverEnvironment(),
    },
  );
  closeSync(logFile);
  let hasEnded = false;
  child.once('error', () => (hasEnded = true)).once('exit', () => (hasEnded = true));
  while (!hasEnded) {
    const server = readPostmaster(data);
    if (server?.pid === child.pid && server?.isReady) {
      child.unref();
      return child;
    }
    await sleep(10);
  }
  return null;
}

/**
 * A shell that waits on a pipe from us: when we die, however we die, the pipe closes and it stops the server. It
 * costs a megabyte. Where there is no shell, the next start stops the orphan.
 */
function startWatchdog(pid: number, data: string, user: ServerUser | null): ChildProcess | null {
  if (process.platform === 'win32') {
    return null;
  }
  const script = 'read -r _; [ "$(head -n 1 "$2/postmaster.pid")" = "$1" ] && kill -INT "$1"';
  const watchdog = spawn('/bin/sh', ['-c', script, 'intendant-watchdog', String(pid), data], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.on('error', () => {});
  watchdog.unref();
  // The open pipe must not keep our process alive.
  const pipe: unknown = watchdog.stdin;
  if (pipe && typeof pipe === 'object' && 'unref' in pipe && typeof pipe.unref === 'function') {
    pipe.unref();
  }
  return watchdog;
}

function serverEnvironment(): NodeJS.ProcessEnv {
  // Nothing of ours: PG* variables would change the server's behaviour, and our secrets are not its business.
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolvePort(port));
    });
  });
}
