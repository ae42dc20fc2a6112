import { Link } from '@remix-run/react';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Sparkline } from '#app/components/ui/sparkline.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { WorkflowPartFragment } from '#app/gql/graphql.ts';
import { formatCount, formatMilliseconds, formatPercent, UNKNOWN } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';

type WorkflowTableProps = {
  tenantId: string;
  workflows: readonly WorkflowPartFragment[];
  /** What the figures are about: "24 h", "the window". */
  windowText: string;
  /** With the duration and every error sample, for the tab that is about nothing else. */
  isFull?: boolean;
  /** The window of the address, which the links to the failing executions keep. */
  window?: Readonly<Record<string, string>>;
};

/** Workflows, those with most failures first; each leads to its failing executions, each error to those with it. */
export function WorkflowTable({ tenantId, workflows, windowText, isFull, window = {} }: WorkflowTableProps) {
  if (workflows.length === 0)
    return <p className="card-body text-ink-2">No workflow ran within {windowText}.</p>;
  const failuresOf = (row: WorkflowPartFragment, error?: string) =>
    `${paths.tenantTab(tenantId, 'failures', {
      ...window,
      workflow: row.workflow,
      ...(error === undefined ? {} : { error }),
    })}${isFull ? '#executions' : ''}`;
  return (
    <CardTable
      label="Failures by workflow"
      className={isFull ? 'workflow-table' : 'workflow-table brief'}
      data-rows
      head={
        <>
          <HeadCell>Workflow</HeadCell>
          <HeadCell isNumber>Runs</HeadCell>
          <HeadCell isNumber>Failed</HeadCell>
          <HeadCell isNumber>Rate</HeadCell>
          {isFull ? <HeadCell isNumber>p95</HeadCell> : null}
          <HeadCell className="trend">
            <span className="sr-only">Failures over {windowText}</span>
          </HeadCell>
          <HeadCell>{isFull ? 'Most frequent errors' : 'Most frequent error'}</HeadCell>
          <HeadCell isNumber>Failing since</HeadCell>
        </>
      }
    >
      {workflows.map((row) => {
        const isBad = row.failingSince !== null && row.failingSince !== undefined;
        return (
          <Row key={row.workflow}>
            <Cell className="full name-cell">
              {row.failures === 0 ? (
                <span className="mono font-medium">{row.workflow}</span>
              ) : (
                <Link className="mono font-medium" to={failuresOf(row)} preventScrollReset={isFull}>
                  {row.workflow}
                </Link>
              )}
            </Cell>
            <Cell className="num" label="Runs">
              {formatCount(row.executions)}
            </Cell>
            <Cell className={`num font-medium${isBad ? ' text-critical' : ''}`} label="Failed">
              {formatCount(row.failures)}
            </Cell>
            <Cell className={`num${isBad ? ' text-critical' : ''}`} label="Rate">
              {formatPercent(row.failureRate)}
            </Cell>
            {isFull ? (
              <Cell className="num text-ink-2" label="p95">
                {formatMilliseconds(row.p95DurationMs)}
              </Cell>
            ) : null}
            <Cell className="trend">
              <Sparkline
                values={row.points.map((point) => point.failures)}
                label={`Failures of ${row.workflow} over ${windowText}`}
                isCritical={isBad}
                height={20}
                hasFill={false}
              />
            </Cell>
            <Cell className="full">
              <Errors
                errors={isFull ? row.errors : row.errors.slice(0, 1)}
                pathOf={(code) => failuresOf(row, code)}
                isFull={isFull === true}
              />
            </Cell>
            <Cell className="num text-ink-2" label="Since">
              {row.failingSince ? <RelativeTime at={row.failingSince} /> : UNKNOWN}
            </Cell>
          </Row>
        );
      })}
    </CardTable>
  );
}

type ErrorsProps = {
  errors: WorkflowPartFragment['errors'];
  pathOf: (code: string) => string;
  isFull: boolean;
};

function Errors({ errors, pathOf, isFull }: ErrorsProps) {
  if (errors.length === 0) return <span className="text-ink-3">none</span>;
  return (
    <ul className="grid gap-0.5">
      {errors.map((error) => {
        const text =
          error.code === 'unknown'
            ? (error.message ?? 'unknown error')
            : `${error.code} ${error.message ?? ''}`.trim();
        return (
          <li key={error.code} className="error-sample">
            {isFull ? <span className="shrink-0 text-ink-3">{formatCount(error.count)} ×</span> : null}
            <Link
              className="mono text-ink-2"
              to={pathOf(error.code)}
              title={isFull ? undefined : text}
              preventScrollReset={isFull}
            >
              {text}
            </Link>
            {isFull ? (
              <span className="label shrink-0">
                <RelativeTime at={error.lastAt} />
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
