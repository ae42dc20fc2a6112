import { executeSql } from '@intendant/kit/database/execute-sql';
import { enqueue } from '@intendant/kit/jobs/enqueue';
import { FinalFailure } from '@intendant/kit/jobs/final-failure';
import { defineModule, type CronEntry, type SubgraphModule } from '@intendant/kit/subgraph/module';
import type { TenantsContext } from '../context.ts';
import { backUpControlDatabase, type BackupTarget } from './back-up-control-database.ts';

const task = 'tenants:back-up-control-database';

const intervalMs = 6 * 3_600_000;
// What starts an installation has better things to do in its first minute.
const firstDelayMs = 60_000;

export const backupCron: CronEntry = { task, schedule: '40 */6 * * *', isKey: true, isConfigured: false };

/**
 * The job that backs the control database up. Without a target it fails and says what is missing, once for each time it
 * is due: an installation without backups should look like one.
 */
export function backupJobs(
  target: BackupTarget | null,
): Record<string, (ctx: TenantsContext) => Promise<void>> {
  return {
    [task]: async (ctx) => {
      if (target === null) {
        throw new FinalFailure(
          'Backups are not configured: set INTENDANT_BACKUP_DIR and BACKUP_DATABASE_URL for the tenants service.',
        );
      }
      await backUpControlDatabase(ctx, target);
    },
  };
}

/** The module with its backups going to the target. */
export function withBackups(
  module: SubgraphModule<TenantsContext>,
  target: BackupTarget | null,
): SubgraphModule<TenantsContext> {
  const { onStart, ...options } = module;
  return defineModule<TenantsContext>({
    ...options,
    ...(onStart && { onStart }),
    jobs: { ...module.jobs, ...backupJobs(target) },
    cron: module.cron.map((entry) =>
      entry.task === task ? { ...entry, isConfigured: target !== null } : entry,
    ),
  });
}

/** Backs up soon after the start when there was no backup within the interval, such as on a machine used by day. */
export async function scheduleFirstBackup({ em, clock }: TenantsContext): Promise<void> {
  const [row] = await executeSql<{ at: string | null }>(em, 'select platform.last_backup_at() as at');
  const now = clock.now().getTime();
  if (!row?.at || Date.parse(row.at) < now - intervalMs) {
    // The schedule's own key, so that the two are one when they meet.
    await enqueue(em, task, {}, { runAt: new Date(now + firstDelayMs), jobKey: `cron:${task}` });
  }
}
