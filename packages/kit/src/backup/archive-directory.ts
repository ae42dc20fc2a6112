import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../errors.ts';
import { BackupError } from './backup-error.ts';

// An archive under this name is being written or removed, or a process died while it did so.
const unfinished = '.unfinished-';

const stampPattern = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z$/;

export interface Archive {
  name: string;
  path: string;
  takenAt: Date;
}

export interface ArchiveDraft {
  name: string;
  /** Where its files are written. */
  path: string;
  /** Makes the archive appear under its name, whole and durable. Returns its path and its size on the disk. */
  finish(): Promise<{ path: string; sizeBytes: number }>;
  discard(): Promise<void>;
}

/**
 * Begins an archive of a database under a name nobody takes for finished. What a process that died left of earlier ones
 * of the same database is removed: only one backup of a database may run at a time. Throws `BackupError` when the
 * directory cannot be used.
 */
export async function draftArchive(
  directory: string,
  database: string,
  takenAt: Date,
): Promise<ArchiveDraft> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    for (const entry of await readdir(directory)) {
      if (entry.startsWith(unfinished) && archiveOf(entry.slice(unfinished.length), database)) {
        await rm(join(directory, entry), { recursive: true, force: true });
      }
    }
    const name = freeName(directory, database, takenAt);
    const path = join(directory, `${unfinished}${name}`);
    await mkdir(path, { mode: 0o700 });
    return {
      name,
      path,
      async finish() {
        const sizeBytes = await sizeOf(path);
        await syncDirectory(path);
        const final = join(directory, name);
        await rename(path, final);
        await syncDirectory(directory);
        return { path: final, sizeBytes };
      },
      discard: () => rm(path, { recursive: true, force: true }),
    };
  } catch (error) {
    throw new BackupError(
      `The backup directory ${directory} cannot be used (${errorCode(error) ?? String(error)}); make it writable.`,
      { cause: error },
    );
  }
}

/** The finished archives of a database, the newest first; none when the directory does not exist. */
export async function listArchives(directory: string, database: string): Promise<Archive[]> {
  let entries: string[];
  try {
    entries = await readdir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
  return entries
    .flatMap((name) => {
      const takenAt = archiveOf(name, database);
      return takenAt ? [{ name, path: join(directory, name), takenAt }] : [];
    })
    .sort((one, other) => other.takenAt.getTime() - one.takenAt.getTime());
}

/** Removes an archive: at once under its name, so that half of one never looks finished. */
export async function removeArchive(directory: string, name: string): Promise<void> {
  const condemned = join(directory, `${unfinished}${name}`);
  await rename(join(directory, name), condemned);
  await rm(condemned, { recursive: true, force: true });
}

function freeName(directory: string, database: string, takenAt: Date): string {
  for (let time = takenAt.getTime(); ; time += 1) {
    const stamp = new Date(time).toISOString().replaceAll(/[-:.]/g, '');
    const name = `${prefixOf(database)}${stamp}`;
    if (!existsSync(join(directory, name))) {
      return name;
    }
  }
}

/** When an archive was taken, by its name; null when it is no archive of that database. */
function archiveOf(name: string, database: string): Date | null {
  const prefix = prefixOf(database);
  const parts = name.startsWith(prefix) ? stampPattern.exec(name.slice(prefix.length)) : null;
  return parts && new Date(parts[0].replace(stampPattern, '$1-$2-$3T$4:$5:$6.$7Z'));
}

function prefixOf(database: string): string {
  return `${database.replaceAll(/[^\w.-]/g, '_')}-`;
}

async function sizeOf(path: string): Promise<number> {
  const sizes = (await readdir(path)).map(async (file) => (await stat(join(path, file))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Makes the names in a directory durable, where the system lets a directory be opened. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
