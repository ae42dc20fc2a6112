import { Migration } from '@mikro-orm/migrations';

export class Migration20261121090000_create_billing extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table plan (
        id uuid not null,
        key text not null,
        name text not null,
        position int not null,
        monthly_price_cents int not null,
        trial_days int not null,
        constraint plan_pkey primary key (id),
        constraint plan_key_unique unique (key),
        constraint plan_monthly_price_cents_check check (monthly_price_cents >= 0),
        constraint plan_trial_days_check check (trial_days >= 0)
      )`);

    this.addSql(`
      create table plan_subscription (
        id uuid not null,
        tenant_id uuid not null,
        plan_id uuid not null,
        status text not null,
        started_at timestamptz not null,
        trial_started_at timestamptz null,
        trial_ends_at timestamptz null,
        trial_converted_at timestamptz null,
        canceled_at timestamptz null,
        constraint plan_subscription_pkey primary key (id),
        constraint plan_subscription_tenant_unique unique (tenant_id),
        constraint plan_subscription_plan_id_foreign
          foreign key (plan_id) references plan (id) on update cascade,
        constraint plan_subscription_status_check check (status in ('TRIALING', 'ACTIVE', 'CANCELED')),
        constraint plan_subscription_trial_check
          check ((trial_started_at is null) = (trial_ends_at is null)
            and (status <> 'TRIALING' or trial_ends_at is not null)),
        constraint plan_subscription_canceled_check check ((status = 'CANCELED') = (canceled_at is not null))
      )`);
    this.addSql(
      `create index plan_subscription_running_trial on plan_subscription (trial_ends_at) where status = 'TRIALING'`,
    );

    this.addSql(`
      create table payment (
        id uuid not null,
        tenant_id uuid not null,
        reference text not null,
        amount_cents bigint not null,
        status text not null,
        due_at timestamptz not null,
        failed_at timestamptz null,
        failure_reason text null,
        paid_at timestamptz null,
        overdue_announced_at timestamptz null,
        constraint payment_pkey primary key (id),
        constraint payment_reference_unique unique (tenant_id, reference),
        constraint payment_amount_cents_check check (amount_cents > 0),
        constraint payment_status_check check (status in ('FAILED', 'PAID')),
        constraint payment_paid_check check ((status = 'PAID') = (paid_at is not null))
      )`);
    this.addSql(`create index payment_unpaid on payment (tenant_id, due_at, id) where status = 'FAILED'`);
    this.addSql(
      `create index payment_unannounced on payment (due_at) where status = 'FAILED' and overdue_announced_at is null`,
    );
  }

  override async down(): Promise<void> {
    this.addSql('drop table payment');
    this.addSql('drop table plan_subscription');
    this.addSql('drop table plan');
  }
}
