import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../errors.ts';
import { InstanceRunningError } from './embedded-postgres-error.ts';
import { processStart } from './server-user.ts';

interface Owner {
  pid: number;
  startedAt: string;
}

/**
 * Takes the directory for this process; returns how to give it back. Throws `InstanceRunningError` when a living
 * process holds it. A lock left by a process that died, or whose id belongs to another one now, is taken over.
 */
export function lockInstance(directory: string): () => void {
  const path = join(directory, 'instance.json');
  const mine: Owner = { pid: process.pid, startedAt: processStart(process.pid) ?? 'unknown' };
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(mine));
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        // A hard link appears whole or not at all, and only one process can create it.
        linkSync(draft, path);
        return () => rmSync(path, { force: true });
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') {
          throw error;
        }
      }
      const owner = readOwner(path);
      if (owner && processStart(owner.pid) === owner.startedAt) {
        throw new InstanceRunningError(directory, owner.pid);
      }
      // Moved away under a name of our own, so that two processes cannot both remove it and the other's new lock.
      const stale = `${path}.stale.${process.pid}`;
      try {
        renameSync(path, stale);
      } catch {
        continue;
      }
      rmSync(stale, { force: true });
    }
    throw new InstanceRunningError(directory, readOwner(path)?.pid ?? 0);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The process id of the living holder, or null. */
export function findInstance(directory: string): number | null {
  const owner = readOwner(join(directory, 'instance.json'));
  return owner && processStart(owner.pid) === owner.startedAt ? owner.pid : null;
}

function readOwner(path: string): Owner | null {
  try {
    const owner: Owner = JSON.parse(readFileSync(path, 'utf8'));
    return owner;
  } catch {
    return null;
  }
}
