import { Migration } from '@mikro-orm/migrations';

/**
 * Figures per step of time. `durations` is a latency histogram in one number: twelve decimal digits per bucket, so
 * that histograms are merged by adding and summed by sum() (see rollup/latency-histogram.ts).
 */
export class Migration20261121091100_create_rollups extends Migration {
  override async up(): Promise<void> {
    for (const step of ['minute', 'hour', 'day']) {
      this.addSql(`
        create table tenant_${step} (
          tenant_id uuid not null,
          starts_at timestamptz not null,
          executions bigint not null,
          failures bigint not null,
          api_requests bigint not null,
          api_errors bigint not null,
          drift_detected bigint not null,
          credential_failures bigint not null,
          durations numeric not null,
          constraint tenant_${step}_pkey primary key (tenant_id, starts_at)
        ) with (fillfactor = 80)`);
      this.addSql(`create index tenant_${step}_starts_at on tenant_${step} using brin (starts_at)`);
    }
    for (const step of ['hour', 'day']) {
      this.addSql(`
        create table workflow_${step} (
          tenant_id uuid not null,
          workflow text not null,
          starts_at timestamptz not null,
          executions bigint not null,
          failures bigint not null,
          durations numeric not null,
          last_failed_at timestamptz null,
          constraint workflow_${step}_pkey primary key (tenant_id, workflow, starts_at)
        ) with (fillfactor = 80)`);
      this.addSql(`create index workflow_${step}_starts_at on workflow_${step} using brin (starts_at)`);
    }

    // All tenants together. Each batch adds to one shard at random, so that batches do not wait for each other.
    for (const step of ['minute', 'hour']) {
      this.addSql(`
        create table fleet_${step} (
          starts_at timestamptz not null,
          shard smallint not null,
          executions bigint not null,
          failures bigint not null,
          api_requests bigint not null,
          api_errors bigint not null,
          durations numeric not null,
          constraint fleet_${step}_pkey primary key (starts_at, shard)
        ) with (fillfactor = 80)`);
    }

    this.addSql(`
      create table error_hour (
        tenant_id uuid not null,
        workflow text not null,
        code text not null,
        starts_at timestamptz not null,
        count bigint not null,
        last_message text null,
        last_at timestamptz not null,
        constraint error_hour_pkey primary key (tenant_id, workflow, code, starts_at)
      )`);
    this.addSql('create index error_hour_starts_at on error_hour using brin (starts_at)');

    this.addSql(`
      create table meter_hour (
        tenant_id uuid not null,
        meter text not null,
        starts_at timestamptz not null,
        quantity numeric not null,
        constraint meter_hour_pkey primary key (tenant_id, meter, starts_at)
      )`);
    this.addSql('create index meter_hour_starts_at on meter_hour using brin (starts_at)');
  }

  override async down(): Promise<void> {
    this.addSql('drop table meter_hour');
    this.addSql('drop table error_hour');
    this.addSql('drop table fleet_hour');
    this.addSql('drop table fleet_minute');
    this.addSql('drop table workflow_day');
    this.addSql('drop table workflow_hour');
    for (const step of ['minute', 'hour', 'day']) {
      this.addSql(`drop table tenant_${step}`);
    }
  }
}
