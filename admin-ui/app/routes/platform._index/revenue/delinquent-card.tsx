import { Link } from '@remix-run/react';
import { AssessmentBadge, ThresholdLine } from '#app/components/ui/assessment.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { ElapsedTime } from '#app/components/ui/relative-time.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { DelinquentTenantPartFragment, RevenuePartFragment } from '#app/gql/graphql.ts';
import { formatMoney, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { FailedSection } from '../failed-section.tsx';

type DelinquentCardProps = {
  revenue: RevenuePartFragment;
  tenants: readonly DelinquentTenantPartFragment[] | null;
  className: string;
};

/** Who owes what, the longest overdue first, since when, and what the payment provider said. */
export function DelinquentCard({ revenue, tenants, className }: DelinquentCardProps) {
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
          head={
            <>
              <HeadCell>Tenant</HeadCell>
              <HeadCell isNumber>Owed</HeadCell>
              <HeadCell isNumber>Past due</HeadCell>
              <HeadCell>Reason</HeadCell>
            </>
          }
        >
          {tenants.map(({ tenant, tenantName, payments, owed, oldestDueAt, failureReason }) => (
            <Row key={tenant.id}>
              <Cell>
                <Link className="font-medium" to={paths.tenantTab(tenant.id, 'plan')}>
                  {tenantName ?? tenant.id}
                </Link>
              </Cell>
              <Cell className="num" label="Owed">
                {formatMoney(owed)}
                {payments > 1 ? <span className="label"> {plural(payments, 'payment')}</span> : null}
              </Cell>
              <Cell className="num text-critical" label="Past due">
                <ElapsedTime since={oldestDueAt} />
              </Cell>
              <Cell className="full">{failureReason ?? 'not said'}</Cell>
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
