import { Migration } from '@mikro-orm/migrations';

/** What the gateway reports about itself, and what the samplers see of the queue and the database. */
export class Migration20261121091400_create_platform_figures extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table gateway_flush (
        flush_id text not null,
        received_at timestamptz not null,
        constraint gateway_flush_pkey primary key (flush_id)
      )`);
    this.addSql('create index gateway_flush_received_at on gateway_flush using brin (received_at)');
    this.addSql(`
      create table gateway_minute (
        starts_at timestamptz not null,
        operation text not null,
        tenant_id uuid null,
        status_class smallint not null,
        requests bigint not null,
        latencies numeric not null,
        constraint gateway_minute_key unique nulls not distinct (starts_at, operation, tenant_id, status_class)
      )`);
    // The same without operation and tenant, so that a day is a few thousand rows however busy the API is.
    this.addSql(`
      create table api_minute (
        starts_at timestamptz not null,
        status_class smallint not null,
        requests bigint not null,
        latencies numeric not null,
        constraint api_minute_pkey primary key (starts_at, status_class)
      )`);
    this.addSql(`
      create table queue_sample (
        starts_at timestamptz not null,
        depth bigint not null,
        oldest_job_age_seconds double precision null,
        constraint queue_sample_pkey primary key (starts_at)
      )`);
    this.addSql(`
      create table statement_snapshot (
        user_id oid not null,
        query_id bigint not null,
        is_top_level boolean not null,
        calls bigint not null,
        total_ms double precision not null,
        constraint statement_snapshot_pkey primary key (user_id, query_id, is_top_level)
      )`);
    this.addSql(`
      create table statement_sample (
        starts_at timestamptz not null,
        slow_calls bigint not null,
        constraint statement_sample_pkey primary key (starts_at)
      )`);
  }

  override async down(): Promise<void> {
    for (const table of [
      'statement_sample',
      'statement_snapshot',
      'queue_sample',
      'api_minute',
      'gateway_minute',
      'gateway_flush',
    ]) {
      this.addSql(`drop table ${table}`);
    }
  }
}
