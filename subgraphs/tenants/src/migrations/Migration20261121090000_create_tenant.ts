import { Migration } from '@mikro-orm/migrations';

export class Migration20261121090000_create_tenant extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table tenant (
        id uuid not null,
        name text not null,
        slug text not null,
        contact_email text not null,
        status text not null,
        suspension_reason text null,
        suspended_at timestamptz null,
        is_demo boolean not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint tenant_pkey primary key (id),
        constraint tenant_slug_unique unique (slug),
        constraint tenant_slug_check check (slug = lower(slug)),
        constraint tenant_status_check
          check (status in ('PROVISIONING', 'ACTIVE', 'SUSPENDED', 'DEPROVISIONING', 'DELETED')),
        constraint tenant_suspension_check
          check ((status = 'SUSPENDED') = (suspended_at is not null)
            and (suspended_at is null) = (suspension_reason is null))
      )`);
  }

  override async down(): Promise<void> {
    this.addSql('drop table tenant');
  }
}
