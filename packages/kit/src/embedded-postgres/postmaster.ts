import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStart } from './server-user.ts';

export interface Postmaster {
  pid: number;
  port: number;
  /** Null when it listens on no socket. */
  socketDirectory: string | null;
  isReady: boolean;
}

/** What the server says about itself in postmaster.pid (its documented lines 1, 4, 5 and 8); null without the file. */
export function readPostmaster(data: string): Postmaster | null {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!(pid > 0)) {
      return null;
    }
    return {
      pid,
      port: Number(lines[3]),
      socketDirectory: lines[4]?.trim() || null,
      isReady: lines[7]?.trim() === 'ready',
    };
  } catch {
    return null;
  }
}

/** Stops a server whose launcher is gone, and waits until it is. Does nothing when none runs. */
export async function stopOrphan(data: string): Promise<boolean> {
  const found = readPostmaster(data);
  if (!found || !isPostgres(found.pid)) {
    return false;
  }
  // SIGINT is the fast shutdown: sessions end, everything committed is written.
  await stopProcess(found.pid, 'SIGINT');
  return true;
}

/** Sends the signal and waits for the end; after 30 s it is forced. */
export async function stopProcess(pid: number, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  const startedAt = processStart(pid);
  const isAlive = (): boolean => startedAt !== null && processStart(pid) === startedAt;
  send(pid, signal);
  for (let waited = 0; isAlive(); waited += 10) {
    if (waited === 30_000) {
      send(pid, 'SIGQUIT');
    }
    await sleep(10);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}

// The id in a stale postmaster.pid may belong to anything by now.
function isPostgres(pid: number): boolean {
  if (processStart(pid) === null) {
    return false;
  }
  if (process.platform !== 'linux') {
    return true;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]?.endsWith('postgres') ?? false;
  } catch {
    return false;
  }
}
