import { Pause, Pencil, Play } from 'lucide-react';
import { TenantStatusLabel } from '#app/components/tenant-status.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { formatMoney } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import type { TenantData } from './tenant-data.ts';

type TenantHeaderProps = { tenant: TenantData; health: TenantHealthPartFragment | null; canWrite: boolean };

export function TenantHeader({ tenant, health, canWrite }: TenantHeaderProps) {
  const { billing } = tenant;
  return (
    <div className="grid gap-3">
      <div className="page-head">
        <div className="min-w-0 flex-[1_1_260px]">
          <div className="flex flex-wrap items-center gap-2.5">
            <h1 className="page-title">{tenant.name}</h1>
            {health?.risk.isAtRisk ? (
              <Badge state={health.risk.state === 'CRITICAL' ? 'critical' : 'warn'}>
                At risk,{' '}
                {health.risk.clauses.length === 1 ? '1 clause' : `${health.risk.clauses.length} clauses`}
              </Badge>
            ) : null}
            <TenantStatusLabel status={tenant.status} />
            {tenant.isDemo ? <Badge state="neutral">Demo</Badge> : null}
          </div>
          <div className="page-meta">
            <span className="mono">{tenant.slug}</span>
            {billing?.plan ? (
              <span>
                <span className="text-ink-3">Plan</span> {billing.plan.name}
                {billing.subscription ? `, ${formatMoney(billing.subscription.mrr)} monthly` : null}
              </span>
            ) : null}
            <span>
              <span className="text-ink-3">Customer since</span> <DateOf at={tenant.createdAt} isFocusable />
            </span>
            <span>
              <span className="text-ink-3">Contact</span>{' '}
              <a className="link" href={`mailto:${tenant.contactEmail}`}>
                {tenant.contactEmail}
              </a>
            </span>
            {health?.lastEventAt ? (
              <span>
                <span className="text-ink-3">Last active</span>{' '}
                <RelativeTime at={health.lastEventAt} isFocusable />
              </span>
            ) : null}
          </div>
        </div>
        {canWrite ? (
          <div className="page-actions">
            <ButtonLink to={paths.editTenant(tenant.id)}>
              <Pencil className="icon icon-s" aria-hidden />
              Edit
            </ButtonLink>
            {tenant.status === 'ACTIVE' ? (
              <ButtonLink id="suspend" to={paths.tenantConfirm(tenant.id, 'suspend')} preventScrollReset>
                <Pause className="icon icon-s" aria-hidden />
                Suspend…
              </ButtonLink>
            ) : null}
            {tenant.status === 'SUSPENDED' ? (
              <ButtonLink
                id="reactivate"
                kind="primary"
                to={paths.tenantConfirm(tenant.id, 'reactivate')}
                preventScrollReset
              >
                <Play className="icon icon-s" aria-hidden />
                Reactivate…
              </ButtonLink>
            ) : null}
          </div>
        ) : null}
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
