import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { ScrollText, Trash2 } from 'lucide-react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ListPager } from '#app/components/list-pager.tsx';
import { ListToolbar } from '#app/components/list-toolbar.tsx';
import { isNarrowed, NothingMatches } from '#app/components/nothing-matches.tsx';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { ReasonDialog } from '#app/components/ui/reason-dialog.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { DeadLettersQuery as DeadLettersData } from '#app/gql/graphql.ts';
import { formatCount, plural } from '#app/lib/format.ts';
import { usePending } from '#app/lib/forms.ts';
import { readListAddress, valueOf, type ListAddress, type ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { DeadLettersQuery } from './documents.ts';
import { handleLetters } from './handle-letters.server.ts';

const letterList: ListSpec<'AT'> = {
  path: paths.deadLetters(),
  pageSize: 50,
  defaultSort: 'AT',
  sorts: { AT: 'DESC' },
  filters: [{ name: 'name', label: 'Job is', isSingle: true }],
};

export const meta: MetaFunction = () => [{ title: 'Dead letters · Intendant' }];

export const handle = {
  crumbs: () => [
    { label: 'System metrics', to: paths.systemMetrics() },
    { label: 'Dead letters', to: paths.deadLetters() },
  ],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'health:read');
  const list = readListAddress(letterList, new URL(args.request.url).searchParams);
  const { deadLetters } = await gateway.query(DeadLettersQuery, {
    name: valueOf(list, 'name') ?? null,
    first: letterList.pageSize,
    after: list.trail.at(-1) ?? null,
  });
  return { list, page: deadLetters ?? null, canWrite: may(caller, 'jobs:write') };
}

export async function action(args: ActionFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'jobs:write');
  return handleLetters(gateway, await args.request.formData());
}

export default function DeadLetters() {
  const { list, page, canWrite } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const [search] = useSearchParams();
  const discarded = canWrite ? search.getAll('discard') : [];
  const problem = lastResult?.error?.['ids']?.[0] ?? lastResult?.error?.['']?.[0];
  return (
    <main className="page" id="main" tabIndex={-1}>
      {discarded.length === 0 ? null : (
        <ReasonDialog
          intent="discard"
          title={`Discard ${plural(discarded.length, 'dead letter')}?`}
          effects={[
            { Icon: Trash2, text: 'The work is given up: what it was to do will not happen.' },
            { Icon: ScrollText, text: 'What it was is kept in the audit log, with your reason.' },
          ]}
          cancelTo={paths.deadLetters()}
          openerId="discard"
          submitLabel={`Discard ${plural(discarded.length, 'dead letter')}`}
          pendingLabel="Discarding"
          hidden={discarded.map((id) => ['ids', id] as const)}
          lastResult={lastResult?.initialValue?.['intent'] === 'discard' ? lastResult : undefined}
        />
      )}
      <div className="section">
        <h1 className="page-title">Dead letters</h1>
        <p className="mt-1 text-ink-2" role="status">
          {page === null
            ? 'The list is not available.'
            : page.totalCount === 0
              ? 'No job waits for a person.'
              : `${plural(page.totalCount, 'job')} used up ${page.totalCount === 1 ? 'its' : 'their'} attempts. Retry after the cause is mended, or discard.`}
        </p>
        <ListToolbar spec={letterList} list={list} label="Dead letters" />
        {problem === undefined ? null : (
          <p className="error-summary" role="alert">
            {problem}
          </p>
        )}
        {page === null ? (
          <FailedWidget title="Dead letters" source="Health" heading="h2" />
        ) : (
          <LetterTable page={page} list={list} canWrite={canWrite} />
        )}
      </div>
    </main>
  );
}

type LetterTableProps = {
  page: NonNullable<DeadLettersData['deadLetters']>;
  list: ListAddress<'AT'>;
  canWrite: boolean;
};

function LetterTable({ page, list, canWrite }: LetterTableProps) {
  const isRetrying = usePending('retry');
  const isAsking = usePending('ask-discard');
  if (page.nodes.length === 0) {
    return (
      <div className="card">
        {isNarrowed(list) ? (
          <NothingMatches spec={letterList} list={list} thing="dead letter" />
        ) : (
          <EmptyState hasStaff title="No dead letters">
            A job that fails at every attempt is kept here until somebody retries or discards it.
          </EmptyState>
        )}
      </div>
    );
  }
  return (
    <Form method="post" className="card" preventScrollReset>
      {canWrite ? (
        <div className="card-head">
          <h2>Chosen</h2>
          <div className="card-end flex gap-2">
            <SubmitButton
              kind="plain"
              name="intent"
              value="retry"
              isPending={isRetrying}
              pendingLabel="Retrying"
            >
              Retry
            </SubmitButton>
            <SubmitButton
              kind="plain"
              id="discard"
              name="intent"
              value="ask-discard"
              isPending={isAsking}
              pendingLabel="Asking"
            >
              Discard…
            </SubmitButton>
          </div>
        </div>
      ) : null}
      <CardTable
        label="Dead letters"
        head={
          <>
            {canWrite ? (
              <HeadCell>
                <span className="sr-only">Choose</span>
              </HeadCell>
            ) : null}
            <HeadCell>Job</HeadCell>
            <HeadCell>Error</HeadCell>
            <HeadCell isNumber>Attempts</HeadCell>
            <HeadCell isNumber>Failed</HeadCell>
          </>
        }
      >
        {page.nodes.map((letter) => (
          <Row key={letter.id}>
            {canWrite ? (
              <Cell>
                <input type="checkbox" name="ids" value={letter.id} aria-label={`Choose ${letter.name}`} />
              </Cell>
            ) : null}
            <Cell className="full">
              <span className="font-medium">{letter.name}</span>
              <details className="statement">
                <summary className="label">Payload</summary>
                <pre>
                  <code>{JSON.stringify(letter.payload, null, 2)}</code>
                </pre>
              </details>
            </Cell>
            <Cell label="Error" className="break-words">
              <code>{letter.error}</code>
            </Cell>
            <Cell label="Attempts" className="num">
              {formatCount(letter.attempts)}
            </Cell>
            <Cell label="Failed" className="num text-ink-2">
              <RelativeTime at={letter.failedAt} isFocusable />
            </Cell>
          </Row>
        ))}
      </CardTable>
      <ListPager spec={letterList} list={list} page={page} />
    </Form>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel backTo={paths.systemMetrics()} backLabel="Open the system metrics" />;
}
