import { Migration } from '@mikro-orm/migrations';

/** What is owed adds up from the index alone; unpaid payments lie scattered among many more that were paid. */
export class Migration20261121161300_cover_unpaid_payments extends Migration {
  override async up(): Promise<void> {
    this.addSql('drop index payment_unpaid');
    this.addSql(
      `create index payment_unpaid on payment (tenant_id, due_at, id) include (amount_cents) where status = 'FAILED'`,
    );
  }

  override async down(): Promise<void> {
    this.addSql('drop index payment_unpaid');
    this.addSql(`create index payment_unpaid on payment (tenant_id, due_at, id) where status = 'FAILED'`);
  }
}
