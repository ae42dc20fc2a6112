import { listArchives, removeArchive } from './archive-directory.ts';

const dayMs = 86_400_000;

export interface RetentionOptions {
  directory: string;
  database: string;
  now: Date;
  /** How many archives are kept at most. */
  keepCount: number;
  /** After how many days an archive is removed. The newest is kept however old it is. */
  keepDays: number;
}

/** Removes the archives of a database that are too many or too old. Returns their names. */
export async function removeOldArchives(options: RetentionOptions): Promise<string[]> {
  const { directory, database, now, keepCount, keepDays } = options;
  const oldest = now.getTime() - keepDays * dayMs;
  const removed: string[] = [];
  const archives = await listArchives(directory, database);
  for (const [position, { name, takenAt }] of archives.entries()) {
    if (position > 0 && (position >= keepCount || takenAt.getTime() < oldest)) {
      await removeArchive(directory, name);
      removed.push(name);
    }
  }
  return removed;
}
