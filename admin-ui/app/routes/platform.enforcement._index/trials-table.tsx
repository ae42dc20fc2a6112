import { Link } from '@remix-run/react';
import { ListPager } from '#app/components/list-pager.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { formatMoney, UNKNOWN } from '#app/lib/format.ts';
import { valueOf } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import { stageWords, trialList } from './enforcement-list.ts';
import type { ViewOf } from './load-view.server.ts';

type TrialsTableProps = { loaded: ViewOf<'trials'>; page: NonNullable<ViewOf<'trials'>['page']> };

const statusWords = { TRIALING: 'In trial', ACTIVE: 'Converted', CANCELED: 'Canceled' } as const;

export function TrialsTable({ loaded, page }: TrialsTableProps) {
  const { list } = loaded;
  const stage = (valueOf(list, 'stage') ?? 'RUNNING') as keyof typeof stageWords;
  if (page.nodes.length === 0) {
    return (
      <div className="card">
        <EmptyState hasStaff title={`No trial is ${stageWords[stage].toLowerCase()}`}>
          A trial starts when a tenant is moved to a plan with a trial, on the page of the tenant.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="card">
      <CardTable
        label={`Trials, ${stageWords[stage].toLowerCase()}`}
        head={
          <>
            <HeadCell>Tenant</HeadCell>
            <HeadCell>Plan</HeadCell>
            <HeadCell isNumber>Price a month</HeadCell>
            <HeadCell>Status</HeadCell>
            <HeadCell>Started</HeadCell>
            <HeadCell>Ends</HeadCell>
            <HeadCell>Converted</HeadCell>
          </>
        }
      >
        {page.nodes.map((trial) => (
          <Row key={trial.id}>
            <Cell className="full">
              <Link className="font-medium" to={paths.tenant(trial.tenant.id)}>
                {trial.tenant.name ?? trial.tenant.id}
              </Link>
            </Cell>
            <Cell label="Plan">{trial.plan.name}</Cell>
            <Cell label="Price" className="num">
              {formatMoney(trial.plan.monthlyPrice)}
            </Cell>
            <Cell label="Status">
              <Status state={trial.status === 'ACTIVE' ? 'ok' : 'info'}>{statusWords[trial.status]}</Status>
            </Cell>
            <Cell label="Started">
              {trial.trialStartedAt ? <DateOf at={trial.trialStartedAt} /> : UNKNOWN}
            </Cell>
            <Cell label="Ends">
              {trial.trialEndsAt ? <RelativeTime at={trial.trialEndsAt} isFocusable /> : UNKNOWN}
            </Cell>
            <Cell label="Converted">
              {trial.trialConvertedAt ? <RelativeTime at={trial.trialConvertedAt} /> : UNKNOWN}
            </Cell>
          </Row>
        ))}
      </CardTable>
      <ListPager spec={trialList} list={list} page={page} />
    </div>
  );
}
