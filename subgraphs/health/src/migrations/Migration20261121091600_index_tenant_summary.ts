import { Migration } from '@mikro-orm/migrations';

/** The two orders in which the tenant list is read most. Their columns change rarely, so updates of figures stay cheap. */
export class Migration20261121091600_index_tenant_summary extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create index tenant_summary_risk on tenant_summary (risk_score desc, (lower(name) collate "C"), tenant_id)
      where name is not null`);
    this.addSql(`
      create index tenant_summary_name on tenant_summary ((lower(name) collate "C"), tenant_id) where name is not null`);
  }

  override async down(): Promise<void> {
    this.addSql('drop index tenant_summary_name');
    this.addSql('drop index tenant_summary_risk');
  }
}
