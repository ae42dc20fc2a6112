import { Migration } from '@mikro-orm/migrations';

/** The orders in which payments and trials are listed. */
export class Migration20261121102500_index_payments_and_trials extends Migration {
  override async up(): Promise<void> {
    this.addSql('create index payment_due on payment (due_at, id)');
    this.addSql('create index payment_tenant_due on payment (tenant_id, due_at, id)');
    this.addSql(
      `create index plan_subscription_trial_started on plan_subscription (trial_started_at, id) where trial_started_at is not null`,
    );
    this.addSql(
      `create index plan_subscription_trial_converted on plan_subscription (trial_converted_at, id) where trial_converted_at is not null`,
    );
  }

  override async down(): Promise<void> {
    this.addSql('drop index plan_subscription_trial_converted');
    this.addSql('drop index plan_subscription_trial_started');
    this.addSql('drop index payment_tenant_due');
    this.addSql('drop index payment_due');
  }
}
