import { Link } from '@remix-run/react';
import { Plus } from 'lucide-react';
import { memo } from 'react';
import { IncidentTenants } from '#app/components/incident-tenants.tsx';
import { severityStates, severityWords, statusWords } from '#app/components/incident-words.ts';
import { AssessmentBadge, ThresholdLine } from '#app/components/ui/assessment.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { Card, MoreLink, Section } from '#app/components/ui/card.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { Figure, FigureCell } from '#app/components/ui/figure.tsx';
import { ElapsedTime, RelativeTime } from '#app/components/ui/relative-time.tsx';
import { RowSortHead } from '#app/components/ui/row-sort-head.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import { CardTable, Cell, Row } from '#app/components/ui/table.tsx';
import type { IncidentFiguresPartFragment, OpenIncidentPartFragment } from '#app/gql/graphql.ts';
import { formatCount, measureCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { useRowSort, type RowSortSpec } from '#app/lib/use-row-sort.ts';
import { useDashboard } from '../dashboard-context.ts';
import { FailedSection } from '../failed-section.tsx';
import type { IncidentsPart } from '../snapshot.ts';

type IncidentsSectionProps = { figures: IncidentFiguresPartFragment; part: IncidentsPart };

/** What is being worked on, the worst first. */
export const IncidentsSection = memo(function IncidentsSection({ figures, part }: IncidentsSectionProps) {
  return (
    <Section
      id="incidents"
      title="Incidents"
      asOf={figures.asOf}
      more={<MoreLink to={paths.incidents()}>Incidents</MoreLink>}
    >
      <Figures figures={figures} />
      {part.open === null ? (
        <FailedSection section="incidents" title="Open incidents" />
      ) : part.open.length === 0 ? (
        <NoIncidents />
      ) : (
        <Queue incidents={part.open} />
      )}
    </Section>
  );
});

function Figures({ figures }: { figures: IncidentFiguresPartFragment }) {
  return (
    <Card>
      <div className="figures">
        <FigureCell
          label="Open"
          to={paths.incidents()}
          status={
            <AssessmentBadge assessment={figures.assessment}>
              {figures.critical > 0 ? `${formatCount(figures.critical)} critical` : undefined}
            </AssessmentBadge>
          }
        >
          <Figure measure={measureCount(figures.open)} />
          <ThresholdLine assessment={figures.assessment} format={(value) => `${formatCount(value)} open`} />
        </FigureCell>
        <FigureCell label="Without a lead" to={paths.incidents({ lead: 'none' })}>
          <Figure measure={measureCount(figures.unassigned)} />
          <span className="label">of {formatCount(figures.open)} open</span>
        </FigureCell>
        <FigureCell label="Resolved 7 d" to={paths.incidents({ view: 'resolved' })}>
          <Figure measure={measureCount(figures.resolved7d)} />
        </FigureCell>
      </div>
    </Card>
  );
}

// The worst first, as they are declared.
const severities = Object.keys(severityWords);

const spec: RowSortSpec<
  OpenIncidentPartFragment,
  'severity' | 'incident' | 'tenant' | 'status' | 'lead' | 'age' | 'updated'
> = {
  keyOf: ({ id }) => id,
  columns: {
    severity: ({ severity }) => -severities.indexOf(severity),
    incident: ({ title }) => title,
    // What concerns the platform as a whole stands last.
    tenant: (incident) => named(incident)[0]?.name ?? null,
    status: ({ status }) => statusWords[status],
    lead: ({ leadName }) => leadName ?? null,
    age: ({ openedAt }) => -Date.parse(openedAt),
    updated: ({ updatedAt }) => Date.parse(updatedAt),
  },
  given: { column: 'severity', isUp: false },
};

function Queue({ incidents }: { incidents: readonly OpenIncidentPartFragment[] }) {
  const { rows, sort, hold } = useRowSort(incidents, spec);
  return (
    <Card>
      <CardTable
        label="Open incidents"
        hold={hold}
        head={
          <>
            <RowSortHead sort={sort} column="severity" name="Severity" />
            <RowSortHead sort={sort} column="incident" name="Incident" />
            <RowSortHead sort={sort} column="tenant" name="Tenant" />
            <RowSortHead sort={sort} column="status" name="Status" />
            <RowSortHead sort={sort} column="lead" name="Lead" />
            <RowSortHead sort={sort} column="age" name="Age" isNumber />
            <RowSortHead sort={sort} column="updated" name="Updated" isNumber />
          </>
        }
      >
        {rows.map((incident) => (
          <Row key={incident.id}>
            <Cell>
              <Badge state={severityStates[incident.severity]}>{severityWords[incident.severity]}</Badge>
            </Cell>
            <Cell className="full tablet:w-2/5">
              <Link to={paths.incident(incident.id)}>
                <span className="text-ink-3">#{incident.number}</span>{' '}
                <span className="font-medium">{incident.title}</span>
              </Link>
            </Cell>
            <Cell>
              <IncidentTenants tenants={named(incident)} count={incident.tenantCount} />
            </Cell>
            <Cell>{statusWords[incident.status]}</Cell>
            <Cell className="tablet:whitespace-nowrap" label="Lead">
              {incident.leadName ?? <span className="text-ink-3">nobody</span>}
            </Cell>
            <Cell className="num" label="Age">
              <ElapsedTime since={incident.openedAt} />
            </Cell>
            <Cell className="num text-ink-2" label="Updated">
              <RelativeTime at={incident.updatedAt} />
            </Cell>
          </Row>
        ))}
      </CardTable>
    </Card>
  );
}

function NoIncidents() {
  const { rights } = useDashboard();
  return (
    <Card>
      <EmptyState
        as="h3"
        title="No open incident"
        actions={
          rights.workIncidents ? (
            <ButtonLink to={paths.newIncident()}>
              <Plus className="icon icon-s" aria-hidden />
              Open incident
            </ButtonLink>
          ) : (
            <ButtonLink to={paths.incidents({ view: 'resolved' })}>See resolved incidents</ButtonLink>
          )
        }
      >
        What people work on appears here: with its severity, the tenants concerned, who leads, and its age.
      </EmptyState>
    </Card>
  );
}

/** The tenants with the names health knows, so that they are there while the subgraph tenants is not. */
function named({ tenants, tenantNames }: OpenIncidentPartFragment): { id: string; name: string }[] {
  return tenants.map(({ id }, index) => ({ id, name: tenantNames[index] ?? id }));
}
