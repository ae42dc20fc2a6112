import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import { dayMs, hourMs } from '../rollup/time-window.ts';

const minuteTables = [
  'gateway_minute',
  'api_minute',
  'service_minute',
  'rate_limit_minute',
  'queue_sample',
  'database_sample',
  'statement_sample',
];
const hourTables = [
  'api_hour',
  'operation_hour',
  'operation_day',
  'service_hour',
  'queue_hour',
  'database_hour',
];

// An hour more than 48 hours, because the first step of a window may begin before it; a day more than 90 for the same reason.
const minutesKeptMs = 49 * hourMs;
const hoursKeptMs = 91 * dayMs;

/**
 * Deletes the platform's own figures past their retention. Minutes stay until their hour was added up for the last time,
 * however long that job has not run.
 */
export async function deleteOldPlatformFigures(em: EntityManager, now: Date): Promise<void> {
  for (const table of minuteTables) {
    await executeSql(
      em,
      `delete from ${table} where starts_at < least(?::timestamptz,
         coalesce((select rolled_until - interval '3 hours' from platform_rollup), '-infinity'))`,
      [new Date(now.getTime() - minutesKeptMs)],
    );
  }
  for (const table of hourTables) {
    await executeSql(em, `delete from ${table} where starts_at < ?`, [new Date(now.getTime() - hoursKeptMs)]);
  }
}
