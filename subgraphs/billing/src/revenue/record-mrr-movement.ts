import type { EntityManager } from '@mikro-orm/postgresql';
import { executeSql } from '@intendant/kit/database/execute-sql';
import type { BillingContext } from '../context.ts';

export type MrrMovementKind = 'NEW' | 'EXPANSION' | 'CONTRACTION' | 'CHURN';

/** A subscription's revenue before and after a change. */
export interface MrrChange {
  tenantId: string;
  beforeCents: number;
  afterCents: number;
  /** Whether the subscription ended. */
  hasEnded: boolean;
}

/** What kind of movement a change is; null when revenue did not move. */
export function mrrMovementKind({
  beforeCents,
  afterCents,
  hasEnded,
}: Omit<MrrChange, 'tenantId'>): MrrMovementKind | null {
  if (afterCents === beforeCents) {
    return null;
  }
  if (afterCents > beforeCents) {
    return beforeCents === 0 ? 'NEW' : 'EXPANSION';
  }
  return hasEnded ? 'CHURN' : 'CONTRACTION';
}

/**
 * Enters a movement of monthly recurring revenue into the ledger and its day's sums, in the transaction of the change:
 * all movements add up to the revenue of all subscriptions. Comes late in the transaction, because changes of one day
 * wait for each other from here on.
 */
export async function recordMrrMovement(
  em: EntityManager,
  ctx: Pick<BillingContext, 'clock' | 'settings'>,
  change: MrrChange,
): Promise<void> {
  const kind = mrrMovementKind(change);
  if (!kind) {
    return;
  }
  await executeSql(
    em,
    `with movement as (
       insert into mrr_movement (tenant_id, occurred_at, kind, amount_cents, currency) values (?, ?, ?, ?, ?)
       returning occurred_at, kind, amount_cents
     )
     insert into mrr_day as d (day, new_cents, expansion_cents, contraction_cents, churn_cents)
     select (occurred_at at time zone 'UTC')::date, ${mrrKindSums('amount_cents')} from movement
     group by 1
     on conflict (day) do update set
       new_cents = d.new_cents + excluded.new_cents,
       expansion_cents = d.expansion_cents + excluded.expansion_cents,
       contraction_cents = d.contraction_cents + excluded.contraction_cents,
       churn_cents = d.churn_cents + excluded.churn_cents`,
    [
      change.tenantId,
      ctx.clock.now(),
      kind,
      change.afterCents - change.beforeCents,
      await ctx.settings.get('billing.currency'),
    ],
  );
}

/** The sums of movements by kind, in the order of the columns of `mrr_day`. */
function mrrKindSums(amount: string): string {
  return ['NEW', 'EXPANSION', 'CONTRACTION', 'CHURN']
    .map((kind) => `coalesce(sum(${amount}) filter (where kind = '${kind}'), 0)`)
    .join(', ');
}

/**
 * Takes a tenant's movements out of the ledger and the sums, as if it had never been. For tenants that were never real;
 * what a real one paid stays.
 */
export async function forgetMrrMovements(em: EntityManager, tenantId: string): Promise<void> {
  // Several tenants are forgotten at once, and each touches many days.
  await executeSql(em, `select pg_advisory_xact_lock(hashtextextended('mrr_day', 0))`);
  await executeSql(
    em,
    `with gone as (
       delete from mrr_movement where tenant_id = ? returning occurred_at, kind, amount_cents
     ), per_day (day, new_cents, expansion_cents, contraction_cents, churn_cents) as (
       select (occurred_at at time zone 'UTC')::date, ${mrrKindSums('amount_cents')} from gone group by 1
     )
     update mrr_day d set
       new_cents = d.new_cents - g.new_cents,
       expansion_cents = d.expansion_cents - g.expansion_cents,
       contraction_cents = d.contraction_cents - g.contraction_cents,
       churn_cents = d.churn_cents - g.churn_cents
     from per_day g where g.day = d.day`,
    [tenantId],
  );
  await executeSql(
    em,
    `delete from mrr_day
     where new_cents = 0 and expansion_cents = 0 and contraction_cents = 0 and churn_cents = 0`,
  );
}
