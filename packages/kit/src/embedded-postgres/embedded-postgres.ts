import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { silentLog, type Log } from '../log.ts';
import { findBinaries } from './binaries.ts';
import { dataDirectory, initialise, prepareDirectory, readPassword, superuser } from './cluster.ts';
import { findInstance, lockInstance } from './instance-lock.ts';
import { readPostmaster, stopOrphan, stopProcess, type Postmaster } from './postmaster.ts';
import { launch, startWatchdog } from './server-process.ts';
import { findServerUser } from './server-user.ts';

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

/**
 * Starts the embedded PostgreSQL on a directory: initialises it the first time, stops a server that a crash left
 * running, listens on a socket of its own and on a free port of the loopback address, with a generated password. Throws
 * `InstanceRunningError` when another process uses the directory, `EmbeddedPostgresError` when it cannot start.
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
    const { child, server } = await launch({ directory, data, binaries, user, isDurable });
    const { pid, port } = server;
    const watchdog = startWatchdog(pid, data, user);
    child.once('exit', (code, signal) => log.info({ code, signal }, 'the embedded PostgreSQL stopped'));
    let stopping: Promise<void> | null = null;
    return {
      port,
      pid,
      hasRecovered,
      url: (database = 'postgres') => connectionUrl(password, server, database),
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
  return server?.isReady ? connectionUrl(readPassword(root), server, database) : null;
}

function connectionUrl(password: string, { port, socketDirectory }: Postmaster, database: string): string {
  const host = encodeURIComponent(socketDirectory ?? '127.0.0.1');
  return `postgresql://${superuser}:${password}@${host}:${port}/${encodeURIComponent(database)}`;
}
