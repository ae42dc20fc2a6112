import { Link } from '@remix-run/react';
import { Siren } from 'lucide-react';
import { severityStates, severityWords, statusWords } from '#app/components/incident-words.ts';
import { ListPager } from '#app/components/list-pager.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { Card, MoreLink, Section } from '#app/components/ui/card.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { ElapsedTime, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { paths } from '#app/lib/paths.ts';
import { incidentPath } from '../incident-path.ts';
import type { TabOf } from '../load-tab.server.ts';
import type { Can } from '../rights.ts';
import { tabList } from '../tab-list.ts';
import type { TenantData } from '../tenant-data.ts';

type IncidentsTabProps = {
  tenant: TenantData;
  health: TenantHealthPartFragment | null;
  content: TabOf<'incidents'>;
  can: Can;
};

/** What people work on, or worked on, for this tenant. */
export function IncidentsTab({ tenant, health, content, can }: IncidentsTabProps) {
  const { incidents } = content;
  if (incidents === null) return <FailedWidget title="Incidents" source="Health" heading="h2" />;
  const open = can.incidents ? (
    <ButtonLink to={incidentPath(tenant, health)}>
      <Siren className="icon icon-s" aria-hidden />
      Open incident…
    </ButtonLink>
  ) : undefined;
  return (
    <Section
      id="incidents"
      title="Incidents"
      remark="The open and worst first."
      more={<MoreLink to={paths.incidents({ tenant: tenant.id })}>All incidents</MoreLink>}
    >
      <Card>
        {incidents.nodes.length === 0 ? (
          <EmptyState as="h3" title="No incident concerned this tenant" actions={open}>
            An incident is opened when something needs people to work on it.
          </EmptyState>
        ) : (
          <>
            <CardTable
              label="Incidents"
              data-rows
              head={
                <>
                  <HeadCell>Severity</HeadCell>
                  <HeadCell>Incident</HeadCell>
                  <HeadCell>Status</HeadCell>
                  <HeadCell>Lead</HeadCell>
                  <HeadCell isNumber>Age</HeadCell>
                  <HeadCell isNumber>Updated</HeadCell>
                </>
              }
            >
              {incidents.nodes.map((incident) => (
                <Row key={incident.id}>
                  <Cell>
                    <Badge state={severityStates[incident.severity]}>
                      {severityWords[incident.severity]}
                    </Badge>
                  </Cell>
                  <Cell className="full">
                    <span className="text-ink-3">#{incident.number}</span>{' '}
                    <Link className="font-medium" to={paths.incident(incident.id)}>
                      {incident.title}
                    </Link>
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
                    <RelativeTime at={incident.updatedAt} isFocusable />
                  </Cell>
                </Row>
              ))}
            </CardTable>
            <ListPager spec={tabList(tenant.id, 'incidents')} list={content.list} page={incidents} />
          </>
        )}
      </Card>
    </Section>
  );
}
