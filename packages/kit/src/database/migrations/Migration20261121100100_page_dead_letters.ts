import { Migration } from '@mikro-orm/migrations';

const definer = `security definer set search_path = pg_catalog, pg_temp`;

const columns = `id bigint, task text, payload json, attempts integer, max_attempts integer, error text,
  created_at timestamptz, failed_at timestamptz`;

const selection = `
  select j.id, t.identifier, j.payload, j.attempts::integer, j.max_attempts::integer, j.last_error, j.created_at,
    platform.failed_at(j.run_at, j.attempts)
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  where j.attempts >= j.max_attempts and j.locked_at is null`;

/**
 * Dead letters page by page, several at a time, and how many jobs of every kind ended in each minute: graphile-worker
 * deletes what it finished.
 */
export class Migration20261121100100_page_dead_letters extends Migration {
  override up(): void {
    this.addSql(`drop function platform.retry_dead_letter`);
    this.addSql(`drop function platform.dead_letters`);

    this.addSql(`
      create function platform.dead_letters_page(p_task text, p_before bigint, p_limit integer)
      returns table (${columns}) language sql stable ${definer} as $$
        ${selection}
          and (p_task is null or t.identifier = p_task) and (p_before is null or j.id < p_before)
        order by j.id desc limit p_limit
      $$`);
    this.addSql(`
      create function platform.dead_letter(p_id bigint)
      returns table (${columns}) language sql stable ${definer} as $$
        ${selection} and j.id = p_id
      $$`);
    this.addSql(`
      create function platform.dead_letters_count(p_task text) returns bigint language sql stable ${definer} as $$
        select count(*)
        from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where j.attempts >= j.max_attempts and j.locked_at is null and (p_task is null or t.identifier = p_task)
      $$`);

    // What is no dead letter (any more) is left alone; returns the others.
    this.addSql(`
      create function platform.retry_dead_letters(p_ids bigint[])
      returns setof bigint language sql ${definer} as $$
        update graphile_worker._private_jobs set attempts = 0, run_at = now(), updated_at = now()
        where id in (
          select id from graphile_worker._private_jobs
          where id = any (p_ids) and attempts >= max_attempts and locked_at is null
          order by id for update)
        returning id
      $$`);
    this.addSql(`
      create function platform.discard_dead_letters(p_ids bigint[])
      returns table (id bigint, task text, payload json, attempts integer, error text) language sql ${definer} as $$
        delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
        where t.id = j.task_id and j.id in (
          select d.id from graphile_worker._private_jobs d
          where d.id = any (p_ids) and d.attempts >= d.max_attempts and d.locked_at is null
          order by d.id for update)
        returning j.id, t.identifier, j.payload, j.attempts::integer, j.last_error
      $$`);
    this.addSql(`revoke execute on all functions in schema platform from public`);

    this.addSql(`
      create table platform.job_minute (
        starts_at timestamptz not null,
        task text not null,
        succeeded bigint not null,
        failed bigint not null,
        primary key (starts_at, task)
      )`);
    this.addSql(`create index job_run_task_id on platform.job_run (task, id desc)`);
  }

  override down(): void {
    this.addSql(`drop index platform.job_run_task_id`);
    this.addSql(`drop table platform.job_minute`);
    for (const name of [
      'discard_dead_letters',
      'retry_dead_letters',
      'dead_letters_count',
      'dead_letter',
      'dead_letters_page',
    ]) {
      this.addSql(`drop function platform.${name}`);
    }
    this.addSql(`
      create function platform.dead_letters(p_limit integer)
      returns table (id bigint, task text, payload json, attempts integer, error text, created_at timestamptz,
                     failed_at timestamptz)
      language sql stable ${definer} as $$
        select j.id, t.identifier, j.payload, j.attempts::integer, j.last_error, j.created_at,
          platform.failed_at(j.run_at, j.attempts)
        from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where j.attempts >= j.max_attempts and j.locked_at is null
        order by j.run_at desc limit p_limit
      $$`);
    this.addSql(`
      create function platform.retry_dead_letter(p_id bigint) returns boolean language sql ${definer} as $$
        select exists (select from graphile_worker.reschedule_jobs(array[p_id], run_at => now(), attempts => 0))
      $$`);
    this.addSql(`revoke execute on all functions in schema platform from public`);
  }
}
