import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { HealthContext } from '../context.ts';
import { codeOf } from '../database/code-of.ts';
import { hourMs } from '../rollup/time-window.ts';

// A sample is taken every minute. What happened since one that is older cannot be told by the minute.
const longestGap = '5 minutes';
const shapesKept = 100;
const longestText = 2_000;

/**
 * Notes which statements ran since the sample before: how many of them were slow on average, and the hundred shapes
 * that took most time. Does nothing where the server has no pg_stat_statements.
 */
export async function sampleStatements({ em, settings }: HealthContext, minute: Date): Promise<void> {
  if (!(await hasStatements(em))) {
    return;
  }
  const thresholdMs = await settings.get('health.slow-query-threshold-ms');
  try {
    await em.transactional(async (tx) => {
      await executeSql(tx, `select pg_advisory_xact_lock(hashtextextended('health statement sample', 0))`);
      await storeDifferences(tx, minute, thresholdMs);
      await storeSnapshot(tx, minute);
      await storeTexts(tx);
      await removeOld(tx, minute);
    });
  } catch (error) {
    // Created, but not among the server's shared_preload_libraries: as good as missing.
    if (codeOf(error) !== '55000') {
      throw error;
    }
  }
}

async function hasStatements(em: EntityManager): Promise<boolean> {
  const [row] = await executeSql<{ has: boolean }>(
    em,
    `select exists (select from pg_extension where extname = 'pg_stat_statements') as has`,
  );
  return row?.has ?? false;
}

/** Every shape of this database without its text, which would have to be read from a file. */
const current = `
  select userid as user_id, queryid as query_id, toplevel as is_top_level, calls, total_exec_time as total_ms,
    max_exec_time as max_ms
  from pg_stat_statements(false)
  where dbid = (select oid from pg_database where datname = current_database()) and queryid is not null`;

/**
 * Nothing is noted without a recent snapshot of the same start of the server: a crash loses the counters, and what
 * grew over hours did not happen within this minute. A counter that fell, that is new, or of which everything was reset
 * since, counts from zero. One that rose by more than the slowest call can explain was reset and overtaken: what it did
 * cannot be told, so it is left out.
 */
async function storeDifferences(em: EntityManager, minute: Date, thresholdMs: number): Promise<void> {
  await executeSql(
    em,
    `with current as materialized (${current}),
     baseline as (
       select stats_reset is distinct from (select stats_reset from pg_stat_statements_info) as was_reset
       from statement_baseline
       where server_started_at = pg_postmaster_start_time()
         and taken_at between ?::timestamptz - interval '${longestGap}' and ?::timestamptz),
     compared as (
       select c.*, s.calls is null or b.was_reset or c.calls < s.calls or c.total_ms < s.total_ms as is_new,
         c.calls - s.calls as more_calls, c.total_ms - s.total_ms as more_ms
       from baseline b, current c left join statement_snapshot s using (user_id, query_id, is_top_level)),
     difference as (
       select user_id, query_id, case when is_new then calls else more_calls end as calls,
         case when is_new then total_ms else more_ms end as total_ms
       from compared
       where is_new or (more_calls > 0 and more_ms <= more_calls * max_ms * 1.001)),
     slow as (
       insert into statement_sample as t (starts_at, slow_calls)
       select ?::timestamptz,
         (select coalesce(sum(calls), 0) from difference where calls > 0 and total_ms / calls >= ?)
       from baseline
       on conflict (starts_at) do update set slow_calls = t.slow_calls + excluded.slow_calls)
     insert into statement_minute as m (starts_at, user_id, query_id, calls, total_ms)
     select ?::timestamptz, user_id, query_id, sum(calls), sum(total_ms)
     from difference where calls > 0 group by user_id, query_id order by sum(total_ms) desc limit ${shapesKept}
     on conflict (starts_at, user_id, query_id) do update set
       calls = m.calls + excluded.calls, total_ms = m.total_ms + excluded.total_ms`,
    [minute, minute, minute, thresholdMs, minute],
  );
}

/** Without the shapes the server forgot: the snapshot would otherwise grow for ever. */
async function storeSnapshot(em: EntityManager, minute: Date): Promise<void> {
  await executeSql(
    em,
    `with current as materialized (${current}),
     forgotten as (
       delete from statement_snapshot s where not exists (
         select from current c
         where c.user_id = s.user_id and c.query_id = s.query_id and c.is_top_level = s.is_top_level)),
     baseline as (
       insert into statement_baseline as b (taken_at, server_started_at, stats_reset)
       select ?::timestamptz, pg_postmaster_start_time(), stats_reset from pg_stat_statements_info
       on conflict (is_only) do update set
         taken_at = excluded.taken_at, server_started_at = excluded.server_started_at,
         stats_reset = excluded.stats_reset)
     insert into statement_snapshot as s (user_id, query_id, is_top_level, calls, total_ms)
     select user_id, query_id, is_top_level, calls, total_ms from current
     on conflict (user_id, query_id, is_top_level) do update set
       calls = excluded.calls, total_ms = excluded.total_ms
       where s.calls <> excluded.calls or s.total_ms <> excluded.total_ms`,
    [minute],
  );
}

/**
 * Keeps the texts of the noted shapes, since the server may forget them first. The server puts placeholders in the
 * place of values, except in what is no query, such as ALTER ROLE: quoted texts are left out of all of them.
 */
async function storeTexts(em: EntityManager): Promise<void> {
  await executeSql(
    em,
    `with missing as materialized (
       select distinct m.query_id from statement_minute m
       where not exists (select from statement_text t where t.query_id = m.query_id))
     insert into statement_text (query_id, text)
     select distinct on (queryid) queryid, left(regexp_replace(query, '''([^'']|'''')*''', '''…''', 'g'), ?)
     from pg_stat_statements
     where (select exists (select from missing)) and queryid = any (array(select query_id from missing))
       and query is not null
     on conflict (query_id) do nothing`,
    [longestText],
  );
}

async function removeOld(em: EntityManager, minute: Date): Promise<void> {
  await executeSql(em, 'delete from statement_minute where starts_at <= ?', [
    new Date(minute.getTime() - hourMs),
  ]);
  await executeSql(
    em,
    `delete from statement_text t
     where not exists (select from statement_minute m where m.query_id = t.query_id)`,
  );
}
