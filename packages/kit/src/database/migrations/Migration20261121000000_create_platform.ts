import { Migration } from '@mikro-orm/migrations';

/** The tables every process shares. They belong to the jobs role; others reach them through functions only. */
export class Migration20261121000000_create_platform extends Migration {
  override up(): void {
    // What was installed last, so that an installation with nothing to do is quick.
    this.addSql(`create table platform.installation (part text primary key, fingerprint text not null)`);

    this.addSql(`
      create table platform.event (
        position bigint generated always as identity primary key,
        id uuid not null unique,
        type text not null,
        aggregate_type text not null,
        aggregate_id text not null,
        version integer not null,
        tenant_id uuid,
        data jsonb not null,
        occurred_at timestamptz not null,
        request_id text,
        recorded_at timestamptz not null default now(),
        unique (aggregate_type, aggregate_id, version)
      )`);
    this.addSql(`create index event_recorded_at on platform.event (recorded_at)`);

    // The newest event of each aggregate: hands out versions, and outlives the log's retention.
    this.addSql(`
      create table platform.aggregate (
        aggregate_type text not null,
        aggregate_id text not null,
        version integer not null,
        event_id uuid not null,
        event_type text not null,
        tenant_id uuid,
        data jsonb not null,
        occurred_at timestamptz not null,
        request_id text,
        primary key (aggregate_type, aggregate_id)
      )`);
    this.addSql(`create index aggregate_data on platform.aggregate using gin (data jsonb_path_ops)`);

    this.addSql(`
      create table platform.event_consumer (
        consumer text not null,
        event_type text not null,
        role_name text not null,
        primary key (consumer, event_type)
      )`);

    this.addSql(`
      create table platform.audit_entry (
        position bigint generated always as identity primary key,
        id uuid not null unique,
        occurred_at timestamptz not null,
        action text not null,
        caller_kind text not null,
        caller_id text,
        caller_name text,
        actor_id text,
        actor_name text,
        target_type text not null,
        target_id text not null,
        target_name text,
        tenant_id uuid,
        request_id text,
        before jsonb,
        after jsonb
      )`);
    this.addSql(
      `create index audit_entry_occurred_at on platform.audit_entry (occurred_at desc, position desc)`,
    );
    this.addSql(
      `create index audit_entry_tenant on platform.audit_entry (tenant_id, occurred_at desc, position desc)`,
    );
    this.addSql(
      `create index audit_entry_target on platform.audit_entry (target_id, occurred_at desc, position desc)`,
    );
    this.addSql(
      `create index audit_entry_caller on platform.audit_entry (caller_id, occurred_at desc, position desc)`,
    );
    this.addSql(
      `create index audit_entry_action on platform.audit_entry (action text_pattern_ops, occurred_at desc, position desc)`,
    );

    this.addSql(`
      create table platform.setting (
        key text primary key,
        value jsonb not null,
        updated_at timestamptz not null,
        updated_by text
      )`);

    this.addSql(`
      create table platform.job_run (
        id bigint generated always as identity primary key,
        task text not null,
        job_id text not null,
        attempt integer not null,
        started_at timestamptz not null,
        finished_at timestamptz,
        status text not null check (status in ('RUNNING', 'SUCCEEDED', 'FAILED')),
        error text
      )`);
    this.addSql(`create index job_run_task on platform.job_run (task, started_at desc)`);

    // Runners show here that they live; the jobs of one that fell silent are released to the others.
    this.addSql(`
      create table platform.job_runner (
        worker_id text primary key,
        seen_at timestamptz not null
      )`);
  }

  override down(): void {
    for (const table of [
      'job_runner',
      'job_run',
      'setting',
      'audit_entry',
      'event_consumer',
      'aggregate',
      'event',
      'installation',
    ]) {
      this.addSql(`drop table platform.${table}`);
    }
  }
}
