import { Form, Link } from '@remix-run/react';
import type { ChangeEvent } from 'react';
import { ListPager } from '#app/components/list-pager.tsx';
import { isNarrowed, NothingMatches } from '#app/components/nothing-matches.tsx';
import { SubmitButton } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { DeadLettersQuery as DeadLettersData } from '#app/gql/graphql.ts';
import { formatCount } from '#app/lib/format.ts';
import { usePending } from '#app/lib/forms.ts';
import type { ListAddress } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import { letterList } from './letter-list.ts';

type LetterTableProps = {
  page: NonNullable<DeadLettersData['deadLetters']>;
  list: ListAddress<'AT'>;
  canWrite: boolean;
};

/** What waits for a person; those chosen are retried, or discarded after a question. */
export function LetterTable({ page, list, canWrite }: LetterTableProps) {
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
                <input type="checkbox" aria-label="Choose all" onChange={chooseAll} />
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
              <Link className="font-medium" to={paths.deadLetters({ name: letter.name })}>
                {letter.name}
              </Link>
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

/** Chooses every letter of the page, or none. */
function chooseAll(event: ChangeEvent<HTMLInputElement>): void {
  const { form, checked } = event.currentTarget;
  for (const box of form?.querySelectorAll<HTMLInputElement>('input[name="ids"]') ?? [])
    box.checked = checked;
}
