import { Link } from '@remix-run/react';
import { entitlementTitle, usedOfLimit } from '#app/components/entitlement-text.ts';
import { AssessmentBadge, stateOf } from '#app/components/ui/assessment.tsx';
import { Card, CardHead, MoreLink } from '#app/components/ui/card.tsx';
import { DateOf } from '#app/components/ui/relative-time.tsx';
import { RowSortHead } from '#app/components/ui/row-sort-head.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { ExceptionPartFragment, RevenuePartFragment } from '#app/gql/graphql.ts';
import { formatCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { useRowSort, type RowSortSpec } from '#app/lib/use-row-sort.ts';
import { useDashboard } from '../dashboard-context.ts';
import { FailedSection } from '../failed-section.tsx';

const kindWords: Readonly<Record<ExceptionPartFragment['kind'], string>> = {
  ABOVE_LIMIT: 'Above limit',
  OVERRIDE: 'Override',
};

const none: readonly ExceptionPartFragment[] = [];

const spec: RowSortSpec<ExceptionPartFragment, 'tenant' | 'entitlement' | 'share' | 'kind' | 'until'> = {
  keyOf: ({ id }) => id,
  columns: {
    tenant: ({ tenantName }) => tenantName,
    entitlement: ({ usage }) => entitlementTitle(usage.entitlement),
    share: ({ usage }) => shareOf(usage),
    kind: ({ kind }) => kindWords[kind],
    until: ({ usage }) => (usage.override ? Date.parse(usage.override.expiresAt) : null),
  },
  given: { column: 'share', isUp: false },
};

type ExceptionsCardProps = {
  revenue: RevenuePartFragment;
  exceptions: readonly ExceptionPartFragment[] | null;
  className: string;
};

/** Usage above a limit and overrides in force, with the way to grant or change one. One exception may be both. */
export function ExceptionsCard({ revenue, exceptions, className }: ExceptionsCardProps) {
  const { rows, sort, hold } = useRowSort(exceptions ?? none, spec);
  const { rights } = useDashboard();
  const title = 'Entitlement exceptions';
  if (exceptions === null) return <FailedSection section="revenue" title={title} className={className} />;
  const { aboveLimit, overridesInForce, exceptionsAssessment, entitlementExceptions } = revenue;
  return (
    <Card className={className}>
      <CardHead
        title={title}
        sub={
          <span className="inline-flex items-center gap-2">
            {entitlementExceptions > 0
              ? `Of ${formatCount(entitlementExceptions)}, ${formatCount(overridesInForce)} with an override`
              : undefined}
            <AssessmentBadge assessment={exceptionsAssessment}>
              {aboveLimit > 0 ? `${formatCount(aboveLimit)} above limit` : undefined}
            </AssessmentBadge>
          </span>
        }
      >
        <MoreLink to={paths.enforcement()}>All {formatCount(entitlementExceptions)}</MoreLink>
      </CardHead>
      {exceptions.length === 0 ? (
        <p className="card-body text-ink-2">
          Every tenant is within its plan. One appears here when its usage is above a limit, or an override is
          in force.
        </p>
      ) : (
        <CardTable
          label={title}
          hold={hold}
          head={
            <>
              <RowSortHead sort={sort} column="tenant" name="Tenant" />
              <RowSortHead sort={sort} column="entitlement" name="Entitlement" />
              <RowSortHead sort={sort} column="share" name="Used of limit" isNumber />
              <RowSortHead sort={sort} column="kind" name="Kind" />
              <RowSortHead sort={sort} column="until" name="Until" />
              {rights.grantOverrides ? (
                <HeadCell>
                  <span className="sr-only">Action</span>
                </HeadCell>
              ) : null}
            </>
          }
        >
          {rows.map((exception) => (
            <Exception key={exception.id} exception={exception} />
          ))}
        </CardTable>
      )}
    </Card>
  );
}

function Exception({ exception }: { exception: ExceptionPartFragment }) {
  const { rights } = useDashboard();
  const { tenant, tenantName, kind, usage } = exception;
  const { entitlement, override } = usage;
  return (
    <Row>
      <Cell>
        <Link className="font-medium" to={paths.tenantTab(tenant.id, 'plan')}>
          {tenantName}
        </Link>
      </Cell>
      <Cell>{entitlementTitle(entitlement)}</Cell>
      <Cell className="num" label="Used">
        {usedOfLimit(usage)}
      </Cell>
      <Cell>
        <Status state={kind === 'OVERRIDE' ? 'info' : stateOf[usage.assessment.state]}>
          {kindWords[kind]}
        </Status>
      </Cell>
      <Cell label="Until">
        {override ? (
          <>
            <DateOf at={override.expiresAt} />, {override.grantedBy}
          </>
        ) : (
          <span className="text-ink-3">no override</span>
        )}
      </Cell>
      {rights.grantOverrides ? (
        <Cell className="num">
          <Link className="link" to={paths.newOverride({ tenant: tenant.id, entitlement: entitlement.key })}>
            {override ? 'Change' : 'Grant'}
            <span className="sr-only">
              {' '}
              override of {entitlement.name} for {tenantName}
            </span>
          </Link>
        </Cell>
      ) : null}
    </Row>
  );
}

/** Used as a share of the limit; null where there is none, or nothing was measured. */
function shareOf({ used, limit, measuredAt }: ExceptionPartFragment['usage']): number | null {
  if (!measuredAt || limit === null || limit === undefined) return null;
  return limit === 0 ? Number.MAX_VALUE : used / limit;
}
