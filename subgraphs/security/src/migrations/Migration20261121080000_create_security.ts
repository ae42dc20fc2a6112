import { Migration } from '@mikro-orm/migrations';

export class Migration20261121080000_create_security extends Migration {
  override up(): void {
    this.addSql(`
      create table "user" (
        id uuid not null,
        email text not null,
        name text not null,
        password_hash text not null,
        platform_role text null check (platform_role in ('OWNER', 'ADMIN', 'SUPPORT', 'BILLING', 'VIEWER')),
        is_disabled boolean not null default false,
        is_demo boolean not null default false,
        last_signed_in_at timestamptz null,
        created_at timestamptz not null,
        constraint user_pkey primary key (id),
        constraint user_email unique (email),
        constraint user_email_lower check (email = lower(email))
      )`);
    this.addSql('create index user_name_id on "user" (name, id)');

    // Tenants belong to another subgraph; what is kept of them follows their events.
    this.addSql(`
      create table known_tenant (
        id uuid not null,
        slug text not null,
        name text not null,
        constraint known_tenant_pkey primary key (id)
      )`);
    this.addSql('create index known_tenant_slug on known_tenant (slug)');

    this.addSql(`
      create table membership (
        id uuid not null,
        user_id uuid not null,
        tenant_id uuid not null,
        role text not null check (role in ('OWNER', 'ADMIN', 'BILLING', 'VIEWER')),
        created_at timestamptz not null,
        constraint membership_pkey primary key (id),
        constraint membership_user_tenant unique (user_id, tenant_id),
        constraint membership_user_id_foreign foreign key (user_id) references "user" (id)
          on update cascade on delete cascade
      )`);
    this.addSql('create index membership_tenant on membership (tenant_id, role)');

    this.addSql(`
      create table session (
        id uuid not null,
        user_id uuid not null,
        token_hash bytea not null,
        created_at timestamptz not null,
        last_seen_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz null,
        constraint session_pkey primary key (id),
        constraint session_token_hash unique (token_hash),
        constraint session_user_id_foreign foreign key (user_id) references "user" (id)
          on update cascade on delete cascade
      )`);
    this.addSql('create index session_by_user on session (user_id)');

    this.addSql(`
      create table sign_in_throttle (
        email text not null,
        failures integer not null,
        last_failure_at timestamptz not null,
        blocked_until timestamptz null,
        constraint sign_in_throttle_pkey primary key (email)
      )`);

    this.addSql(`
      create table sign_in_failure (
        id uuid not null,
        occurred_at timestamptz not null,
        email text not null,
        user_id uuid null,
        reason text not null
          check (reason in ('UNKNOWN_EMAIL', 'WRONG_PASSWORD', 'DISABLED', 'NO_ACCESS', 'THROTTLED')),
        request_id text not null,
        constraint sign_in_failure_pkey primary key (id)
      )`);
    this.addSql('create index sign_in_failure_occurred_at on sign_in_failure (occurred_at)');
    this.addSql('create index sign_in_failure_email on sign_in_failure (email, occurred_at)');

    this.addSql(`
      create table api_key (
        id uuid not null,
        name text not null,
        prefix text not null,
        key_hash bytea not null,
        scopes text[] not null,
        tenant_id uuid null,
        events_per_second integer null,
        created_by text not null,
        created_at timestamptz not null,
        expires_at timestamptz null,
        last_used_at timestamptz null,
        revoked_at timestamptz null,
        constraint api_key_pkey primary key (id),
        constraint api_key_key_hash unique (key_hash)
      )`);
    this.addSql('create index api_key_created_at on api_key (created_at, id)');
    this.addSql('create index api_key_tenant on api_key (tenant_id, created_at, id)');
  }

  override down(): void {
    for (const table of [
      'api_key',
      'sign_in_failure',
      'sign_in_throttle',
      'session',
      'membership',
      'known_tenant',
      '"user"',
    ]) {
      this.addSql(`drop table ${table}`);
    }
  }
}
