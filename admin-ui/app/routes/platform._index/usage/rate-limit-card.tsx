import { Link } from '@remix-run/react';
import { memo } from 'react';
import { AssessmentBadge, type Assessed } from '#app/components/ui/assessment.tsx';
import { Card, CardHead, MoreLink } from '#app/components/ui/card.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { RowSortHead } from '#app/components/ui/row-sort-head.tsx';
import { CardTable, Cell, Row } from '#app/components/ui/table.tsx';
import type { RateLimitBreachPartFragment } from '#app/gql/graphql.ts';
import { formatCount, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { useRowSort, type RowSortSpec } from '#app/lib/use-row-sort.ts';
import { useDashboard } from '../dashboard-context.ts';
import { FailedSection } from '../failed-section.tsx';

const words = { REQUESTS: 'requests', EVENTS: 'events' } as const;

const none: readonly RateLimitBreachPartFragment[] = [];

const spec: RowSortSpec<
  RateLimitBreachPartFragment,
  'tenant' | 'plan' | 'peak' | 'limit' | 'share' | 'rejected' | 'caller' | 'last'
> = {
  keyOf: ({ tenant, kind, callerName }) => `${tenant.id} ${kind} ${callerName}`,
  columns: {
    tenant: ({ name }) => name,
    plan: ({ planName }) => planName ?? null,
    peak: ({ peakPerMinute }) => peakPerMinute,
    limit: ({ limitPerMinute }) => limitPerMinute,
    share: ({ peakPerMinute, limitPerMinute }) => peakPerMinute / limitPerMinute,
    rejected: ({ rejected24h }) => rejected24h,
    caller: ({ callerName }) => callerName,
    last: ({ lastAt }) => Date.parse(lastAt),
  },
  given: { column: 'rejected', isUp: false },
};

type RateLimitCardProps = {
  /** How many tenants were refused within 24 h. */
  count: number;
  assessment: Assessed;
  breaches: readonly RateLimitBreachPartFragment[] | null;
};

/** Tenants whose callers ran into a rate limit: by how much, and who of them. */
export const RateLimitCard = memo(function RateLimitCard({
  count,
  assessment,
  breaches,
}: RateLimitCardProps) {
  const { rights } = useDashboard();
  const { rows, sort, hold } = useRowSort(breaches ?? none, spec);
  const title = 'Over their rate limit';
  const span = 'tablet:col-span-3';
  if (breaches === null) return <FailedSection section="usage" title={title} className={span} />;
  return (
    <Card className={span}>
      <CardHead
        title={title}
        sub={
          <span className="inline-flex items-center gap-2">
            24 h
            <AssessmentBadge assessment={assessment}>
              {count === 0 ? undefined : plural(count, 'tenant')}
            </AssessmentBadge>
          </span>
        }
      >
        <MoreLink to={paths.tenants({ limited: 'true' })}>Tenants over limits</MoreLink>
      </CardHead>
      {breaches.length === 0 ? (
        <p className="card-body text-ink-2">
          No tenant was refused by a rate limit within 24 h. One appears here as soon as the gateway refuses a
          request or an event of its callers.
        </p>
      ) : (
        <CardTable
          label="Tenants over their rate limit"
          hold={hold}
          head={
            <>
              <RowSortHead sort={sort} column="tenant" name="Tenant" />
              {rights.billing ? <RowSortHead sort={sort} column="plan" name="Plan" /> : null}
              <RowSortHead sort={sort} column="peak" name="Peak a minute" isNumber />
              <RowSortHead sort={sort} column="limit" name="Limit" isNumber />
              <RowSortHead sort={sort} column="share" name="Against limit" className="w-1/5" />
              <RowSortHead sort={sort} column="rejected" name="Refused 24 h" isNumber />
              <RowSortHead sort={sort} column="caller" name="Caller" />
              <RowSortHead sort={sort} column="last" name="Last" isNumber />
            </>
          }
        >
          {rows.map((breach) => (
            <Breach key={spec.keyOf(breach)} breach={breach} />
          ))}
        </CardTable>
      )}
    </Card>
  );
});

function Breach({ breach }: { breach: RateLimitBreachPartFragment }) {
  const { rights } = useDashboard();
  const { tenant, name, planName, kind, callerName, peakPerMinute, limitPerMinute, rejected24h, lastAt } =
    breach;
  // The tick stands at two thirds, so that a peak somewhat above the limit still fits.
  const scale = Math.max(limitPerMinute * 1.5, peakPerMinute);
  return (
    <Row>
      <Cell>
        <Link className="font-medium" to={paths.tenant(tenant.id)}>
          {name}
        </Link>
      </Cell>
      {rights.billing ? <Cell>{planName ?? 'no plan'}</Cell> : null}
      <Cell className="num font-medium" label="Peak a minute">
        {formatCount(peakPerMinute)} <span className="label">{words[kind]}</span>
      </Cell>
      <Cell className="num" label="Limit">
        {formatCount(limitPerMinute)}
      </Cell>
      <Cell className="full">
        <span className="bullet max-w-none" aria-hidden="true">
          <i style={{ width: `${((peakPerMinute / scale) * 100).toFixed(1)}%` }} />
          <u style={{ left: `${((limitPerMinute / scale) * 100).toFixed(1)}%` }} />
        </span>
      </Cell>
      <Cell className="num" label="Refused 24 h">
        {formatCount(rejected24h)}
      </Cell>
      <Cell className="mono tablet:whitespace-nowrap" label="Caller">
        {callerName}
      </Cell>
      <Cell className="num text-ink-2" label="Last">
        <RelativeTime at={lastAt} />
      </Cell>
    </Row>
  );
}
