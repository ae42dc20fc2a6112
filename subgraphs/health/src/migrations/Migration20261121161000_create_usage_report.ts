import { Migration } from '@mikro-orm/migrations';

/** What billing was told last of each tenant's usage, so that it is told again only of what changed. */
export class Migration20261121161000_create_usage_report extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table usage_report (
        tenant_id uuid not null,
        figures jsonb not null,
        reported_at timestamptz not null,
        constraint usage_report_pkey primary key (tenant_id),
        constraint usage_report_tenant_fkey foreign key (tenant_id)
          references tenant_summary (tenant_id) on delete cascade
      ) with (fillfactor = 80)`);
  }

  override async down(): Promise<void> {
    this.addSql('drop table usage_report');
  }
}
