import { Link } from '@remix-run/react';
import { AssessmentBadge, ThresholdLine } from '#app/components/ui/assessment.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { ElapsedTime } from '#app/components/ui/relative-time.tsx';
import { RowSortHead } from '#app/components/ui/row-sort-head.tsx';
import { CardTable, Cell, Row } from '#app/components/ui/table.tsx';
import type { DelinquentTenantPartFragment, RevenuePartFragment } from '#app/gql/graphql.ts';
import { formatMoney, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { useRowSort, type RowSortSpec } from '#app/lib/use-row-sort.ts';
import { FailedSection } from '../failed-section.tsx';

const none: readonly DelinquentTenantPartFragment[] = [];

const spec: RowSortSpec<DelinquentTenantPartFragment, 'tenant' | 'owed' | 'pastDue' | 'reason'> = {
  keyOf: ({ tenant }) => tenant.id,
  columns: {
    tenant: ({ tenantName, tenant }) => tenantName ?? tenant.id,
    owed: ({ owed }) => owed.amountCents,
    // How long, not when.
    pastDue: ({ oldestDueAt }) => -Date.parse(oldestDueAt),
    reason: ({ failureReason }) => failureReason ?? null,
  },
  given: { column: 'pastDue', isUp: false },
};

type DelinquentCardProps = {
  revenue: RevenuePartFragment;
  tenants: readonly DelinquentTenantPartFragment[] | null;
  className: string;
};

/** Who owes what, the longest overdue first, since when, and what the payment provider said. */
export function DelinquentCard({ revenue, tenants, className }: DelinquentCardProps) {
  const { rows, sort, hold } = useRowSort(tenants ?? none, spec);
  if (tenants === null) return <FailedSection section="revenue" title="Delinquent" className={className} />;
  const { delinquentTenants, delinquentAssessment, overdue } = revenue;
  return (
    <Card className={className}>
      <CardHead title="Delinquent" sub={`${formatMoney(overdue)} outstanding`}>
        <AssessmentBadge assessment={delinquentAssessment}>
          {delinquentTenants > 0 ? plural(delinquentTenants, 'tenant') : undefined}
        </AssessmentBadge>
      </CardHead>
      {tenants.length === 0 ? (
        <p className="card-body text-ink-2">
          Every tenant has paid. A tenant appears here when a failed payment is past its due date.
        </p>
      ) : (
        <CardTable
          label="Delinquent tenants"
          hold={hold}
          head={
            <>
              <RowSortHead sort={sort} column="tenant" name="Tenant" />
              <RowSortHead sort={sort} column="owed" name="Owed" isNumber />
              <RowSortHead sort={sort} column="pastDue" name="Past due" isNumber />
              <RowSortHead sort={sort} column="reason" name="Reason" />
            </>
          }
        >
          {rows.map(({ tenant, tenantName, payments, owed, oldestDueAt, failureReason }) => (
            <Row key={tenant.id}>
              <Cell>
                <Link className="font-medium" to={paths.tenantTab(tenant.id, 'plan')}>
                  {tenantName ?? tenant.id}
                </Link>
              </Cell>
              <Cell className="num" label="Owed">
                {formatMoney(owed)}
                {payments > 1 ? <span className="label block"> {plural(payments, 'payment')}</span> : null}
              </Cell>
              <Cell className="num text-critical" label="Past due">
                <ElapsedTime since={oldestDueAt} />
              </Cell>
              <Cell className="full min-w-24 wrap-anywhere">{failureReason ?? 'not said'}</Cell>
            </Row>
          ))}
        </CardTable>
      )}
      <div className="card-foot">
        <span>
          <ThresholdLine assessment={delinquentAssessment} format={(value) => plural(value, 'tenant')} />
        </span>
        <Link to={paths.enforcement({ view: 'payments', state: 'overdue' })}>
          {tenants.length > 0 ? 'All overdue payments' : 'Failed payments'}
        </Link>
      </div>
    </Card>
  );
}
