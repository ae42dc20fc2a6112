import { Migration } from '@mikro-orm/migrations';

/** What plans grant, who was granted something else, what is used, and where that is an exception. */
export class Migration20261121102100_create_entitlements extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table plan_entitlement (
        plan_id uuid not null references plan (id) on update cascade on delete cascade,
        entitlement_key text not null,
        limit_value bigint null,
        constraint plan_entitlement_pkey primary key (plan_id, entitlement_key),
        constraint plan_entitlement_limit_check check (limit_value >= 0)
      )`);

    this.addSql(`
      create table entitlement_override (
        id uuid not null,
        tenant_id uuid not null,
        entitlement_key text not null,
        limit_value bigint null,
        reason text not null,
        granted_by text not null,
        granted_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz null,
        revoked_by text null,
        revoked_reason text null,
        expired_at timestamptz null,
        constraint entitlement_override_pkey primary key (id),
        constraint entitlement_override_limit_check check (limit_value >= 0),
        constraint entitlement_override_expires_check check (expires_at > granted_at),
        constraint entitlement_override_revoked_check
          check ((revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoked_reason is null)),
        constraint entitlement_override_end_check check (revoked_at is null or expired_at is null)
      )`);
    // What has not ended is at most one of each entitlement, whatever runs at the same time.
    this.addSql(`
      create unique index entitlement_override_open on entitlement_override (tenant_id, entitlement_key)
      where revoked_at is null and expired_at is null`);
    this.addSql(`
      create index entitlement_override_due on entitlement_override (expires_at)
      where revoked_at is null and expired_at is null`);
    this.addSql(`create index entitlement_override_latest on entitlement_override (granted_at, id)`);
    this.addSql(
      `create index entitlement_override_tenant on entitlement_override (tenant_id, granted_at, id)`,
    );

    // Every figure is written anew each minute; room in its page keeps that from touching the index.
    this.addSql(`
      create table tenant_usage (
        tenant_id uuid not null references tenant (id) on delete cascade,
        entitlement_key text not null,
        used bigint not null,
        period_start timestamptz null,
        period_end timestamptz null,
        measured_at timestamptz not null,
        constraint tenant_usage_pkey primary key (tenant_id, entitlement_key),
        constraint tenant_usage_used_check check (used >= 0),
        constraint tenant_usage_period_check check ((period_start is null) = (period_end is null))
      ) with (fillfactor = 70)`);

    this.addSql(`
      create table entitlement_exception (
        tenant_id uuid not null references tenant (id) on delete cascade,
        entitlement_key text not null,
        plan_id uuid null,
        used bigint not null,
        period_end timestamptz null,
        plan_limit bigint null,
        override_id uuid null,
        override_limit bigint null,
        override_granted_at timestamptz null,
        override_expires_at timestamptz null,
        above_since timestamptz null,
        constraint entitlement_exception_pkey primary key (tenant_id, entitlement_key)
      )`);
  }

  override async down(): Promise<void> {
    this.addSql('drop table entitlement_exception');
    this.addSql('drop table tenant_usage');
    this.addSql('drop table entitlement_override');
    this.addSql('drop table plan_entitlement');
  }
}
