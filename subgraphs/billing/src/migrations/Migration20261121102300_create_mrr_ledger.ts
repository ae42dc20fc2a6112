import { Migration } from '@mikro-orm/migrations';

/** Every movement of monthly recurring revenue, and the sums of each day (UTC), which is what is read. */
export class Migration20261121102300_create_mrr_ledger extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table mrr_movement (
        id bigint generated always as identity,
        tenant_id uuid not null,
        occurred_at timestamptz not null,
        kind text not null,
        amount_cents bigint not null,
        currency text not null,
        constraint mrr_movement_pkey primary key (id),
        constraint mrr_movement_kind_check check (kind in ('NEW', 'EXPANSION', 'CONTRACTION', 'CHURN')),
        constraint mrr_movement_sign_check
          check (case when kind in ('NEW', 'EXPANSION') then amount_cents > 0 else amount_cents < 0 end)
      )`);
    this.addSql('create index mrr_movement_time on mrr_movement (occurred_at)');
    this.addSql('create index mrr_movement_tenant on mrr_movement (tenant_id)');

    this.addSql(`
      create table mrr_day (
        day date not null,
        new_cents bigint not null default 0,
        expansion_cents bigint not null default 0,
        contraction_cents bigint not null default 0,
        churn_cents bigint not null default 0,
        constraint mrr_day_pkey primary key (day)
      )`);
  }

  override async down(): Promise<void> {
    this.addSql('drop table mrr_day');
    this.addSql('drop table mrr_movement');
  }
}
