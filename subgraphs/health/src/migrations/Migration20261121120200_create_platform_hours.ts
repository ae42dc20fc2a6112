import { Migration } from '@mikro-orm/migrations';

/** The platform's own figures by the hour, which outlive their minutes. */
export class Migration20261121120200_create_platform_hours extends Migration {
  override async up(): Promise<void> {
    // Hours before this instant are rolled up; later ones are read from their minutes.
    this.addSql(`
      create table platform_rollup (
        is_only boolean not null default true,
        rolled_until timestamptz not null,
        constraint platform_rollup_pkey primary key (is_only),
        constraint platform_rollup_is_only_check check (is_only)
      )`);
    this.addSql(`
      create table api_hour (
        starts_at timestamptz not null,
        requests bigint not null,
        errors bigint not null,
        latencies numeric not null,
        constraint api_hour_pkey primary key (starts_at)
      )`);
    // There are many operations, and nobody looks at one of them by the hour for months: their days are added up besides.
    for (const table of ['operation_hour', 'operation_day']) {
      this.addSql(`
        create table ${table} (
          starts_at timestamptz not null,
          operation text not null,
          requests bigint not null,
          errors bigint not null,
          latencies numeric not null,
          constraint ${table}_pkey primary key (starts_at, operation)
        )`);
    }
    this.addSql(`
      create table service_hour (
        starts_at timestamptz not null,
        service text not null,
        requests bigint not null,
        errors bigint not null,
        last_answer_at timestamptz null,
        latencies numeric not null,
        constraint service_hour_pkey primary key (starts_at, service)
      )`);
    this.addSql(`
      create table queue_hour (
        starts_at timestamptz not null,
        depth bigint null,
        oldest_job_age_seconds double precision null,
        succeeded bigint not null,
        failed bigint not null,
        constraint queue_hour_pkey primary key (starts_at)
      )`);
    this.addSql(`
      create table database_hour (
        starts_at timestamptz not null,
        connections integer null,
        size_bytes bigint null,
        slow_calls bigint null,
        constraint database_hour_pkey primary key (starts_at)
      )`);
  }

  override async down(): Promise<void> {
    for (const table of [
      'database_hour',
      'queue_hour',
      'service_hour',
      'operation_day',
      'operation_hour',
      'api_hour',
      'platform_rollup',
    ]) {
      this.addSql(`drop table ${table}`);
    }
  }
}
