import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { ScrollText, Trash2 } from 'lucide-react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { withoutQuestion } from '#app/components/list-question.ts';
import { ListToolbar } from '#app/components/list-toolbar.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { ReasonDialog } from '#app/components/ui/reason-dialog.tsx';
import { plural } from '#app/lib/format.ts';
import { intentResult } from '#app/lib/forms.ts';
import { readListAddress, valueOf } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { DeadLettersQuery } from './documents.ts';
import { handleLetters } from './handle-letters.server.ts';
import { letterList } from './letter-list.ts';
import { LetterTable } from './letter-table.tsx';

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
  return handleLetters(gateway, await args.request.formData(), new URL(args.request.url).searchParams);
}

export default function DeadLetters() {
  const { list, page, canWrite } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const [search] = useSearchParams();
  const discarded = canWrite ? search.getAll('discard') : [];
  // What the question itself was refused stands in the question.
  const refused = discarded.length === 0 ? lastResult?.error : undefined;
  const problem = refused?.['ids']?.[0] ?? refused?.['']?.[0];
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
          cancelTo={withoutQuestion(paths.deadLetters(), search, 'discard')}
          openerId="discard"
          submitLabel={`Discard ${plural(discarded.length, 'dead letter')}`}
          pendingLabel="Discarding"
          hidden={discarded.map((id) => ['ids', id] as const)}
          lastResult={intentResult(lastResult, 'discard')}
        />
      )}
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Dead letters</h1>
            <p className="mt-1 text-ink-2" role="status">
              {page === null ? 'The list is not available.' : summary(page.totalCount)}
            </p>
          </div>
        </div>
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

function summary(count: number): string {
  if (count === 0) return 'No job waits for a person.';
  return `${plural(count, 'job')} used up ${count === 1 ? 'its' : 'their'} attempts. Retry after the cause is mended, or discard.`;
}

export function ErrorBoundary() {
  return <ErrorPanel backTo={paths.systemMetrics()} backLabel="Open the system metrics" />;
}
