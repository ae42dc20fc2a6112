import type { Backup } from '@intendant/kit/backup/back-up-database';
import { recordedBackup } from '@intendant/kit/backup/recorded-backup';
import { removeOldArchives } from '@intendant/kit/backup/retention';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { authorise } from '@intendant/kit/identity/authorise';
import type { TenantsContext } from '../context.ts';

/** Where backups go, and as whom the database is read. */
export interface BackupTarget {
  directory: string;
  /** The control database with the backup role. */
  databaseUrl: string;
}

/**
 * Backs the whole control database up, records the run, and removes the archives the settings do not keep. A backup that
 * is done counts, whether or not older ones could be removed. Throws `BackupError` when another backup runs or the
 * directory cannot be used, `ForbiddenError`.
 */
export async function backUpControlDatabase(ctx: TenantsContext, target: BackupTarget): Promise<Backup> {
  authorise(ctx, 'service:internal');
  const { directory, databaseUrl: url } = target;
  const backup = await recordedBackup(ctx.em, { url, directory, clock: ctx.clock });
  ctx.log.info({ archive: backup.name, rows: backup.rows, sizeBytes: backup.sizeBytes }, 'backed up');
  try {
    await applyRetention(ctx, directory, backup.manifest.database);
  } catch (error) {
    ctx.log.error({ err: error }, 'old backups could not be removed; the next backup tries again');
  }
  return backup;
}

async function applyRetention(ctx: TenantsContext, directory: string, database: string): Promise<void> {
  const removed = await removeOldArchives({
    directory,
    database,
    now: ctx.clock.now(),
    keepCount: await ctx.settings.get('tenants.backup-keep-count'),
    keepDays: await ctx.settings.get('tenants.backup-keep-days'),
  });
  if (removed.length > 0) {
    await executeSql(ctx.em, 'select platform.forget_backups(?::text[])', [removed]);
  }
}
