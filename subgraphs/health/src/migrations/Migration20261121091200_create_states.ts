import { Migration } from '@mikro-orm/migrations';

/** What is drifted, which credentials fail, and what a tenant has: the newest word of each, whatever the order of arrival. */
export class Migration20261121091200_create_states extends Migration {
  override async up(): Promise<void> {
    // Drift and credential failures are rare, so their minutes are kept for long: windows of days stay exact.
    this.addSql(`
      create table drift_minute (
        tenant_id uuid not null,
        environment text not null,
        starts_at timestamptz not null,
        detections bigint not null,
        constraint drift_minute_pkey primary key (tenant_id, environment, starts_at)
      )`);
    this.addSql('create index drift_minute_tenant on drift_minute (tenant_id, starts_at)');
    this.addSql(`
      create table credential_minute (
        tenant_id uuid not null,
        credential text not null,
        starts_at timestamptz not null,
        failures bigint not null,
        constraint credential_minute_pkey primary key (tenant_id, credential, starts_at)
      )`);
    this.addSql('create index credential_minute_tenant on credential_minute (tenant_id, starts_at)');

    this.addSql(`
      create table environment_state (
        tenant_id uuid not null,
        environment text not null,
        last_detected_at timestamptz null,
        resolved_at timestamptz null,
        summary text null,
        is_drifted boolean not null
          generated always as (last_detected_at is not null and (resolved_at is null or last_detected_at > resolved_at)) stored,
        constraint environment_state_pkey primary key (tenant_id, environment)
      )`);
    this.addSql(`
      create table credential_state (
        tenant_id uuid not null,
        credential text not null,
        last_failed_at timestamptz null,
        recovered_at timestamptz null,
        error_message text null,
        is_failing boolean not null
          generated always as (last_failed_at is not null and (recovered_at is null or last_failed_at > recovered_at)) stored,
        constraint credential_state_pkey primary key (tenant_id, credential)
      )`);
    this.addSql(`
      create table tenant_resources (
        tenant_id uuid not null,
        workflows bigint not null,
        environments bigint not null,
        storage_bytes bigint not null,
        counted_at timestamptz not null,
        constraint tenant_resources_pkey primary key (tenant_id)
      )`);
  }

  override async down(): Promise<void> {
    this.addSql('drop table tenant_resources');
    this.addSql('drop table credential_state');
    this.addSql('drop table environment_state');
    this.addSql('drop table credential_minute');
    this.addSql('drop table drift_minute');
  }
}
