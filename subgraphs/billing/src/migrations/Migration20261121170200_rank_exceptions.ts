import { Migration } from '@mikro-orm/migrations';

/**
 * The order in which exceptions are shown first. What a row says of its share of the limit stands until its period ends
 * or its override expires, whichever comes first.
 */
export class Migration20261121170200_rank_exceptions extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      alter table entitlement_exception
        add column stands_until timestamptz null generated always as (least(period_end, override_expires_at)) stored,
        add column standing_ratio double precision not null generated always as (coalesce(
          case when case when override_expires_at is null then plan_limit else override_limit end = 0
            then case when used = 0 then 0 else 1 + used end::double precision
            else used::double precision / case when override_expires_at is null then plan_limit else override_limit end
          end, -1)) stored`);
    this.addSql('create index entitlement_exception_ratio on entitlement_exception (standing_ratio desc)');
    this.addSql(
      'create index entitlement_exception_stands on entitlement_exception (stands_until) where stands_until is not null',
    );
  }

  override async down(): Promise<void> {
    this.addSql('alter table entitlement_exception drop column standing_ratio, drop column stands_until');
  }
}
