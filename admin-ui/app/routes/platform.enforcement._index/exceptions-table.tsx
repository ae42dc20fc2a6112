import { Link } from '@remix-run/react';
import { entitlementTitle, usedOfLimit } from '#app/components/entitlement-text.ts';
import { ListPager } from '#app/components/list-pager.tsx';
import { ListSortHeader } from '#app/components/list-sort-header.tsx';
import { isNarrowed, NothingMatches } from '#app/components/nothing-matches.tsx';
import { stateOf } from '#app/components/ui/assessment.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { DateOf, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import { formatPercent } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { OverrideFragment } from './documents.ts';
import { exceptionList, kindWords } from './enforcement-list.ts';
import type { ViewOf } from './load-view.server.ts';

type ExceptionsTableProps = {
  loaded: ViewOf<'exceptions'>;
  page: NonNullable<ViewOf<'exceptions'>['page']>;
  names: Readonly<Record<string, string>>;
  canWrite: boolean;
};

/** Usage above a limit, and overrides in force, with the action that mends each. */
export function ExceptionsTable({ loaded, page, names, canWrite }: ExceptionsTableProps) {
  const { list, entitlements } = loaded;
  const spec = exceptionList(entitlements);
  if (page.nodes.length === 0) {
    return (
      <div className="card">
        {isNarrowed(list) ? (
          <NothingMatches spec={spec} list={list} thing="exception" names={names} />
        ) : (
          <EmptyState hasStaff title="No exceptions">
            A tenant is listed here while its usage is above a limit of its plan, or an override is in force.
          </EmptyState>
        )}
      </div>
    );
  }
  const sortable = { spec, list };
  return (
    <div className="card">
      <CardTable
        label="Entitlement exceptions"
        head={
          <>
            <ListSortHeader {...sortable} sort="TENANT" label="Tenant" />
            <HeadCell>Entitlement</HeadCell>
            <ListSortHeader {...sortable} sort="RATIO" label="Used of limit" isNumber />
            <HeadCell>Kind</HeadCell>
            <ListSortHeader {...sortable} sort="SINCE" label="Since" isNumber />
            <ListSortHeader {...sortable} sort="EXPIRES_AT" label="Override until" />
            <HeadCell className="actions">
              <span className="sr-only">Actions</span>
            </HeadCell>
          </>
        }
      >
        {page.nodes.map((exception) => {
          const override = readFragment(OverrideFragment, exception.usage.override);
          const { usage } = exception;
          return (
            <Row key={exception.id}>
              <Cell className="full">
                <Link className="font-medium" to={paths.tenant(exception.tenant.id)}>
                  {exception.tenantName}
                </Link>{' '}
                <span className="text-xs text-ink-3">{exception.planName ?? 'no plan'}</span>
              </Cell>
              <Cell label="Entitlement">{entitlementTitle(usage.entitlement)}</Cell>
              <Cell label="Used" className="num">
                {usedOfLimit(usage)}{' '}
                {!usage.measuredAt || usage.ratio === null || usage.ratio === undefined ? null : (
                  <span className="text-ink-3">{formatPercent(usage.ratio)}</span>
                )}
              </Cell>
              <Cell label="Kind">
                <Status state={exception.kind === 'OVERRIDE' ? 'info' : stateOf[usage.assessment.state]}>
                  {kindWords[exception.kind]}
                </Status>
              </Cell>
              <Cell label="Since" className="num text-ink-2">
                <RelativeTime at={exception.since} />
              </Cell>
              <Cell label="Until">
                {override ? (
                  <>
                    <DateOf at={override.expiresAt} />,{' '}
                    <span className="text-ink-2">{override.grantedBy}</span>
                  </>
                ) : (
                  <span className="text-ink-3">no override</span>
                )}
              </Cell>
              <Cell className="num actions">
                {canWrite ? (
                  <Action
                    tenantId={exception.tenant.id}
                    entitlementKey={usage.entitlement.key}
                    tenantName={exception.tenantName}
                    overrideId={override?.id ?? null}
                  />
                ) : null}
              </Cell>
            </Row>
          );
        })}
      </CardTable>
      <ListPager spec={spec} list={list} page={page} />
    </div>
  );
}

type ActionProps = {
  tenantId: string;
  entitlementKey: string;
  tenantName: string;
  overrideId: string | null;
};

function Action({ tenantId, entitlementKey, tenantName, overrideId }: ActionProps) {
  const of = <span className="sr-only"> of {tenantName}</span>;
  return overrideId === null ? (
    <ButtonLink kind="quiet" to={paths.newOverride({ tenant: tenantId, entitlement: entitlementKey })}>
      Grant override{of}
    </ButtonLink>
  ) : (
    <ButtonLink
      kind="quiet"
      id={`revoke-${overrideId}`}
      to={paths.enforcement({ view: 'overrides', tenant: tenantId, revoke: overrideId })}
    >
      Revoke…{of}
    </ButtonLink>
  );
}
