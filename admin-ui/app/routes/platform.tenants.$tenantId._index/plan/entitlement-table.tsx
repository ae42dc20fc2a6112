import { Link } from '@remix-run/react';
import { entitlementAmount, entitlementTitle } from '#app/components/entitlement-text.ts';
import { AssessmentBadge, thresholdText } from '#app/components/ui/assessment.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { formatCount, formatPercent, formatPercentLimit, UNKNOWN } from '#app/lib/format.ts';
import { formatDay } from '#app/lib/format-time.ts';
import { paths } from '#app/lib/paths.ts';
import { LimitsBadge, type EntitlementUsage } from './entitlement-meter.tsx';
import { monthPace } from './month-pace.ts';
import type { TenantData } from '../tenant-data.ts';

type EntitlementTableProps = {
  tenant: TenantData;
  entitlements: readonly EntitlementUsage[];
  canGrant: boolean;
  now: number;
};

const stateWords = {
  OK: 'Within',
  WARN: 'Near limit',
  CRITICAL: 'Above limit',
  UNKNOWN: 'Not measured',
} as const;

/** Each limit with what is used of it, where it leads, and the override in force with who, why and until when. */
export function EntitlementTable({ tenant, entitlements, canGrant, now }: EntitlementTableProps) {
  return (
    <Card>
      <CardHead title="Limits" sub={tenant.billing?.plan?.name ?? 'no plan'}>
        {entitlements.length === 0 ? null : <LimitsBadge entitlements={entitlements} />}
      </CardHead>
      {entitlements.length === 0 ? (
        <p className="card-body text-ink-2">Nothing is limited for this tenant.</p>
      ) : (
        <CardTable
          label="Limits"
          className="limit-table"
          head={
            <>
              <HeadCell>Limit</HeadCell>
              <HeadCell isNumber>Used</HeadCell>
              <HeadCell isNumber>Limit</HeadCell>
              <HeadCell className="trend">
                <span className="sr-only">Share of the limit</span>
              </HeadCell>
              <HeadCell>State</HeadCell>
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            </>
          }
        >
          {entitlements.map((usage) => (
            <Row key={usage.entitlement.key}>
              <Cell className="full">
                <span className="font-medium">{entitlementTitle(usage.entitlement)}</span>
                <Remarks usage={usage} now={now} />
              </Cell>
              <Cell className="num" label="Used">
                {usage.measuredAt ? entitlementAmount(usage.entitlement, usage.used) : UNKNOWN}
              </Cell>
              <Cell className="num" label="Limit">
                {entitlementAmount(usage.entitlement, usage.limit)}
              </Cell>
              <Cell className="trend">
                <Share usage={usage} />
              </Cell>
              <Cell>
                {usage.limit === null || usage.limit === undefined ? (
                  <span className="text-ink-3">No limit</span>
                ) : (
                  <AssessmentBadge assessment={usage.assessment}>
                    {stateWords[usage.assessment.state]}
                  </AssessmentBadge>
                )}
              </Cell>
              <Cell className="num actions">
                {canGrant ? (
                  <Link
                    className="link"
                    to={paths.newOverride({ tenant: tenant.id, entitlement: usage.entitlement.key })}
                  >
                    Grant override
                    <span className="sr-only"> of {usage.entitlement.name}</span>
                  </Link>
                ) : null}
              </Cell>
            </Row>
          ))}
        </CardTable>
      )}
      <Lines entitlements={entitlements} />
    </Card>
  );
}

/** The lines are a setting of the platform, so they are the same for every limit. */
function Lines({ entitlements }: Pick<EntitlementTableProps, 'entitlements'>) {
  const limited = entitlements.find(({ limit }) => limit !== null && limit !== undefined);
  const text = limited === undefined ? null : thresholdText(limited.assessment, formatPercentLimit);
  return text === null ? null : (
    <div className="card-foot">
      <span>{text} of a limit</span>
    </div>
  );
}

function Share({ usage }: { usage: EntitlementUsage }) {
  // What was never measured is not zero.
  if (!usage.measuredAt || usage.ratio === null || usage.ratio === undefined)
    return <span className="text-ink-3">{UNKNOWN}</span>;
  const { state } = usage.assessment;
  const bar = state === 'CRITICAL' ? 'bar critical' : state === 'WARN' ? 'bar warn' : 'bar';
  return (
    <span className="share">
      <span className={bar} aria-hidden="true">
        <i style={{ width: `${Math.min(100, usage.ratio * 100).toFixed(1)}%` }} />
      </span>
      {formatPercent(usage.ratio)}
    </span>
  );
}

function Remarks({ usage, now }: { usage: EntitlementUsage; now: number }) {
  const { override, entitlement } = usage;
  const pace =
    entitlement.period === 'MONTH' && entitlement.unit === 'COUNT' && usage.limit
      ? monthPace(usage.used, new Date(now))
      : null;
  return (
    <>
      {override ? (
        <span className="label block">
          Override by {override.grantedBy} until <DateOf at={override.expiresAt} isFocusable />:{' '}
          {override.reason} The plan’s own limit is {entitlementAmount(entitlement, usage.planLimit)}.
        </span>
      ) : null}
      <span className="label block">
        {pace === null ? null : `${formatCount(pace.total)} by ${formatDay(pace.until)} at this pace. `}
        {usage.measuredAt ? (
          <>
            {/* The people are counted by Intendant itself: an old count is a count nothing has changed since. */}
            {entitlement.key === 'users' ? 'Counted as members change, last' : 'Measured'}{' '}
            <RelativeTime at={usage.measuredAt} />.
          </>
        ) : (
          'Never measured.'
        )}
      </span>
    </>
  );
}
