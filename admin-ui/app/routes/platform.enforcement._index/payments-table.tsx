import { Link, useSearchParams } from '@remix-run/react';
import { ListPager } from '#app/components/list-pager.tsx';
import { withQuestion } from '#app/components/list-question.ts';
import { isNarrowed, NothingMatches } from '#app/components/nothing-matches.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { DateOf, ElapsedTime, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { formatMoney } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { paymentList } from './enforcement-list.ts';
import type { ViewOf } from './load-view.server.ts';

type Page = NonNullable<ViewOf<'payments'>['page']>;
type PaymentsTableProps = {
  loaded: ViewOf<'payments'>;
  page: Page;
  names: Readonly<Record<string, string>>;
  canWrite: boolean;
};

/** Payments that failed at least once, the latest due first. */
export function PaymentsTable({ loaded, page, names, canWrite }: PaymentsTableProps) {
  const { list } = loaded;
  const [search] = useSearchParams();
  if (page.nodes.length === 0) {
    return (
      <div className="card">
        {isNarrowed(list) ? (
          <NothingMatches spec={paymentList} list={list} thing="payment" names={names} />
        ) : (
          <EmptyState hasStaff title="No payment ever failed">
            A payment is listed here once an attempt failed. Past its due date its tenant is delinquent.
          </EmptyState>
        )}
      </div>
    );
  }
  return (
    <div className="card">
      <CardTable
        label="Failed payments"
        head={
          <>
            <HeadCell>Tenant</HeadCell>
            <HeadCell isNumber>Amount</HeadCell>
            <HeadCell>Status</HeadCell>
            <HeadCell>Due</HeadCell>
            <HeadCell isNumber>Past due</HeadCell>
            <HeadCell>Last failure</HeadCell>
            <HeadCell className="actions">
              <span className="sr-only">Actions</span>
            </HeadCell>
          </>
        }
      >
        {page.nodes.map((payment) => (
          <Row key={payment.id}>
            <Cell className="full">
              <Link className="font-medium" to={paths.tenant(payment.tenant.id)}>
                {payment.tenant.name ?? payment.tenant.id}
              </Link>
            </Cell>
            <Cell label="Amount" className="num">
              {formatMoney(payment.amount)}
            </Cell>
            <Cell label="Status">
              <PaymentStatusLabel payment={payment} />
            </Cell>
            <Cell label="Due">
              <DateOf at={payment.dueAt} />
            </Cell>
            <Cell label="Past due" className={payment.isOverdue ? 'num text-critical' : 'num text-ink-3'}>
              {payment.isOverdue ? <ElapsedTime since={payment.dueAt} /> : '–'}
            </Cell>
            <Cell label="Last failure" className="full break-words">
              {payment.failedAt ? <RelativeTime at={payment.failedAt} /> : null}{' '}
              <span className="text-ink-2">{payment.failureReason}</span>
            </Cell>
            <Cell className="num actions">
              {canWrite && payment.status === 'FAILED' ? (
                <ButtonLink
                  kind="quiet"
                  id={`settle-${payment.id}`}
                  to={withQuestion(paths.enforcement(), search, 'settle', payment.id)}
                  preventScrollReset
                >
                  Record as paid…
                  <span className="sr-only"> of {payment.tenant.name ?? payment.tenant.id}</span>
                </ButtonLink>
              ) : null}
            </Cell>
          </Row>
        ))}
      </CardTable>
      <ListPager spec={paymentList} list={list} page={page} />
    </div>
  );
}

function PaymentStatusLabel({ payment }: { payment: Page['nodes'][number] }) {
  if (payment.isOverdue) return <Status state="critical">Overdue</Status>;
  return payment.status === 'PAID' ? (
    <Status state="ok">Paid</Status>
  ) : (
    <Status state="warn">Unpaid, not due yet</Status>
  );
}
