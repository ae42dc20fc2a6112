import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../errors.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** The unprivileged user the server runs as when we are root; PostgreSQL refuses to run as root. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/** Null when we are not root: the server then runs as ourselves. */
export function findServerUser(): ServerUser | null {
  if (process.getuid?.() !== 0) {
    return null;
  }
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = entries.find(([candidate]) => candidate === name);
    if (entry) {
      return { uid: Number(entry[2]), gid: Number(entry[3]) };
    }
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and there is no user postgres or nobody; start as another user.',
  );
}

/** Whether the user may enter every folder on the way to the path. */
export function canReach(path: string, user: ServerUser): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      return false;
    }
    if (folder === dirname(folder)) {
      return true;
    }
  }
}

/** When a process was started, as an opaque text; null when there is no such process. Tells a reused id apart. */
export function processStart(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if (errorCode(error) !== 'EPERM') {
      return null;
    }
  }
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie waits to be reaped; it runs nothing any more.
      return fields[0] === 'Z' ? null : (fields[19] ?? 'unknown');
    }
    if (process.platform === 'darwin') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    }
    return 'unknown';
  } catch {
    return null;
  }
}
