import { Link } from '@remix-run/react';
import { useMemo } from 'react';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { RowSortHead } from '#app/components/ui/row-sort-head.tsx';
import type { RevenuePartFragment } from '#app/gql/graphql.ts';
import { formatCount, formatMoney, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { useRowSort, type RowSortSpec } from '#app/lib/use-row-sort.ts';
import { useDashboard } from '../dashboard-context.ts';

// From the smallest plan to the largest; a sixth plan and those after it share the last colour.
const series = [
  'var(--series-5)',
  'var(--series-3)',
  'var(--series-2)',
  'var(--series-1)',
  'var(--series-4)',
];

type Share = RevenuePartFragment['planDistribution'][number] & { rank: number; colour: string | undefined };

const spec: RowSortSpec<Share, 'plan' | 'tenants' | 'mrr'> = {
  keyOf: ({ plan }) => plan.key,
  columns: {
    // The larger plan, not the later letter.
    plan: ({ rank }) => rank,
    tenants: ({ tenants }) => tenants,
    mrr: ({ mrr }) => mrr.amountCents,
  },
  given: { column: 'plan', isUp: false },
};

/** How many tenants are on which plan, and what they bring. */
export function PlansCard({ revenue, className }: { revenue: RevenuePartFragment; className: string }) {
  const { rights } = useDashboard();
  const shares = useMemo(() => sharesOf(revenue.planDistribution), [revenue.planDistribution]);
  const { rows, sort, hold } = useRowSort(shares, spec);
  const tenants = shares.reduce((sum, share) => sum + share.tenants, 0);
  return (
    <Card className={className}>
      <CardHead title="Plan distribution">
        <span className="card-sub">{plural(tenants, 'tenant')}</span>
      </CardHead>
      {tenants === 0 ? (
        <p className="card-body text-ink-2">
          No tenant is on a plan. A tenant counts here once it has a running subscription or trial.
        </p>
      ) : (
        <div className="card-body grid gap-2.5">
          <div className="stack" aria-hidden="true">
            {shares
              .filter((share) => share.tenants > 0)
              .map((share) => (
                <i key={share.plan.key} style={{ flex: share.tenants, background: share.colour }} />
              ))}
          </div>
          <table className="data-table flush" aria-label="Plan distribution">
            <thead>
              <tr>
                <RowSortHead sort={sort} column="plan" name="Plan" />
                <RowSortHead sort={sort} column="tenants" name="Tenants" isNumber />
                <RowSortHead sort={sort} column="mrr" name="MRR" isNumber />
              </tr>
            </thead>
            <tbody {...hold}>
              {rows.map((share) => (
                <tr key={share.plan.key}>
                  <td>
                    <span className="flex items-center gap-2">
                      <i
                        className="size-2.5 shrink-0 rounded-1"
                        style={{ background: share.colour }}
                        aria-hidden="true"
                      />
                      {rights.listTenants ? (
                        <Link to={paths.tenants({ plan: share.plan.key })}>{share.plan.name}</Link>
                      ) : (
                        share.plan.name
                      )}
                    </span>
                  </td>
                  <td className="num">{formatCount(share.tenants)}</td>
                  <td className="num">{formatMoney(share.mrr, 'overview')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

/** The largest plan first, each in its own colour. */
function sharesOf(distribution: RevenuePartFragment['planDistribution']): Share[] {
  return distribution
    .map((share, rank) => ({ ...share, rank, colour: series[Math.min(rank, series.length - 1)] }))
    .toReversed();
}
