import { Link } from '@remix-run/react';
import { ListPager } from '#app/components/list-pager.tsx';
import { isNarrowed } from '#app/components/nothing-matches.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { formatMilliseconds, UNKNOWN } from '#app/lib/format.ts';
import { listHref, withChosen, withoutConditions, type ListSpec } from '#app/lib/list-address.ts';
import type { TabOf } from '../load-tab.server.ts';
import type { TabList, TabSort } from '../tab-list.ts';

type FailedExecutionsProps = {
  page: NonNullable<TabOf<'failures'>['failed']>;
  list: TabList;
  spec: ListSpec<TabSort>;
  span: string;
};

/** The evidence itself. Its workflow and its error each narrow the list to what shares them. */
export function FailedExecutions({ page, list, spec, span }: FailedExecutionsProps) {
  if (page.nodes.length === 0) {
    return (
      <div className="card">
        {isNarrowed(list) ? (
          <EmptyState
            as="h3"
            title="No failing execution matches"
            actions={<ButtonLink to={listHref(spec, withoutConditions(list))}>Show all</ButtonLink>}
          >
            With this workflow or error none failed in {span}. A longer window may have some.
          </EmptyState>
        ) : (
          <EmptyState as="h3" title="No execution failed">
            In {span} every execution succeeded. A longer window may tell more.
          </EmptyState>
        )}
      </div>
    );
  }
  const only = (name: string, value: string) =>
    `${listHref(spec, withChosen(list, name, [value]))}#executions`;
  return (
    <div className="card">
      <CardTable
        label="Failing executions"
        data-rows
        head={
          <>
            <HeadCell>When</HeadCell>
            <HeadCell>Workflow</HeadCell>
            <HeadCell>Error</HeadCell>
            <HeadCell>Environment</HeadCell>
            <HeadCell isNumber>Took</HeadCell>
            <HeadCell>Execution</HeadCell>
          </>
        }
      >
        {page.nodes.map((row) => (
          <Row key={`${row.source} ${row.id}`}>
            <Cell className="whitespace-nowrap text-ink-2" label="When">
              <RelativeTime at={row.at} isFocusable />
            </Cell>
            <Cell className="full name-cell">
              <Link className="mono font-medium" to={only('workflow', row.workflow)} preventScrollReset>
                {row.workflow}
              </Link>
            </Cell>
            <Cell className="full">
              <Link className="mono" to={only('error', row.errorCode)} preventScrollReset>
                {row.errorCode}
              </Link>{' '}
              <span className="mono text-ink-2">{row.errorMessage}</span>
            </Cell>
            <Cell label="Environment">{row.environment ?? UNKNOWN}</Cell>
            <Cell className="num" label="Took">
              {formatMilliseconds(row.durationMs)}
            </Cell>
            <Cell className="execution-id" label="Execution">
              <span className="mono break-all text-ink-2">{row.id}</span>{' '}
              <span className="text-xs text-ink-3">{row.source}</span>
            </Cell>
          </Row>
        ))}
      </CardTable>
      <ListPager spec={spec} list={list} page={page} />
    </div>
  );
}
