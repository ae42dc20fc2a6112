import { Migration } from '@mikro-orm/migrations';

const nameKey = '(lower(name) collate "C")';

/**
 * What the tenant list and the rankings need beside the figures: who is in a trial, the orders of figures that change
 * rarely, and how many tenants were at risk minute by minute.
 */
export class Migration20261121162500_index_rankings extends Migration {
  override async up(): Promise<void> {
    this.addSql('alter table tenant_summary add column is_trialing boolean not null default false');
    this.addSql(`
      update tenant_summary s set is_trialing = true
      where (platform.latest_event('subscription', s.tenant_id::text, null))->'data'->>'status' = 'TRIALING'`);
    // No index on figures that change with every batch of events: 500 evaluated tenants would cost eight times as much,
    // to save each of those rankings a scan of a few milliseconds.
    for (const [name, columns, condition] of [
      ['drift', 'drift_7d desc, last_drift_at desc', 'drift_7d > 0'],
      [
        'credential_failures',
        'credential_failures_7d desc, last_credential_failure_at desc',
        'credential_failures_7d > 0',
      ],
      ['workflows', 'workflows desc', 'workflows > 0'],
      ['environments', 'environments desc', 'environments > 0'],
    ]) {
      this.addSql(`
        create index tenant_summary_${name} on tenant_summary (${columns}, ${nameKey}, tenant_id)
        where ${condition} and name is not null and status <> 'DELETED'`);
    }
    this.addSql(`
      create table fleet_sample (
        starts_at timestamptz not null,
        at_risk integer not null,
        constraint fleet_sample_pkey primary key (starts_at)
      )`);
  }

  override async down(): Promise<void> {
    this.addSql('drop table fleet_sample');
    for (const name of ['environments', 'workflows', 'credential_failures', 'drift']) {
      this.addSql(`drop index tenant_summary_${name}`);
    }
    this.addSql('alter table tenant_summary drop column is_trialing');
  }
}
