import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from '../errors.ts';
import type { Log } from '../log.ts';
import type { PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { canReach, type ServerUser } from './server-user.ts';

export const superuser = 'intendant';

export interface ServerFiles {
  directory: string;
  data: string;
  binaries: PostgresBinaries;
  user: ServerUser | null;
  isDurable: boolean;
}

/** Creates the directory when it is missing. Throws `EmbeddedPostgresError` when it cannot be used. */
export function prepareDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    const reason = `The data directory ${directory} cannot be used: ${errorMessage(error)}`;
    throw new EmbeddedPostgresError(reason, { cause: error });
  }
}

/**
 * Where the server's files are. As root, below a folder the server's user cannot enter, they have to lie elsewhere:
 * in /var/lib/intendant, under a name derived from the directory.
 */
export function dataDirectory(directory: string, user: ServerUser | null, log: Log): string {
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

/** Creates the cluster unless it is there, and returns the superuser's password. */
export function initialise({ directory, data, binaries, user, isDurable }: ServerFiles): string {
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

export function readPassword(directory: string): string {
  return readFileSync(passwordFile(directory), 'utf8').trim();
}

/** Nothing of ours: PG* variables would change the server's behaviour, and our secrets are not its business. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: 'production', PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
