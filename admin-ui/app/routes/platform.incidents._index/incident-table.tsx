import { Link } from '@remix-run/react';
import { Plus } from 'lucide-react';
import { IncidentTenants } from '#app/components/incident-tenants.tsx';
import { severityStates, severityWords, statusWords } from '#app/components/incident-words.ts';
import { ListPager } from '#app/components/list-pager.tsx';
import { ListSortHeader } from '#app/components/list-sort-header.tsx';
import { isNarrowed, NothingMatches } from '#app/components/nothing-matches.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { ElapsedTime, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { IncidentListQuery, IncidentSortField } from '#app/gql/graphql.ts';
import type { ListAddress } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import { incidentList, readView } from './incident-list.ts';

type IncidentTableProps = {
  page: NonNullable<IncidentListQuery['incidents']>;
  list: ListAddress<IncidentSortField>;
  names: Readonly<Record<string, string>>;
  canWrite: boolean;
};

export function IncidentTable({ page, list, names, canWrite }: IncidentTableProps) {
  if (page.nodes.length === 0) {
    return (
      <div className="card">
        {isNarrowed(list) ? (
          <NothingMatches spec={incidentList} list={list} thing="incident" names={names} />
        ) : (
          <NoIncidents view={readView(list)} canWrite={canWrite} />
        )}
      </div>
    );
  }
  const sortable = { spec: incidentList, list };
  return (
    <div className="card">
      <CardTable
        label="Incidents"
        head={
          <>
            <ListSortHeader {...sortable} sort="SEVERITY" label="Severity" />
            <HeadCell>Incident</HeadCell>
            <HeadCell>Tenant</HeadCell>
            <ListSortHeader {...sortable} sort="STATUS" label="Status" />
            <HeadCell>Lead</HeadCell>
            <ListSortHeader {...sortable} sort="OPENED_AT" label="Age" isNumber />
            <ListSortHeader {...sortable} sort="UPDATED_AT" label="Updated" isNumber />
          </>
        }
      >
        {page.nodes.map((incident) => (
          <Row key={incident.id}>
            <Cell>
              <Badge state={severityStates[incident.severity]}>{severityWords[incident.severity]}</Badge>
            </Cell>
            <Cell className="full">
              <span className="text-ink-3">#{incident.number}</span>{' '}
              <Link className="font-medium" to={paths.incident(incident.id)}>
                {incident.title}
              </Link>
            </Cell>
            <Cell label="Tenant">
              <IncidentTenants tenants={incident.tenants ?? []} count={incident.tenantCount} />
            </Cell>
            <Cell label="Status">{statusWords[incident.status]}</Cell>
            <Cell label="Lead">{incident.leadName ?? <span className="text-ink-3">nobody</span>}</Cell>
            <Cell label="Age" className="num text-ink-2">
              {incident.resolvedAt ? (
                <>
                  resolved <RelativeTime at={incident.resolvedAt} />
                </>
              ) : (
                <ElapsedTime since={incident.openedAt} />
              )}
            </Cell>
            <Cell label="Updated" className="num text-ink-2">
              <RelativeTime at={incident.updatedAt} />
            </Cell>
          </Row>
        ))}
      </CardTable>
      <ListPager spec={incidentList} list={list} page={page} />
    </div>
  );
}

const nothing = {
  open: {
    title: 'No incident is open',
    text: 'An incident is opened when something needs people to work on it.',
  },
  resolved: {
    title: 'No incident was resolved yet',
    text: 'Resolved incidents and their timelines stay here.',
  },
  all: {
    title: 'No incidents yet',
    text: 'An incident is opened when something needs people to work on it.',
  },
} as const;

function NoIncidents({ view, canWrite }: { view: keyof typeof nothing; canWrite: boolean }) {
  return (
    <EmptyState
      hasStaff
      title={nothing[view].title}
      actions={
        canWrite && view !== 'resolved' ? (
          <ButtonLink kind="primary" to={paths.newIncident()}>
            <Plus className="icon icon-s" aria-hidden />
            Open incident
          </ButtonLink>
        ) : undefined
      }
    >
      {nothing[view].text}
    </EmptyState>
  );
}
