import { Link } from '@remix-run/react';
import { describeAction, describeTargetType } from '#app/components/audit-text.ts';
import { ListPager } from '#app/components/list-pager.tsx';
import { isNarrowed, NothingMatches } from '#app/components/nothing-matches.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { AuditLogQuery } from '#app/gql/graphql.ts';
import { listHref, withChosen, type ListAddress, type ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import type { AuditSort } from '#app/components/audit-list.ts';

type Page = NonNullable<AuditLogQuery['auditEntries']>;

type AuditTableProps = {
  page: Page;
  spec: ListSpec<AuditSort>;
  list: ListAddress<AuditSort>;
  names: Readonly<Record<string, string>>;
};

/** Each part of an entry narrows the log to what shares it; the action opens the entry. */
export function AuditTable({ page, spec, list, names }: AuditTableProps) {
  if (page.nodes.length === 0) {
    return (
      <div className="card">
        {isNarrowed(list) ? (
          <NothingMatches spec={spec} list={list} thing="entry" names={names} />
        ) : (
          <EmptyState hasStaff title="Nothing was changed in this time">
            Every change somebody makes through Intendant is kept here, with who, what and when.
          </EmptyState>
        )}
      </div>
    );
  }
  const only = (name: string, value: string) => listHref(spec, withChosen(list, name, [value]));
  return (
    <div className="card">
      <CardTable
        label="Audit log"
        head={
          <>
            <HeadCell>Time</HeadCell>
            <HeadCell>Action</HeadCell>
            <HeadCell>Target</HeadCell>
            <HeadCell>Tenant</HeadCell>
            <HeadCell>By</HeadCell>
          </>
        }
      >
        {page.nodes.map((entry) => (
          <Row key={entry.id}>
            <Cell className="tablet:whitespace-nowrap text-ink-2" label="Time">
              <RelativeTime at={entry.at} isFocusable />
            </Cell>
            <Cell className="full">
              <Link className="font-medium" to={paths.auditEntry(entry.id)}>
                {describeAction(entry)}
              </Link>{' '}
              <code className="text-xs text-ink-3">{entry.action}</code>
            </Cell>
            <Cell label="Target">
              <Link to={only('targetId', entry.targetId)} preventScrollReset>
                {entry.targetName ?? entry.targetId}
              </Link>{' '}
              <span className="text-xs text-ink-3">{describeTargetType(entry.targetType)}</span>
            </Cell>
            <Cell label="Tenant">
              {entry.tenant ? (
                <Link to={only('tenant', entry.tenant.id)} preventScrollReset>
                  {entry.tenant.name ?? entry.tenant.id}
                </Link>
              ) : (
                <span className="text-ink-3">–</span>
              )}
            </Cell>
            <Cell label="By" className="tablet:whitespace-nowrap">
              <Link to={only('caller', entry.callerId)} preventScrollReset>
                {entry.actorName ? `${entry.actorName} as ${entry.callerName}` : entry.callerName}
              </Link>
            </Cell>
          </Row>
        ))}
      </CardTable>
      <ListPager spec={spec} list={list} page={page} />
    </div>
  );
}
