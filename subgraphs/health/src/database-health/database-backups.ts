import { executeSql } from '@intendant/kit/database/execute-sql';
import { connectionArgs } from '@intendant/kit/pagination';
import type { HealthContext } from '../context.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { DatabaseBackup } from '../generated/resolvers.ts';
import { redactNullable } from '../job/redact-text.ts';
import { count, instant } from '../tenant-summary/tenant-summary-row.ts';

/** Backups of the control database, the latest first. One statement. Throws `UserError('BAD_INPUT')` beyond 100. */
export async function databaseBackups(
  ctx: HealthContext,
  first: number | null | undefined,
): Promise<DatabaseBackup[]> {
  authoriseFleet(ctx);
  const limit = connectionArgs({ first: first ?? 20 }).first;
  const rows = await executeSql<DatabaseBackup>(
    ctx.em,
    `select ${instant('started_at')} as "startedAt", ${instant('finished_at')} as "finishedAt", status,
       ${count('size_bytes')} as "sizeBytes", archive, error
     from platform.backup_runs(?)`,
    [limit],
  );
  return rows.map((row) => ({ ...row, error: redactNullable(row.error ?? null) }));
}
