import { executeSql } from '@intendant/kit/database/execute-sql';
import type { BillingContext } from '../context.ts';

/** Movements of monthly recurring revenue in cents; falls are negative. */
export interface MrrMovements {
  new: number;
  expansion: number;
  contraction: number;
  churn: number;
}

export interface MrrHistory {
  movement30d: MrrMovements;
  /** What moved in each month with a movement, by the first instant of the month. */
  movedByMonth: ReadonlyMap<number, number>;
}

const monthsShown = 12;
const dayMs = 24 * 60 * 60 * 1000;

interface Row {
  month: string | null;
  new: number;
  expansion: number;
  contraction: number;
  churn: number;
}

/**
 * How revenue moved within the last 30 days, to the instant, and within each of the last 12 calendar months (UTC). One
 * statement over the sums of at most a year's days, and of the ledger only the one day on which the 30 days begin.
 */
export async function readMrrHistory({ em }: Pick<BillingContext, 'em'>, now: Date): Promise<MrrHistory> {
  const start = new Date(now.getTime() - 30 * dayMs);
  const nextDay = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate() + 1));
  const rows = await executeSql<Row>(
    em,
    `select null as month, ${sums('new_cents', 'expansion_cents', 'contraction_cents', 'churn_cents')}
     from (
       select new_cents, expansion_cents, contraction_cents, churn_cents from mrr_day
       where day >= (?::timestamptz at time zone 'UTC')::date
       union all
       select case when kind = 'NEW' then amount_cents end, case when kind = 'EXPANSION' then amount_cents end,
         case when kind = 'CONTRACTION' then amount_cents end, case when kind = 'CHURN' then amount_cents end
       from mrr_movement where occurred_at > ? and occurred_at < ?
     ) as window_30d
     union all
     select to_char(date_trunc('month', day), 'YYYY-MM-DD'),
       ${sums('new_cents', 'expansion_cents', 'contraction_cents', 'churn_cents')}
     from mrr_day where day >= (?::timestamptz at time zone 'UTC')::date
     group by date_trunc('month', day)`,
    [nextDay, start, nextDay, firstMonthShown(now)],
  );
  const window = rows.find(({ month }) => month === null);
  return {
    movement30d: {
      new: window?.new ?? 0,
      expansion: window?.expansion ?? 0,
      contraction: window?.contraction ?? 0,
      churn: window?.churn ?? 0,
    },
    movedByMonth: new Map(
      rows.flatMap(({ month, ...moved }) => (month === null ? [] : [[Date.parse(month), total(moved)]])),
    ),
  };
}

function sums(...columns: string[]): string {
  const names = ['new', 'expansion', 'contraction', 'churn'];
  return columns
    .map((column, index) => `coalesce(sum(${column}), 0)::double precision as "${names[index]}"`)
    .join(', ');
}

/** What four kinds of movement come to. */
export function total(movements: MrrMovements): number {
  return movements.new + movements.expansion + movements.contraction + movements.churn;
}

/**
 * Revenue at the end of each month from `since` to now, at most twelve, the oldest first: reckoned back from what it is
 * now, so that the current month ends with today's figure.
 */
export function mrrByMonth(
  mrrCents: number,
  { movedByMonth, since, now }: Pick<MrrHistory, 'movedByMonth'> & { since: Date | null; now: Date },
): { month: Date; amountCents: number }[] {
  const points: { month: Date; amountCents: number }[] = [];
  if (since === null) {
    return points;
  }
  const oldest = Math.max(startOfMonth(since, 0).getTime(), firstMonthShown(now).getTime());
  let amountCents = mrrCents;
  for (let month = startOfMonth(now, 0); month.getTime() >= oldest; month = startOfMonth(month, -1)) {
    points.unshift({ month, amountCents });
    amountCents -= movedByMonth.get(month.getTime()) ?? 0;
  }
  return points;
}

function firstMonthShown(now: Date): Date {
  return startOfMonth(now, 1 - monthsShown);
}

function startOfMonth(at: Date, monthsLater: number): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + monthsLater));
}
