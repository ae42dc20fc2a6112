import { Migration } from '@mikro-orm/migrations';

const definer = `security definer set search_path = pg_catalog, pg_temp`;

const kept = '90 days';

/** Every attempt to back up the control database, and what came of it. */
export class Migration20261121100200_create_backup_run extends Migration {
  override up(): void {
    this.addSql(`
      create table platform.backup_run (
        id bigint generated always as identity primary key,
        started_at timestamptz not null,
        finished_at timestamptz,
        status text not null check (status in ('RUNNING', 'SUCCEEDED', 'FAILED')),
        size_bytes bigint,
        archive text,
        rows bigint,
        error text,
        migrations jsonb
      )`);
    this.addSql(`create index backup_run_started_at on platform.backup_run (started_at desc, id desc)`);

    // Only one backup runs at a time, so that whatever else is still open was left by a process that ended.
    this.addSql(`
      create function platform.start_backup_run(p_started_at timestamptz) returns bigint
      language plpgsql ${definer} as $$
      declare
        run_id bigint;
      begin
        update platform.backup_run
        set status = 'FAILED', finished_at = p_started_at, error = 'The process ended during the backup.'
        where status = 'RUNNING';
        delete from platform.backup_run where started_at < p_started_at - interval '${kept}';
        insert into platform.backup_run (started_at, status) values (p_started_at, 'RUNNING') returning id into run_id;
        return run_id;
      end $$`);
    this.addSql(`
      create function platform.finish_backup_run(
        p_id bigint, p_finished_at timestamptz, p_size_bytes bigint, p_archive text, p_rows bigint, p_migrations jsonb,
        p_error text)
      returns void language sql ${definer} as $$
        update platform.backup_run
        set status = case when p_error is null then 'SUCCEEDED' else 'FAILED' end, finished_at = p_finished_at,
          size_bytes = p_size_bytes, archive = p_archive, rows = p_rows, migrations = p_migrations, error = p_error
        where id = p_id
      $$`);
    // What retention removed from the disk is not offered any more.
    this.addSql(`
      create function platform.forget_backups(p_archives text[]) returns void language sql ${definer} as $$
        update platform.backup_run set archive = null where archive = any (p_archives)
      $$`);
    this.addSql(`
      create function platform.backup_runs(p_limit integer)
      returns table (started_at timestamptz, finished_at timestamptz, status text, size_bytes bigint, archive text,
                     error text, rows bigint)
      language sql stable ${definer} as $$
        select r.started_at, r.finished_at, r.status, r.size_bytes, r.archive, r.error, r.rows
        from platform.backup_run r order by r.started_at desc, r.id desc limit p_limit
      $$`);
    this.addSql(`
      create function platform.last_backup_at() returns timestamptz language sql stable ${definer} as $$
        select max(finished_at) from platform.backup_run where status = 'SUCCEEDED'
      $$`);
    this.addSql(`revoke execute on all functions in schema platform from public`);
  }

  override down(): void {
    for (const name of [
      'last_backup_at',
      'backup_runs',
      'forget_backups',
      'finish_backup_run',
      'start_backup_run',
    ]) {
      this.addSql(`drop function platform.${name}`);
    }
    this.addSql(`drop table platform.backup_run`);
  }
}
