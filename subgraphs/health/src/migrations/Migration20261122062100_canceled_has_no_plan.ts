import { Migration } from '@mikro-orm/migrations';

const latest = `(platform.latest_event('subscription', s.tenant_id::text, null))->'data'`;

/** A tenant whose subscription was canceled has no plan, as billing counts plans; its summary kept the last one. */
export class Migration20261122062100_canceled_has_no_plan extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      update tenant_summary s set plan_key = null, plan_name = null
      where plan_key is not null and ${latest}->>'status' = 'CANCELED'`);
  }

  override async down(): Promise<void> {
    this.addSql(`
      update tenant_summary s set plan_key = ${latest}->>'planKey', plan_name = ${latest}->>'planName'
      where plan_key is null and ${latest}->>'status' = 'CANCELED'`);
  }
}
