import { Migration } from '@mikro-orm/migrations';

/** Token buckets of callers. Unlogged: after a crash every bucket is full again, which harms nobody. */
export class Migration20261121080000_create_rate_limit extends Migration {
  override up(): void {
    this.addSql(`
      create unlogged table gateway.rate_limit (
        key text primary key,
        tokens double precision not null,
        granted double precision not null,
        refilled_at timestamptz not null
      )`);
    this.addSql(`create index rate_limit_refilled_at on gateway.rate_limit (refilled_at)`);
  }

  override down(): void {
    this.addSql(`drop table gateway.rate_limit`);
  }
}
