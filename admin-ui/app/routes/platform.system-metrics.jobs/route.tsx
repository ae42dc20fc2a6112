import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ListPager } from '#app/components/list-pager.tsx';
import { ListToolbar } from '#app/components/list-toolbar.tsx';
import { isNarrowed, NothingMatches } from '#app/components/nothing-matches.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { formatCount, formatMilliseconds, UNKNOWN } from '#app/lib/format.ts';
import { readListAddress, valueOf, type ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { JobRunsQuery } from './documents.ts';

export const meta: MetaFunction = () => [{ title: 'Job runs · Intendant' }];

export const handle = {
  crumbs: () => [
    { label: 'System metrics', to: paths.systemMetrics() },
    { label: 'Job runs', to: paths.jobRuns() },
  ],
};

function runList(names: readonly string[]): ListSpec<'AT'> {
  return {
    path: paths.jobRuns(),
    pageSize: 50,
    defaultSort: 'AT',
    sorts: { AT: 'DESC' },
    filters: [
      {
        name: 'name',
        label: 'Job is',
        isSingle: true,
        options: names.map((value) => ({ value, label: value })),
      },
    ],
  };
}

export async function loader(args: LoaderFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'health:read');
  const search = new URL(args.request.url).searchParams;
  const asked = runList(search.getAll('name'));
  const list = readListAddress(asked, search);
  const loaded = await gateway.query(JobRunsQuery, {
    name: valueOf(list, 'name') ?? null,
    first: asked.pageSize,
    after: list.trail.at(-1) ?? null,
  });
  return {
    list,
    page: loaded.jobRuns ?? null,
    names: loaded.platformHealth?.jobs.map((job) => job.name).toSorted() ?? [],
  };
}

const runStates = { SUCCEEDED: 'ok', FAILED: 'critical', RUNNING: 'info' } as const;
const runWords = { SUCCEEDED: 'Succeeded', FAILED: 'Failed', RUNNING: 'Running' } as const;

export default function JobRuns() {
  const { list, page, names } = useLoaderData<typeof loader>();
  const spec = runList(names);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Job runs</h1>
            <p className="mt-1 text-ink-2">Runs of the scheduled jobs, the latest first.</p>
          </div>
        </div>
        <ListToolbar spec={spec} list={list} label="Job runs" />
        {page === null ? <FailedWidget title="Job runs" source="Health" heading="h2" /> : null}
        {page?.nodes.length === 0 ? (
          <div className="card">
            {isNarrowed(list) ? (
              <NothingMatches spec={spec} list={list} thing="run" />
            ) : (
              <EmptyState hasStaff title="No job has run yet">
                Jobs run by their schedule once a worker has started.
              </EmptyState>
            )}
          </div>
        ) : null}
        {page !== null && page.nodes.length > 0 ? (
          <div className="card">
            <CardTable
              label="Job runs"
              head={
                <>
                  <HeadCell>Job</HeadCell>
                  <HeadCell>Started</HeadCell>
                  <HeadCell>Ended as</HeadCell>
                  <HeadCell isNumber>Took</HeadCell>
                  <HeadCell isNumber>Attempt</HeadCell>
                  <HeadCell>Error</HeadCell>
                </>
              }
            >
              {page.nodes.map((run) => (
                <Row key={run.id}>
                  <Cell className="full font-medium">{run.name}</Cell>
                  <Cell label="Started" className="text-ink-2">
                    <RelativeTime at={run.startedAt} isFocusable />
                  </Cell>
                  <Cell label="Ended as">
                    <Status state={runStates[run.status]}>{runWords[run.status]}</Status>
                  </Cell>
                  <Cell label="Took" className="num">
                    {run.durationMs == null ? UNKNOWN : formatMilliseconds(run.durationMs)}
                  </Cell>
                  <Cell label="Attempt" className="num">
                    {formatCount(run.attempt)}
                  </Cell>
                  <Cell label="Error" className="break-words text-ink-2">
                    {run.error ?? UNKNOWN}
                  </Cell>
                </Row>
              ))}
            </CardTable>
            <ListPager spec={spec} list={list} page={page} />
          </div>
        ) : null}
      </div>
    </main>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel backTo={paths.systemMetrics()} backLabel="Open the system metrics" />;
}
