import { Migration } from '@mikro-orm/migrations';

const definer = `security definer set search_path = pg_catalog, pg_temp`;

const queueState = (waits: string): string => `
  create or replace function platform.queue_state()
  returns table (depth bigint, oldest_run_at timestamptz, dead_letters bigint, dead_letters_24h bigint)
  language sql stable ${definer} as $$
    select
      count(*) filter (where ${waits}),
      min(run_at) filter (where ${waits}),
      count(*) filter (where attempts >= max_attempts and locked_at is null),
      count(*) filter (where attempts >= max_attempts and locked_at is null
                         and platform.failed_at(run_at, attempts) > now() - interval '24 hours')
    from graphile_worker.jobs
  $$`;

const isDue = 'attempts < max_attempts and run_at <= now()';

/**
 * A job that runs does not wait: neither the depth of the queue nor the age of its oldest job counts it. One whose
 * worker has held it for four hours waits again, because graphile-worker gives it to another then.
 */
export class Migration20261122061100_count_waiting_jobs extends Migration {
  override up(): void {
    this.addSql(queueState(`${isDue} and (locked_at is null or locked_at < now() - interval '4 hours')`));
  }

  override down(): void {
    this.addSql(queueState(isDue));
  }
}
