import { entitlementAmount, entitlementTitle, usedOfLimit } from '#app/components/entitlement-text.ts';
import { isBeyond, type Assessed } from '#app/components/ui/assessment.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import type { EntitlementsPartFragment } from '#app/gql/graphql.ts';

export type EntitlementUsage = NonNullable<EntitlementsPartFragment['entitlements']>[number];

/** How much of one limit is used; the bar ends at the limit in force. */
export function EntitlementMeter({ usage }: { usage: EntitlementUsage }) {
  const title = entitlementTitle(usage.entitlement);
  const text = usedOfLimit(usage);
  return (
    <div className="meter">
      <div className="meter-row">
        <span>{title}</span>
        <span
          className={
            isBeyond(usage.assessment.state) ? `font-medium ${colour(usage.assessment)}` : 'font-medium'
          }
        >
          {text}
        </span>
      </div>
      {!usage.measuredAt || usage.limit === null || usage.limit === undefined ? null : (
        <div
          className={`bar ${barState(usage.assessment)}`.trim()}
          role="meter"
          aria-label={title}
          aria-valuenow={Math.min(usage.used, usage.limit)}
          aria-valuemin={0}
          aria-valuemax={usage.limit}
          aria-valuetext={text}
        >
          <i style={{ width: `${Math.min(100, (usage.ratio ?? 0) * 100).toFixed(1)}%` }} />
        </div>
      )}
      {usage.override ? (
        <span className="label">
          Override in force, the plan’s own limit is {entitlementAmount(usage.entitlement, usage.planLimit)}
        </span>
      ) : null}
    </div>
  );
}

/** How many limits are near or crossed, in a word; nothing when all are far. */
export function LimitsBadge({ entitlements }: { entitlements: readonly EntitlementUsage[] }) {
  const count = (state: Assessed['state']) =>
    entitlements.filter((usage) => usage.assessment.state === state).length;
  const above = count('CRITICAL');
  if (above > 0) return <Badge state="critical">{above} above limit</Badge>;
  const near = count('WARN');
  return near > 0 ? <Badge state="warn">{near} near limit</Badge> : <Badge state="ok" />;
}

function barState({ state }: Assessed): string {
  return state === 'CRITICAL' ? 'critical' : state === 'WARN' ? 'warn' : '';
}

function colour({ state }: Assessed): string {
  return state === 'CRITICAL' ? 'text-critical' : 'text-warn';
}
