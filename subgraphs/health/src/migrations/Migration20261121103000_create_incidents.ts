import { Migration } from '@mikro-orm/migrations';

/** Incidents with their timelines and tenants, and who of the platform's people may work on them. */
export class Migration20261121103000_create_incidents extends Migration {
  override async up(): Promise<void> {
    this.addSql('create sequence incident_number as integer');
    this.addSql(`
      create table incident (
        id uuid not null,
        number integer not null,
        title text not null,
        severity text not null,
        status text not null,
        lead_id uuid null,
        lead_name text null,
        opened_by_id text not null,
        opened_by text not null,
        opened_at timestamptz not null,
        updated_at timestamptz not null,
        resolved_at timestamptz null,
        version integer not null,
        request_key text null,
        is_demo boolean not null default false,
        constraint incident_pkey primary key (id),
        constraint incident_number_unique unique (number),
        constraint incident_request_key_unique unique (opened_by_id, request_key),
        constraint incident_severity_check check (severity in ('CRITICAL', 'MAJOR', 'MINOR')),
        constraint incident_status_check check (status in ('INVESTIGATING', 'IDENTIFIED', 'MONITORING', 'RESOLVED')),
        constraint incident_resolved_check check ((status = 'RESOLVED') = (resolved_at is not null)),
        constraint incident_lead_check check ((lead_id is null) = (lead_name is null))
      )`);

    // `position` is the order of writing, which the clock alone does not tell.
    this.addSql(`
      create table incident_entry (
        id uuid not null,
        position bigint generated always as identity,
        incident_id uuid not null references incident on delete cascade,
        at timestamptz not null,
        author_id text not null,
        author_name text not null,
        kind text not null,
        text text null,
        before text null,
        after text null,
        constraint incident_entry_pkey primary key (id)
      )`);
    this.addSql('create index incident_entry_incident on incident_entry (incident_id, position)');

    this.addSql(`
      create table incident_tenant (
        incident_id uuid not null references incident on delete cascade,
        tenant_id uuid not null,
        constraint incident_tenant_pkey primary key (incident_id, tenant_id)
      )`);
    this.addSql('create index incident_tenant_tenant on incident_tenant (tenant_id)');

    this.addSql(`
      create table staff_member (
        id uuid not null,
        version integer not null,
        name text not null,
        permissions text[] not null,
        is_disabled boolean not null,
        constraint staff_member_pkey primary key (id)
      )`);
  }

  override async down(): Promise<void> {
    this.addSql('drop table staff_member');
    this.addSql('drop table incident_tenant');
    this.addSql('drop table incident_entry');
    this.addSql('drop table incident');
    this.addSql('drop sequence incident_number');
  }
}
