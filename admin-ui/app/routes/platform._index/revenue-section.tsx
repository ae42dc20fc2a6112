import { Link } from '@remix-run/react';
import { Card, CardHead, Section } from '#app/components/ui/card.tsx';
import { Figure, FigureCell } from '#app/components/ui/figure.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import type { RevenuePartFragment } from '#app/gql/graphql.ts';
import { formatCount, formatMoney, measureCount, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';

/** What the tenants pay, and who does not. */
export function RevenueSection({ revenue, canList }: { revenue: RevenuePartFragment; canList: boolean }) {
  const { trials, delinquentTenants } = revenue;
  const listedTo = (query: Record<string, string>) => (canList ? paths.tenants(query) : undefined);
  return (
    <Section id="revenue" title="Revenue">
      <Card>
        <div className="figures">
          <FigureCell label="MRR" to={listedTo({ sort: 'MRR' })}>
            <Figure measure={{ value: formatMoney(revenue.mrr, 'overview'), unit: null }} />
            <span className="label">all active subscriptions</span>
          </FigureCell>
          <FigureCell
            label="Delinquent"
            to={listedTo({ delinquent: 'true' })}
            status={
              delinquentTenants > 0 ? (
                <Badge state="critical">{plural(delinquentTenants, 'tenant')}</Badge>
              ) : (
                <Badge state="ok" />
              )
            }
          >
            <Figure measure={{ value: formatMoney(revenue.overdue), unit: null }} />
            <span className="label">past due</span>
          </FigureCell>
          <FigureCell
            label="Trials"
            status={
              trials.expiring7d > 0 ? (
                <Badge state="warn">{formatCount(trials.expiring7d)} expiring</Badge>
              ) : null
            }
          >
            <Figure measure={measureCount(trials.running)} of="running" />
            <span className="label">
              30 d: {formatCount(trials.started30d)} started, {formatCount(trials.converted30d)} converted
            </span>
          </FigureCell>
        </div>
        <CardHead title="MRR by plan" />
        <PlanShares shares={revenue.planDistribution} canList={canList} />
      </Card>
    </Section>
  );
}

// At most five series are told apart; a sixth plan and those after it share the last colour.
const series = [
  'var(--series-5)',
  'var(--series-3)',
  'var(--series-2)',
  'var(--series-1)',
  'var(--series-4)',
];

function PlanShares({
  shares,
  canList,
}: {
  shares: RevenuePartFragment['planDistribution'];
  canList: boolean;
}) {
  const coloured = shares.map((share, index) => ({
    ...share,
    colour: series[Math.min(index, series.length - 1)],
  }));
  return (
    <div className="card-body grid gap-3">
      <div className="stack" aria-hidden="true">
        {coloured
          .filter((share) => share.mrr.amountCents > 0)
          .toReversed()
          .map((share) => (
            <i key={share.plan.key} style={{ flex: share.mrr.amountCents, background: share.colour }} />
          ))}
      </div>
      <ul className="share-key">
        {coloured.toReversed().map((share) => (
          <li key={share.plan.key}>
            <i style={{ background: share.colour }} />
            <span className="truncate">
              {canList ? (
                <Link to={paths.tenants({ plan: share.plan.key })}>{share.plan.name}</Link>
              ) : (
                share.plan.name
              )}{' '}
              <span className="label">{plural(share.tenants, 'tenant')}</span>
            </span>
            <span className="font-medium">{formatMoney(share.mrr, 'overview')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
