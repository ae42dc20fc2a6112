import { Migration } from '@mikro-orm/migrations';

/** Who subscribes to which plan, and since when, is counted from indexes that change when somebody changes plan. */
export class Migration20261121170100_cover_plans extends Migration {
  override async up(): Promise<void> {
    this.addSql('create index plan_subscription_plan on plan_subscription (plan_id, status)');
    this.addSql('create index plan_subscription_started on plan_subscription (started_at)');
  }

  override async down(): Promise<void> {
    this.addSql('drop index plan_subscription_started');
    this.addSql('drop index plan_subscription_plan');
  }
}
