import { Migration } from '@mikro-orm/migrations';

/**
 * What can be known of the time before the ledger: a subscription that is paid, or was until it was canceled, has been
 * so since its trial converted, or else since it started. Plans it was on before are not recorded.
 */
export class Migration20261121102400_backfill_mrr_ledger extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      insert into mrr_movement (tenant_id, occurred_at, kind, amount_cents, currency)
      select movement.tenant_id, movement.occurred_at, movement.kind, movement.amount_cents,
        coalesce((select value #>> '{}' from platform.get_settings(array['billing.currency'])), 'EUR')
      from plan_subscription s
      join plan on plan.id = s.plan_id and plan.monthly_price_cents > 0
      cross join lateral (
        select s.tenant_id, coalesce(s.trial_converted_at, s.started_at) as occurred_at, 'NEW' as kind,
          plan.monthly_price_cents as amount_cents
        union all
        select s.tenant_id, s.canceled_at, 'CHURN', -plan.monthly_price_cents where s.status = 'CANCELED'
      ) as movement
      where s.status = 'ACTIVE'
        -- A trial that was canceled never brought anything.
        or (s.status = 'CANCELED' and (s.trial_ends_at is null or s.trial_converted_at is not null
          or s.trial_ends_at < s.canceled_at))
      order by movement.occurred_at`);
    this.addSql(`
      insert into mrr_day (day, new_cents, churn_cents)
      select (occurred_at at time zone 'UTC')::date,
        coalesce(sum(amount_cents) filter (where kind = 'NEW'), 0),
        coalesce(sum(amount_cents) filter (where kind = 'CHURN'), 0)
      from mrr_movement group by 1`);
  }

  override async down(): Promise<void> {
    this.addSql('delete from mrr_day');
    this.addSql('delete from mrr_movement');
  }
}
