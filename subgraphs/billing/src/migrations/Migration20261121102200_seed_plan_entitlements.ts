import { Migration } from '@mikro-orm/migrations';

/** What the plans of a new installation grant. A limit that is left out is none. */
export class Migration20261121102200_seed_plan_entitlements extends Migration {
  override async up(): Promise<void> {
    const gib = 1024 ** 3;
    const limits = {
      free: [1_000, 10_000, 5, 2, 5 * gib, 3],
      pro: [25_000, 100_000, 25, 5, 25 * gib, 10],
      agency: [250_000, 1_000_000, 100, 10, 250 * gib, 50],
      enterprise: ['null', 'null', 'null', 'null', 'null', 'null'],
    };
    for (const [plan, values] of Object.entries(limits)) {
      this.addSql(`
        insert into plan_entitlement (plan_id, entitlement_key, limit_value)
        select plan.id, entitlement.key, entitlement.value::bigint
        from plan cross join unnest(
          array['executions', 'api-requests', 'workflows', 'environments', 'storage', 'users'],
          array[${values.join(', ')}]::bigint[]
        ) as entitlement (key, value)
        where plan.key = '${plan}'`);
    }
  }

  override async down(): Promise<void> {
    this.addSql('delete from plan_entitlement');
  }
}
