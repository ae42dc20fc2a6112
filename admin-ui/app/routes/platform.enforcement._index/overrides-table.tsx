import { Link, useSearchParams } from '@remix-run/react';
import { entitlementAmount, overrideWords } from '#app/components/entitlement-text.ts';
import { ListPager } from '#app/components/list-pager.tsx';
import { withQuestion } from '#app/components/list-question.ts';
import { isNarrowed, NothingMatches } from '#app/components/nothing-matches.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import type { OverridePartFragment } from '#app/gql/graphql.ts';
import { paths } from '#app/lib/paths.ts';
import { OverrideFragment } from './documents.ts';
import { overrideList } from './enforcement-list.ts';
import type { ViewOf } from './load-view.server.ts';

type OverridesTableProps = {
  loaded: ViewOf<'overrides'>;
  page: NonNullable<ViewOf<'overrides'>['page']>;
  names: Readonly<Record<string, string>>;
  canWrite: boolean;
};

/** Every override there ever was: who, why, until when. */
export function OverridesTable({ loaded, page, names, canWrite }: OverridesTableProps) {
  const { list } = loaded;
  const [search] = useSearchParams();
  if (page.nodes.length === 0) {
    return (
      <div className="card">
        {isNarrowed(list) ? (
          <NothingMatches spec={overrideList} list={list} thing="override" names={names} />
        ) : (
          <EmptyState
            hasStaff
            title="No overrides yet"
            actions={
              canWrite ? (
                <ButtonLink kind="primary" to={paths.newOverride()}>
                  Grant override
                </ButtonLink>
              ) : undefined
            }
          >
            An override gives one tenant another limit than its plan, for a reason and until a day.
          </EmptyState>
        )}
      </div>
    );
  }
  return (
    <div className="card">
      <CardTable
        label="Overrides"
        head={
          <>
            <HeadCell>Tenant</HeadCell>
            <HeadCell>Entitlement</HeadCell>
            <HeadCell isNumber>Limit</HeadCell>
            <HeadCell>Status</HeadCell>
            <HeadCell>Why</HeadCell>
            <HeadCell>Granted</HeadCell>
            <HeadCell>Until</HeadCell>
            <HeadCell className="actions">
              <span className="sr-only">Actions</span>
            </HeadCell>
          </>
        }
      >
        {page.nodes.map((node) => {
          const override = readFragment(OverrideFragment, node);
          const name = node.tenant.name ?? node.tenant.id;
          return (
            <Row key={override.id}>
              <Cell className="full">
                <Link className="font-medium" to={paths.tenant(node.tenant.id)}>
                  {name}
                </Link>
              </Cell>
              <Cell label="Entitlement">{override.entitlement.name}</Cell>
              <Cell label="Limit" className="num">
                {entitlementAmount(override.entitlement, override.limit)}
              </Cell>
              <Cell label="Status">
                <Status state={override.status === 'IN_FORCE' ? 'info' : 'neutral'}>
                  {overrideWords[override.status]}
                </Status>
              </Cell>
              <Cell label="Why" className="full break-words">
                {override.reason}
              </Cell>
              <Cell label="Granted">
                <RelativeTime at={override.grantedAt} />
                <span className="text-ink-2">, {override.grantedBy}</span>
              </Cell>
              <Cell label="Until">
                <End override={override} />
              </Cell>
              <Cell className="num actions">
                {canWrite && override.status === 'IN_FORCE' ? (
                  <ButtonLink
                    kind="quiet"
                    id={`revoke-${override.id}`}
                    to={withQuestion(paths.enforcement(), search, 'revoke', override.id)}
                    preventScrollReset
                  >
                    Revoke…<span className="sr-only"> of {name}</span>
                  </ButtonLink>
                ) : null}
              </Cell>
            </Row>
          );
        })}
      </CardTable>
      <ListPager spec={overrideList} list={list} page={page} />
    </div>
  );
}

function End({ override }: { override: OverridePartFragment }) {
  if (!override.revokedAt) return <DateOf at={override.expiresAt} />;
  return (
    <>
      <RelativeTime at={override.revokedAt} />
      <span className="text-ink-2">, {override.revokedBy}</span>
      {override.revokedReason ? <span className="hint block">{override.revokedReason}</span> : null}
    </>
  );
}
