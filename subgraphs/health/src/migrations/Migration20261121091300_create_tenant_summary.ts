import { Migration } from '@mikro-orm/migrations';

/** One row per tenant: facts of every subgraph, figures of sliding windows, and the verdict of the at-risk rule. */
export class Migration20261121091300_create_tenant_summary extends Migration {
  override async up(): Promise<void> {
    // Subscription events may arrive before the tenant's own: until `name` is known the row is not shown.
    this.addSql(`
      create table tenant_summary (
        tenant_id uuid not null,
        tenant_version integer not null default 0,
        name text null,
        slug text null,
        status text null,
        is_demo boolean not null default false,
        created_at timestamptz null,
        subscription_version integer not null default 0,
        plan_key text null,
        plan_name text null,
        mrr_cents bigint not null default 0,
        currency text not null default 'EUR',
        is_delinquent boolean not null default false,
        delinquent_since timestamptz null,
        overdue_cents bigint not null default 0,
        executions_24h bigint not null default 0,
        failures_24h bigint not null default 0,
        failure_rate_24h double precision null generated always as
          (failures_24h::double precision / nullif(executions_24h, 0)) stored,
        executions_7d bigint not null default 0,
        drift_7d bigint not null default 0,
        credential_failures_7d bigint not null default 0,
        last_event_at timestamptz null,
        last_activity_at timestamptz null,
        last_drift_at timestamptz null,
        last_credential_failure_at timestamptz null,
        workflows bigint null,
        environments bigint null,
        storage_bytes bigint null,
        counted_at timestamptz null,
        is_at_risk boolean not null default false,
        risk_state text not null default 'OK',
        risk_score double precision not null default 0,
        clauses jsonb not null default '[]',
        at_risk_since timestamptz null,
        evaluated_at timestamptz null,
        constraint tenant_summary_pkey primary key (tenant_id),
        constraint tenant_summary_risk_state_check check (risk_state in ('OK', 'WARN', 'CRITICAL'))
      ) with (fillfactor = 70)`);
    this.addSql('create index tenant_summary_slug on tenant_summary (slug)');
    // For a few hours after a removal, so that what an unfinished batch leaves behind is found.
    this.addSql(`
      create table removed_tenant (
        tenant_id uuid not null,
        removed_at timestamptz not null,
        constraint removed_tenant_pkey primary key (tenant_id)
      )`);
  }

  override async down(): Promise<void> {
    this.addSql('drop table removed_tenant');
    this.addSql('drop table tenant_summary');
  }
}
