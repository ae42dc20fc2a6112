import { Migration } from '@mikro-orm/migrations';

/** The plans of a new installation; from here on they are data like any other. */
export class Migration20261121090100_seed_plans extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      insert into plan (id, key, name, position, monthly_price_cents, trial_days) values
        ('6f2d1c9e-3a54-4b0e-9d27-0c8e5b7a1f01', 'free', 'Free', 1, 0, 0),
        ('6f2d1c9e-3a54-4b0e-9d27-0c8e5b7a1f02', 'pro', 'Pro', 2, 9900, 14),
        ('6f2d1c9e-3a54-4b0e-9d27-0c8e5b7a1f03', 'agency', 'Agency', 3, 29900, 14),
        ('6f2d1c9e-3a54-4b0e-9d27-0c8e5b7a1f04', 'enterprise', 'Enterprise', 4, 129900, 0)`);
  }

  override async down(): Promise<void> {
    this.addSql(`delete from plan where key in ('free', 'pro', 'agency', 'enterprise')`);
  }
}
