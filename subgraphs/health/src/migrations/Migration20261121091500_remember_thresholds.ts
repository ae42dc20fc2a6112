import { Migration } from '@mikro-orm/migrations';

/** With which thresholds a verdict was reached: when they change, every verdict is due. */
export class Migration20261121091500_remember_thresholds extends Migration {
  override async up(): Promise<void> {
    this.addSql('alter table tenant_summary add column evaluated_with jsonb null');
  }

  override async down(): Promise<void> {
    this.addSql('alter table tenant_summary drop column evaluated_with');
  }
}
