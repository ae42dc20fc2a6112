import { createHash } from 'node:crypto';
import { chmodSync, linkSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode, OperatorError } from '../operator-error.ts';

/** What a running instance tells the command line of the same machine and user. */
export interface InstanceState {
  pid: number;
  /** The administrator's connection string; null until the database is up. */
  databaseUrl: string | null;
  /** Where it listens; null until it does. */
  url: string | null;
}

export interface InstanceLock {
  /** Tells whoever asks from now on. */
  announce(state: Partial<Omit<InstanceState, 'pid'>>): void;
  release(): Promise<void>;
}

/**
 * Claims a data directory for this process by listening on a socket in it. The operating system closes the socket
 * with the process, however it ends, so a lock that nobody answers on is stale: no process id is ever trusted.
 * Throws `OperatorError` naming the holder when there is one.
 */
export async function acquireInstanceLock(dataDir: string): Promise<InstanceLock> {
  const path = socketPath(dataDir);
  const state: InstanceState = { pid: process.pid, databaseUrl: null, url: null };
  const server = await listen(`${path}.${process.pid}`, () => state);
  const isOurs = async (): Promise<boolean> => (await readInstanceState(dataDir))?.pid === process.pid;
  if (!linkIfFree(server.path, path)) {
    const holder = await readInstanceState(dataDir);
    if (holder) {
      await server.close();
      throw alreadyRunning(dataDir, holder);
    }
    rmSync(path, { force: true });
    linkIfFree(server.path, path);
    // Another start may have judged the same socket stale at the same moment, and replaced ours by its own.
    await pause(100);
    if (!(await isOurs())) {
      await server.close();
      throw alreadyRunning(dataDir, await readInstanceState(dataDir));
    }
  }
  rmSync(server.path, { force: true });
  return {
    announce: (change) => void Object.assign(state, change),
    async release() {
      if (await isOurs()) {
        rmSync(path, { force: true });
      }
      await server.close();
    },
  };
}

function alreadyRunning(dataDir: string, holder: InstanceState | null): OperatorError {
  const who = holder ? ` (process ${holder.pid}${holder.url ? ` at ${holder.url}` : ''})` : '';
  return new OperatorError(
    `Intendant is already running on ${dataDir}${who}; stop it first or set INTENDANT_DATA_DIR.`,
  );
}

/** What the instance running on a data directory says about itself; null when none runs. */
export function readInstanceState(dataDir: string): Promise<InstanceState | null> {
  return new Promise((resolve) => {
    let text = '';
    const socket = createConnection(socketPath(dataDir));
    socket.setEncoding('utf8').setTimeout(2_000, () => socket.destroy());
    socket.on('data', (chunk) => (text += chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(parseState(text)));
  });
}

function parseState(text: string): InstanceState | null {
  try {
    return JSON.parse(text) as InstanceState;
  } catch {
    return null;
  }
}

interface Listener {
  path: string;
  close(): Promise<void>;
}

/** Listens under a name of its own: closing a server removes the name it listens on, whoever holds that by then. */
function listen(path: string, state: () => InstanceState): Promise<Listener> {
  rmSync(path, { force: true });
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end(JSON.stringify(state()));
    });
    server.once('error', (error) =>
      reject(
        new OperatorError(`The instance lock ${path} cannot be made: ${error.message}.`, { cause: error }),
      ),
    );
    server.listen(path, () => {
      // What it tells names the database's password.
      chmodSync(path, 0o600);
      server.unref();
      resolve({ path, close: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}

function linkIfFree(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

// A socket's address holds about a hundred bytes, a process id included; a deep data directory gets one elsewhere.
function socketPath(dataDir: string): string {
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const path = join(dataDir, 'instance.sock');
  return Buffer.byteLength(path) <= 92
    ? path
    : join(tmpdir(), `intendant-${process.getuid?.() ?? 0}-${hash}.sock`);
}
