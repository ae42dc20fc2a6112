import { Migration } from '@mikro-orm/migrations';

/**
 * The schedule says more of each task: since when a runner has had it, so that what came due before is no omission;
 * whether the process that registered it has what the task needs; and which tasks the platform lives by.
 */
export class Migration20261122061000_describe_schedule extends Migration {
  override up(): void {
    // A runner of the version before knows nothing of these, and what it registers is judged as it was.
    this.addSql(`
      alter table platform.schedule
        add column registered_at timestamptz,
        add column is_configured boolean not null default true,
        add column is_key boolean not null default false`);
  }

  override down(): void {
    this.addSql(`
      alter table platform.schedule drop column registered_at, drop column is_configured, drop column is_key`);
  }
}
