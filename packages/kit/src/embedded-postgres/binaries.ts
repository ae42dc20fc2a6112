import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { canReach, type ServerUser } from './server-user.ts';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * The PostgreSQL binaries of this platform, at a place the server's user can reach. A checkout below a private home
 * is not reachable for an unprivileged user; then a copy is made once, in a cache folder that is.
 */
export function findBinaries(user: ServerUser | null): PostgresBinaries {
  const native = nativeDirectory();
  if (user === null || canReach(native, user)) {
    hydrateSymlinks(native);
    return binariesIn(native);
  }
  const manifest = readFileSync(join(dirname(native), 'package.json'));
  const version = createHash('sha256').update(native).update(manifest).digest('hex').slice(0, 12);
  const cache = join('/var/cache/intendant', `postgres-${version}`);
  if (!existsSync(cache)) {
    const unfinished = `${cache}.${process.pid}`;
    mkdirSync(dirname(cache), { recursive: true, mode: 0o755 });
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    hydrateSymlinks(unfinished);
    try {
      // The rename makes it appear whole; whoever comes second finds the first one's copy.
      renameSync(unfinished, cache);
    } catch {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return binariesIn(cache);
}

function binariesIn(native: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
}

function nativeDirectory(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}; set DATABASE_URL to use a server of your own.`,
      { cause: error },
    );
  }
}

/** npm drops symbolic links; the package restores them in an install script, which may have been switched off. */
function hydrateSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) {
    return;
  }
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(native, relative('native', target));
    if (!existsSync(link)) {
      try {
        symlinkSync(relative(dirname(target), source) || basename(source), link);
      } catch {
        // Another process restored it in the meantime, or the folder is read-only and the server will say so.
      }
    }
  }
}
