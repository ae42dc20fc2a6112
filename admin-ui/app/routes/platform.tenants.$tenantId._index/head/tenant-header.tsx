import { CopyText } from '#app/components/copy-text.tsx';
import { TenantStatusLabel } from '#app/components/tenant-status.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { formatMoney, plural } from '#app/lib/format.ts';
import { HeaderActions } from './header-actions.tsx';
import type { Can } from '../rights.ts';
import type { TenantData } from '../tenant-data.ts';

type TenantHeaderProps = { tenant: TenantData; health: TenantHealthPartFragment | null; can: Can };

/** Who it is, how it stands, and what can be done with it. */
export function TenantHeader({ tenant, health, can }: TenantHeaderProps) {
  const { billing } = tenant;
  return (
    <div className="grid gap-3">
      <div className="page-head">
        <div className="min-w-0 flex-[1_1_260px]">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <h1 className="page-title">{tenant.name}</h1>
            {health?.risk.isAtRisk ? (
              <Badge state={health.risk.state === 'CRITICAL' ? 'critical' : 'warn'}>
                At risk, {plural(health.risk.clauses.length, 'clause')}
              </Badge>
            ) : null}
            <TenantStatusLabel status={tenant.status} />
            {tenant.isDemo ? <Badge state="neutral">Demo</Badge> : null}
          </div>
          <div className="page-meta">
            <CopyText text={tenant.slug} label="Copy the slug" />
            {billing ? <PlanMeta billing={billing} /> : null}
            <span>
              <span className="text-ink-3">Customer since</span> <DateOf at={tenant.createdAt} isFocusable />
            </span>
            <span>
              <span className="text-ink-3">Contact</span>{' '}
              <a className="link" href={`mailto:${tenant.contactEmail}`}>
                {tenant.contactEmail}
              </a>
            </span>
            {health?.lastActivityAt ? (
              <span>
                <span className="text-ink-3">Last active</span>{' '}
                <RelativeTime at={health.lastActivityAt} isFocusable />
              </span>
            ) : null}
          </div>
        </div>
        <HeaderActions tenant={tenant} health={health} can={can} />
      </div>
      {tenant.status === 'SUSPENDED' ? (
        <div className="notice" role="note">
          <Badge state="warn">Suspended</Badge>
          <span>
            {tenant.suspensionReason ?? 'No reason was recorded.'}
            {tenant.suspendedAt ? (
              <>
                {' '}
                <RelativeTime className="text-ink-3" at={tenant.suspendedAt} isFocusable />
              </>
            ) : null}
          </span>
        </div>
      ) : null}
    </div>
  );
}

function PlanMeta({ billing }: { billing: NonNullable<TenantData['billing']> }) {
  const { plan, subscription } = billing;
  if (!plan) {
    return (
      <span>
        <span className="text-ink-3">Plan</span> none
      </span>
    );
  }
  return (
    <span>
      <span className="text-ink-3">Plan</span> {plan.name},{' '}
      {subscription?.status === 'TRIALING' ? 'in trial' : `${formatMoney(plan.monthlyPrice)} monthly`}
    </span>
  );
}
