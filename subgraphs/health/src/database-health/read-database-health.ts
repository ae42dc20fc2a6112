import { executeSql } from '@intendant/kit/database/execute-sql';
import { InvariantError } from '@intendant/kit/errors';
import type { HealthContext } from '../context.ts';
import type { DatabaseHealth } from '../generated/resolvers.ts';
import { assess, worstOf } from '../platform-health/health-state.ts';
import { hourMs } from '../rollup/time-window.ts';
import { instant } from '../tenant-summary/tenant-summary-row.ts';
import { assessBackup, type LastBackup } from './assess-backup.ts';
import { databaseSize } from './database-size.ts';

// More than are recorded: they are kept for 90 days.
const backupRunsRead = 10_000;

interface Row extends LastBackup {
  connectionsUsed: number;
  connectionsMax: number;
  serverVersion: string;
  slowQueries: number | null;
  lastBackupBytes: number | null;
}

/**
 * The control database, by its own views, the samples of slow statements and the record of backups. One statement, and
 * that of its size.
 */
export async function readDatabaseHealth(ctx: HealthContext): Promise<DatabaseHealth> {
  const [row, sizeBytes, thresholds] = await Promise.all([
    readDatabase(ctx),
    databaseSize(ctx),
    readThresholds(ctx),
  ]);
  const { connectionsUsed, connectionsMax, serverVersion, slowQueries } = row;
  const connectionsUsedRatio = connectionsUsed / connectionsMax;
  const connectionsAssessment = assess(
    connectionsUsedRatio,
    thresholds.connectionsWarn,
    thresholds.connectionsCritical,
  );
  const slowQueriesAssessment = assess(
    slowQueries,
    thresholds.slowQueriesWarn,
    thresholds.slowQueriesCritical,
  );
  const backupAssessment = assessBackup(row, ctx.clock.now(), thresholds);
  return {
    // A server without pg_stat_statements is no worse for it, nor is one that nobody can expect a backup of.
    state: worstOf([
      connectionsAssessment.state,
      slowQueries === null ? 'OK' : slowQueriesAssessment.state,
      backupAssessment.state === 'UNKNOWN' ? 'OK' : backupAssessment.state,
    ]),
    connectionsUsed,
    connectionsMax,
    connectionsUsedRatio,
    connectionsWarnRatio: thresholds.connectionsWarn,
    // Without pg_stat_statements there are no samples.
    slowQueries1h: slowQueries,
    slowQueryThresholdMs: thresholds.slowQueryMs,
    sizeBytes,
    serverVersion,
    connectionsAssessment,
    slowQueriesAssessment,
    lastBackupAt: row.lastBackupAt,
    lastBackupBytes: row.lastBackupBytes,
    isBackupConfigured: row.isBackupConfigured,
    backupAssessment,
  };
}

async function readThresholds({ settings }: HealthContext) {
  const [
    connectionsWarn,
    connectionsCritical,
    slowQueryMs,
    slowQueriesWarn,
    slowQueriesCritical,
    warnHours,
    criticalHours,
  ] = await Promise.all([
    settings.get('health.connections-warn-ratio'),
    settings.get('health.connections-critical-ratio'),
    settings.get('health.slow-query-threshold-ms'),
    settings.get('health.slow-queries-warn'),
    settings.get('health.slow-queries-critical'),
    settings.get('health.backup-age-warn-hours'),
    settings.get('health.backup-age-critical-hours'),
  ]);
  return {
    connectionsWarn,
    connectionsCritical,
    slowQueryMs,
    slowQueriesWarn,
    slowQueriesCritical,
    warnHours,
    criticalHours,
  };
}

async function readDatabase({ em, clock }: HealthContext): Promise<Row> {
  const [row] = await executeSql<Row>(
    em,
    `select
       (select count(*)::integer from pg_stat_activity where backend_type = 'client backend') as "connectionsUsed",
       current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
         as "connectionsMax",
       current_setting('server_version') as "serverVersion",
       (select sum(slow_calls)::double precision from statement_sample
        where starts_at > ?::timestamptz) as "slowQueries",
       ${instant('backup.finished_at')} as "lastBackupAt", backup.size_bytes::double precision as "lastBackupBytes",
       coalesce(
         (select bool_or(is_configured) from platform.schedule where task like '%:back-up%'), backup.has_any)
         as "isBackupConfigured",
       ${instant('(select min(executed_at) from migrations)')} as "installedAt"
     from (
       select count(*) > 0 as has_any, max(finished_at) filter (where status = 'SUCCEEDED') as finished_at,
         (array_agg(size_bytes order by finished_at desc) filter (where status = 'SUCCEEDED'))[1] as size_bytes
       from platform.backup_runs(?)) as backup`,
    [new Date(clock.now().getTime() - hourMs), backupRunsRead],
  );
  if (!row) {
    throw new InvariantError('An aggregate returned no row.');
  }
  return row;
}
