import { Card, CardHead, MoreLink, Section } from '#app/components/ui/card.tsx';
import { Figure, FigureCell } from '#app/components/ui/figure.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import type { RevenuePartFragment } from '#app/gql/graphql.ts';
import { formatCount, formatMoney, measureCount, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';

/** What the tenants pay, and who does not. */
export function RevenueSection({ revenue, canList }: { revenue: RevenuePartFragment; canList: boolean }) {
  const { trials, delinquentTenants } = revenue;
  const delinquentPath = canList ? paths.tenants({ delinquent: 'true' }) : undefined;
  const most = Math.max(1, ...revenue.planDistribution.map((share) => share.tenants));
  const listedTo = (query: Record<string, string>) => (canList ? paths.tenants(query) : undefined);
  return (
    <Section id="revenue" title="Revenue">
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
        <Card className="tablet:col-span-3 desktop:col-span-2">
          <div className="figures">
            <FigureCell label="MRR" to={listedTo({ sort: 'MRR', direction: 'DESC' })}>
              <Figure measure={{ value: formatMoney(revenue.mrr, 'overview'), unit: null }} />
              <span className="label">all active subscriptions</span>
            </FigureCell>
            <FigureCell
              label="Delinquent"
              to={delinquentPath}
              status={
                delinquentTenants > 0 ? (
                  <Badge state="critical">{plural(delinquentTenants, 'tenant')}</Badge>
                ) : (
                  <Badge state="ok" />
                )
              }
            >
              <Figure measure={{ value: formatMoney(revenue.overdue, 'exact'), unit: null }} />
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
        </Card>
        <Card className="tablet:max-desktop:col-span-3">
          <CardHead title="Tenants by plan">
            {canList ? (
              <MoreLink to={paths.tenants({ sort: 'PLAN', direction: 'DESC' })}>Tenants</MoreLink>
            ) : null}
          </CardHead>
          <ol className="ranking" aria-label="Tenants by plan">
            {revenue.planDistribution.map((share) => (
              <li key={share.plan.key} className="plan-share">
                <span className="truncate">{share.plan.name}</span>
                <span className="bar other" aria-hidden="true">
                  <i style={{ width: `${(share.tenants / most) * 100}%` }} />
                </span>
                <span className="value">{formatCount(share.tenants)}</span>
                <span className="label text-right">{formatMoney(share.mrr, 'overview')}/mo</span>
              </li>
            ))}
          </ol>
        </Card>
      </div>
    </Section>
  );
}
