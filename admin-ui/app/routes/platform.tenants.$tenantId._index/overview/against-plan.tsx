import { Link } from '@remix-run/react';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { formatCount } from '#app/lib/format.ts';
import { formatDay } from '#app/lib/format-time.ts';
import { paths } from '#app/lib/paths.ts';
import { EntitlementMeter, LimitsBadge, type EntitlementUsage } from '../plan/entitlement-meter.tsx';
import { monthPace } from '../plan/month-pace.ts';
import type { TenantData } from '../tenant-data.ts';

type AgainstPlanProps = {
  tenant: TenantData;
  entitlements: readonly EntitlementUsage[] | null;
  canGrant: boolean;
  now: number;
};

/** Usage against each limit of the plan, and where the month leads at this pace. */
export function AgainstPlan({ tenant, entitlements, canGrant, now }: AgainstPlanProps) {
  if (entitlements === null) return <FailedWidget title="Against plan" source="Billing" />;
  const monthly = entitlements.find(
    ({ entitlement }) => entitlement.key === 'executions' && entitlement.period === 'MONTH',
  );
  const pace = !monthly?.used ? null : monthPace(monthly.used, new Date(now));
  return (
    <Card>
      <CardHead title="Against plan" sub={tenant.billing?.plan?.name ?? 'no plan'}>
        {entitlements.length === 0 ? null : <LimitsBadge entitlements={entitlements} />}
      </CardHead>
      <div className="card-body">
        {entitlements.length === 0 ? (
          <p className="text-ink-2">Nothing is limited for this tenant.</p>
        ) : (
          entitlements.map((usage) => <EntitlementMeter key={usage.entitlement.key} usage={usage} />)
        )}
      </div>
      <div className="card-foot">
        <span>
          {pace === null
            ? null
            : `At this pace, ${formatCount(pace.total)} executions by ${formatDay(pace.until)}`}
        </span>
        {canGrant ? (
          <Link className="link" to={paths.newOverride({ tenant: tenant.id })}>
            Grant override
          </Link>
        ) : (
          <Link className="link" to={paths.tenantTab(tenant.id, 'plan')}>
            All limits
          </Link>
        )}
      </div>
    </Card>
  );
}
