import { Link } from '@remix-run/react';
import { AssessmentBadge, ThresholdLine } from '#app/components/ui/assessment.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { ElapsedTime } from '#app/components/ui/relative-time.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { OverduePaymentPartFragment, RevenuePartFragment } from '#app/gql/graphql.ts';
import { formatCount, formatMoney, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { FailedSection } from '../failed-section.tsx';

type DelinquentCardProps = {
  revenue: RevenuePartFragment;
  payments: readonly OverduePaymentPartFragment[] | null;
  className: string;
};

/** Who owes what, since when, and what the payment provider said. */
export function DelinquentCard({ revenue, payments, className }: DelinquentCardProps) {
  if (payments === null) return <FailedSection section="revenue" title="Delinquent" className={className} />;
  const { delinquentTenants, delinquentAssessment, overdue } = revenue;
  return (
    <Card className={className}>
      <CardHead title="Delinquent" sub={`${formatMoney(overdue)} outstanding`}>
        <AssessmentBadge assessment={delinquentAssessment}>
          {delinquentTenants > 0 ? plural(delinquentTenants, 'tenant') : undefined}
        </AssessmentBadge>
      </CardHead>
      {payments.length === 0 ? (
        <p className="card-body text-ink-2">
          Every tenant has paid. A tenant appears here when a failed payment is past its due date.
        </p>
      ) : (
        <CardTable
          label="Delinquent tenants"
          head={
            <>
              <HeadCell>Tenant</HeadCell>
              <HeadCell isNumber>Due</HeadCell>
              <HeadCell isNumber>Past due</HeadCell>
              <HeadCell>Reason</HeadCell>
            </>
          }
        >
          {payments.map(({ id, tenant, tenantName, amount, dueAt, failureReason }) => (
            <Row key={id}>
              <Cell>
                <Link className="font-medium" to={paths.tenantTab(tenant.id, 'plan')}>
                  {tenantName ?? tenant.id}
                </Link>
              </Cell>
              <Cell className="num" label="Due">
                {formatMoney(amount)}
              </Cell>
              <Cell className="num text-critical" label="Past due">
                <ElapsedTime since={dueAt} />
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
          {payments.length > 0 && delinquentTenants > payments.length
            ? `All ${formatCount(delinquentTenants)} tenants`
            : 'Failed payments'}
        </Link>
      </div>
    </Card>
  );
}
