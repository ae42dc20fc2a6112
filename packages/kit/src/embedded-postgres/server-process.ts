import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverEnvironment, type ServerFiles } from './cluster.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { readPostmaster, type Postmaster } from './postmaster.ts';
import { socketDirectory } from './socket-directory.ts';
import type { ServerUser } from './server-user.ts';

const settings = {
  listen_addresses: '127.0.0.1',
  shared_preload_libraries: 'pg_stat_statements',
  max_connections: '200',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const hastySettings = {
  // Hundreds of databases share a server for tests; a statement must not be forgotten while its test waits for it.
  'pg_stat_statements.max': '50000',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_size: '2GB',
};

/** Starts the server on a free port and waits until it accepts connections. */
export async function launch(files: ServerFiles): Promise<{ child: ChildProcess; server: Postmaster }> {
  const logPath = join(files.directory, 'server.log');
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const started = await tryLaunch(files, port, logPath);
    if (started) {
      return started;
    }
    // Somebody may have taken the free port between our asking and the server's listening.
    if (attempt === 3) {
      const reason = readFileSync(logPath, 'utf8').trim().split('\n').at(-1);
      throw new EmbeddedPostgresError(`The embedded PostgreSQL does not start (${logPath}): ${reason}`);
    }
  }
}

async function tryLaunch(
  files: ServerFiles,
  port: number,
  logPath: string,
): Promise<{ child: ChildProcess; server: Postmaster } | null> {
  const { data, binaries, user, isDurable } = files;
  const logFile = openSync(logPath, 'a', 0o600);
  const parameters = Object.entries({
    port: String(port),
    unix_socket_directories: socketDirectory(data, port) ?? '',
    ...settings,
    ...(isDurable ? {} : hastySettings),
  });
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
      return { child, server };
    }
    await sleep(10);
  }
  return null;
}

/**
 * A shell that waits on a pipe from us: when we die, however we die, the pipe closes and it stops the server. It
 * costs a megabyte. Where there is no shell, the next start stops the orphan.
 */
export function startWatchdog(pid: number, data: string, user: ServerUser | null): ChildProcess | null {
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
