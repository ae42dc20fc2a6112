import type { EntityManager } from '@mikro-orm/postgresql';
import type { Clock } from '../clock.ts';
import { executeSql } from '../database/execute-sql.ts';
import { errorMessage } from '../errors.ts';
import { backUpDatabase, type Backup } from './back-up-database.ts';

export interface RecordedBackupOptions {
  /** The control database, with a role that reads everything. */
  url: string;
  directory: string;
  clock: Clock;
}

/**
 * Backs the control database up and keeps a record of it in `platform.backup_run`: running, then how it ended. A record
 * that a process left open when it died is closed as failed. `em` belongs to a module whose `platformAccess` names
 * `backups`. Throws what `backUpDatabase` throws; a backup that could not begin leaves no record.
 */
export async function recordedBackup(
  em: EntityManager,
  { url, directory, clock }: RecordedBackupOptions,
): Promise<Backup> {
  let run: string | null = null;
  const finish = (backup: Backup | null, error: string | null): Promise<unknown> =>
    executeSql(em, 'select platform.finish_backup_run(?::bigint, ?, ?::bigint, ?, ?::bigint, ?::jsonb, ?)', [
      run,
      clock.now(),
      backup?.sizeBytes ?? null,
      backup?.name ?? null,
      backup?.rows ?? null,
      backup && JSON.stringify(backup.manifest.migrations),
      error,
    ]);
  const whenStarted = async (): Promise<void> => {
    const [row] = await executeSql<{ id: string }>(em, 'select platform.start_backup_run(?) as id', [
      clock.now(),
    ]);
    run = row?.id ?? null;
  };
  let backup: Backup;
  try {
    backup = await backUpDatabase({ url, directory, now: clock.now(), whenStarted });
  } catch (error) {
    if (run !== null) {
      await finish(null, errorMessage(error));
    }
    throw error;
  }
  await finish(backup, null);
  return backup;
}
