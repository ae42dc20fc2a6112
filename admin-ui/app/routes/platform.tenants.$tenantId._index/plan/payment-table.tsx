import { ListPager } from '#app/components/list-pager.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { DateOf, ElapsedTime, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { PaymentRowFragment } from '#app/gql/graphql.ts';
import { formatMoney, UNKNOWN } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { tabList, type TabList } from '../tab-list.ts';
import type { TenantData } from '../tenant-data.ts';

type PaymentTableProps = {
  tenant: TenantData;
  list: TabList;
  page: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor?: string | null };
    nodes: readonly PaymentRowFragment[];
  };
  canBill: boolean;
};

/** Money that did not come when it was due, and what became of it. */
export function PaymentTable({ tenant, list, page, canBill }: PaymentTableProps) {
  if (page.nodes.length === 0) {
    return (
      <div className="card">
        <EmptyState as="h3" title="No payment ever failed">
          A payment is listed here once an attempt failed. Past its due date the tenant is delinquent.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="card">
      <CardTable
        label="Payments"
        data-rows
        head={
          <>
            <HeadCell>Due</HeadCell>
            <HeadCell isNumber>Amount</HeadCell>
            <HeadCell>Status</HeadCell>
            <HeadCell>Last failure</HeadCell>
            <HeadCell>Paid</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </>
        }
      >
        {page.nodes.map((payment) => (
          <Row key={payment.id}>
            <Cell className="whitespace-nowrap" label="Due">
              <DateOf at={payment.dueAt} isFocusable />
            </Cell>
            <Cell className="num font-medium" label="Amount">
              {formatMoney(payment.amount)}
            </Cell>
            <Cell label="Status">
              <PaymentStatus payment={payment} />
            </Cell>
            <Cell className="full" label="Last failure">
              {payment.failedAt ? <RelativeTime at={payment.failedAt} isFocusable /> : UNKNOWN}{' '}
              <span className="text-ink-2">{payment.failureReason}</span>
            </Cell>
            <Cell label="Paid">
              {payment.paidAt ? <RelativeTime at={payment.paidAt} isFocusable /> : UNKNOWN}
            </Cell>
            <Cell className="num actions">
              {canBill && payment.status === 'FAILED' ? (
                <ButtonLink
                  id={`settle-${payment.id}`}
                  kind="quiet"
                  to={paths.tenantTab(tenant.id, 'plan', { confirm: `settle:${payment.id}` })}
                  preventScrollReset
                >
                  Record as paid…
                </ButtonLink>
              ) : null}
            </Cell>
          </Row>
        ))}
      </CardTable>
      <ListPager spec={tabList(tenant.id, 'plan')} list={list} page={page} />
    </div>
  );
}

function PaymentStatus({ payment }: { payment: PaymentRowFragment }) {
  if (payment.isOverdue) {
    return (
      <Status state="critical">
        <span>
          Overdue for <ElapsedTime since={payment.dueAt} />
        </span>
      </Status>
    );
  }
  return payment.status === 'PAID' ? (
    <Status state="ok">Paid</Status>
  ) : (
    <Status state="warn">Unpaid, not due yet</Status>
  );
}
