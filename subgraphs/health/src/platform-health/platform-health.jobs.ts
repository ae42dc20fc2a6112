import { executeSql } from '@intendant/kit/database/execute-sql';
import { notify } from '@intendant/kit/pubsub/pubsub';
import type { HealthContext } from '../context.ts';
import { codeOf } from '../database/code-of.ts';
import { platformChangedTopic } from '../live/health-changed.ts';
import { floorTo } from '../rollup/time-window.ts';

/** Samples the queue and the slow statements once a minute; several samples of a minute are one. */
export async function samplePlatform(ctx: HealthContext): Promise<void> {
  const minute = floorTo('minute', ctx.clock.now());
  await executeSql(
    ctx.em,
    `insert into queue_sample (starts_at, depth, oldest_job_age_seconds)
     select ?::timestamptz, depth, extract(epoch from clock_timestamp() - oldest_run_at) from platform.queue_state()
     on conflict (starts_at) do update set
       depth = excluded.depth, oldest_job_age_seconds = excluded.oldest_job_age_seconds`,
    [minute],
  );
  if (await hasStatements(ctx)) {
    try {
      await sampleStatements(ctx, minute);
    } catch (error) {
      // Created, but not among the server's shared_preload_libraries: as good as missing.
      if (codeOf(error) !== '55000') {
        throw error;
      }
    }
  }
  await notify(ctx.em, platformChangedTopic);
}

async function hasStatements({ em }: HealthContext): Promise<boolean> {
  const [row] = await executeSql<{ has: boolean }>(
    em,
    `select exists (select from pg_extension where extname = 'pg_stat_statements') as has`,
  );
  return row?.has ?? false;
}

/**
 * Counts the calls since the sample before of statements that took longer than the threshold on average since then.
 * A count that fell was reset, and starts from zero. A statement seen for the first time is counted only when a sample
 * was taken before: else everything since the server started would fall into one minute.
 */
async function sampleStatements({ em, settings }: HealthContext, minute: Date): Promise<void> {
  const thresholdMs = await settings.get('health.slow-query-threshold-ms');
  await em.transactional(async (tx) => {
    await executeSql(tx, `select pg_advisory_xact_lock(hashtextextended('health statement sample', 0))`);
    await executeSql(
      tx,
      `with current as (
         select userid as user_id, queryid as query_id, toplevel as is_top_level, sum(calls)::bigint as calls,
           sum(total_exec_time) as total_ms
         from pg_stat_statements
         where dbid = (select oid from pg_database where datname = current_database()) and queryid is not null
         group by 1, 2, 3),
       before as (select exists (select from statement_snapshot) as any),
       delta as (
         select
           case when c.calls >= coalesce(s.calls, 0) then c.calls - coalesce(s.calls, 0) else c.calls end as calls,
           case when c.calls >= coalesce(s.calls, 0) then c.total_ms - coalesce(s.total_ms, 0) else c.total_ms end
             as total_ms
         from current c left join statement_snapshot s using (user_id, query_id, is_top_level), before
         where before.any),
       sampled as (
         insert into statement_sample as t (starts_at, slow_calls)
         select ?::timestamptz, coalesce(sum(calls), 0) from delta where calls > 0 and total_ms / calls >= ?
         on conflict (starts_at) do update set slow_calls = t.slow_calls + excluded.slow_calls)
       insert into statement_snapshot (user_id, query_id, is_top_level, calls, total_ms)
       select user_id, query_id, is_top_level, calls, total_ms from current
       on conflict (user_id, query_id, is_top_level) do update set
         calls = excluded.calls, total_ms = excluded.total_ms
         where statement_snapshot.calls <> excluded.calls`,
      [minute, thresholdMs],
    );
    // Statements the server forgot; the snapshot would otherwise grow for ever.
    await executeSql(
      tx,
      `delete from statement_snapshot s where not exists (
         select from pg_stat_statements p
         where p.userid = s.user_id and p.queryid = s.query_id and p.toplevel = s.is_top_level)`,
    );
  });
}
