import { executeSql } from '@intendant/kit/database/execute-sql';
import { InvariantError } from '@intendant/kit/errors';
import type { HealthContext } from '../context.ts';
import type { DatabaseHealth } from '../generated/resolvers.ts';
import { hourMs } from '../rollup/time-window.ts';
import { stateOf, worstOf } from './health-state.ts';

interface Row {
  connectionsUsed: number;
  connectionsMax: number;
  sizeBytes: number;
  serverVersion: string;
  slowQueries: number | null;
}

/** The control database, by its own views and the samples of slow statements. One statement. */
export async function readDatabaseHealth({ em, clock, settings }: HealthContext): Promise<DatabaseHealth> {
  const [rows, connectionsWarnRatio, connectionsCriticalRatio, slowQueryThresholdMs, slowQueriesWarn] =
    await Promise.all([
      executeSql<Row>(
        em,
        `select
           (select count(*)::integer from pg_stat_activity where backend_type = 'client backend') as "connectionsUsed",
           current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
             as "connectionsMax",
           pg_database_size(current_database())::double precision as "sizeBytes",
           current_setting('server_version') as "serverVersion",
           (select sum(slow_calls)::double precision from statement_sample
            where starts_at > ?::timestamptz) as "slowQueries"`,
        [new Date(clock.now().getTime() - hourMs)],
      ),
      settings.get('health.connections-warn-ratio'),
      settings.get('health.connections-critical-ratio'),
      settings.get('health.slow-query-threshold-ms'),
      settings.get('health.slow-queries-warn'),
    ]);
  const [row] = rows;
  if (!row) {
    throw new InvariantError('A statement without a table returned no row.');
  }
  const { connectionsUsed, connectionsMax, sizeBytes, serverVersion, slowQueries } = row;
  const connectionsUsedRatio = connectionsUsed / connectionsMax;
  return {
    state: worstOf([
      stateOf(connectionsUsedRatio, connectionsWarnRatio, connectionsCriticalRatio),
      // Slow statements annoy; they are no reason to wake anybody.
      slowQueries !== null && slowQueries >= slowQueriesWarn ? 'WARN' : 'OK',
    ]),
    connectionsUsed,
    connectionsMax,
    connectionsUsedRatio,
    connectionsWarnRatio,
    // Without pg_stat_statements there are no samples.
    slowQueries1h: slowQueries,
    slowQueryThresholdMs,
    sizeBytes,
    serverVersion,
  };
}
