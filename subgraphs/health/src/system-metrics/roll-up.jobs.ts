import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import { floorTo, hourMs } from '../rollup/time-window.ts';
import { hourlyRollups, operationDays } from './hourly-rollups.ts';

// What gateways could not send at once arrives minutes later; its hour is added up again.
const recomputedMs = 3 * hourMs;
// After a long pause the hours are caught up in pieces, so that no statement takes long.
const pieceMs = 6 * hourMs;

/**
 * Adds up the minutes of the platform's own figures by the hour: every hour that is over and was not added up yet, and
 * again the last three before. Runs at the same time wait for each other; one that is interrupted goes on where it was.
 */
export async function rollUpPlatformFigures(ctx: HealthContext): Promise<void> {
  const { em, clock } = ctx;
  const end = floorTo('hour', clock.now());
  const start = await firstHour(em);
  if (!start) {
    return;
  }
  for (let from = start; from < end; from = new Date(from.getTime() + pieceMs)) {
    const until = new Date(Math.min(from.getTime() + pieceMs, end.getTime()));
    await em.transactional((tx) => rollUp(tx, from, until), { clear: true });
  }
}

/** The first hour to add up; null when there is nothing yet. */
async function firstHour(em: EntityManager): Promise<Date | null> {
  const [row] = await executeSql<{ rolled: number | null; oldest: number | null }>(
    em,
    `select (select extract(epoch from rolled_until) * 1000 from platform_rollup)::double precision as rolled,
       (extract(epoch from least(
         (select min(starts_at) from api_minute), (select min(starts_at) from service_minute),
         (select min(starts_at) from queue_sample), (select min(starts_at) from database_sample)))
         * 1000)::double precision as oldest`,
  );
  const oldest = row?.oldest ?? null;
  if (oldest === null) {
    return null;
  }
  // Never before the oldest minute: what is not there any more was added up when it was.
  const at = Math.max(oldest, row?.rolled ? row.rolled - recomputedMs : oldest);
  return floorTo('hour', new Date(at));
}

async function rollUp(em: EntityManager, from: Date, until: Date): Promise<void> {
  await executeSql(em, `select pg_advisory_xact_lock(hashtextextended('health platform rollup', 0))`);
  for (const { table, columns, selection } of hourlyRollups) {
    await executeSql(em, `delete from ${table} where starts_at >= ? and starts_at < ?`, [from, until]);
    await executeSql(em, `insert into ${table} (${columns}) ${selection}`, [from, until]);
  }
  const [firstDay, lastDay] = [floorTo('day', from), floorTo('day', until)];
  await executeSql(em, 'delete from operation_day where starts_at >= ?', [firstDay]);
  await executeSql(em, `insert into operation_day (${operationDays.columns}) ${operationDays.selection}`, [
    firstDay,
    lastDay,
  ]);
  await executeSql(
    em,
    `insert into platform_rollup as p (rolled_until) values (?)
     on conflict (is_only) do update set rolled_until = greatest(p.rolled_until, excluded.rolled_until)`,
    [until],
  );
}
