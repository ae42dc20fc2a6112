import { executeSql } from '@intendant/kit/database/execute-sql';
import { UserError } from '@intendant/kit/errors';
import type { HealthContext } from '../context.ts';
import { authoriseFleet } from '../fleet/fleet-health.ts';
import type { StatementFigures } from '../generated/resolvers.ts';
import { hourMs } from '../rollup/time-window.ts';

const mostShown = 50;

/**
 * The kinds of statement that took most time within the last hour, by samples of each minute; null when the server has
 * no pg_stat_statements. Two statements. Throws `UserError('BAD_INPUT')` beyond 50.
 */
export async function statements(
  ctx: HealthContext,
  first: number | null | undefined,
): Promise<StatementFigures[] | null> {
  authoriseFleet(ctx);
  const limit = first ?? 20;
  if (limit < 1 || limit > mostShown) {
    throw new UserError('BAD_INPUT', `first must be between 1 and ${mostShown}.`, ['first']);
  }
  const hourAgo = new Date(ctx.clock.now().getTime() - hourMs);
  const thresholdMs = await ctx.settings.get('health.slow-query-threshold-ms');
  const [samples, rows] = await Promise.all([
    executeSql(
      ctx.em,
      `select from statement_baseline
       where taken_at > ? and exists (select from pg_extension where extname = 'pg_stat_statements')`,
      [hourAgo],
    ),
    executeSql<StatementFigures>(
      ctx.em,
      `select m.user_id || '-' || m.query_id as id, t.text, r.rolname as role, m.calls,
         m.total_ms / m.calls as "meanMs", m.total_ms as "totalMs", m.total_ms / m.calls >= ? as "isSlow"
       from (
         select user_id, query_id, sum(calls)::double precision as calls, sum(total_ms) as total_ms
         from statement_minute where starts_at > ?::timestamptz group by 1, 2) as m
       join statement_text t using (query_id)
       left join pg_roles r on r.oid = m.user_id
       order by m.total_ms desc, m.query_id, m.user_id limit ?`,
      [thresholdMs, hourAgo, limit],
    ),
  ]);
  return samples.length === 0 ? null : rows;
}
