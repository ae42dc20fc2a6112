import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, useRevalidator } from '@remix-run/react';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { isNarrowed } from '#app/components/nothing-matches.tsx';
import { ListToolbar } from '#app/components/list-toolbar.tsx';
import { useLiveReport } from '#app/components/live-outlet.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import { Tabs } from '#app/components/ui/tabs.tsx';
import { IncidentListChangedDocument } from '#app/gql/graphql.ts';
import { formatCount, plural } from '#app/lib/format.ts';
import { listHref, readListAddress, valueOf } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { useLive } from '#app/lib/use-live.ts';
import { IncidentListQuery } from './documents.ts';
import { apiFilter, incidentList, incidentViews, readView, withView } from './incident-list.ts';
import { IncidentTable } from './incident-table.tsx';

export const meta: MetaFunction = () => [{ title: 'Incidents · Intendant' }];

export const handle = { crumbs: () => [{ label: 'Incidents', to: paths.incidents() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'health:read');
  const list = readListAddress(incidentList, new URL(args.request.url).searchParams);
  const tenantId = valueOf(list, 'tenant');
  const canTenants = may(caller, 'tenants:read');
  const loaded = await gateway.query(IncidentListQuery, {
    filter: apiFilter(list, caller.id),
    sort: { field: list.sort, direction: list.direction },
    first: incidentList.pageSize,
    after: list.trail.at(-1) ?? null,
    canTenants,
    tenantId: tenantId ?? '',
    hasTenant: tenantId !== undefined && canTenants,
  });
  return {
    list,
    page: loaded.incidents ?? null,
    figures: loaded.incidentFigures ?? null,
    names: loaded.tenant ? { [loaded.tenant.id]: loaded.tenant.name } : {},
    canWrite: may(caller, 'incidents:write'),
  };
}

export default function Incidents() {
  const { list, page, figures, names, canWrite } = useLoaderData<typeof loader>();
  const live = useLiveIncidents(figures?.asOf ?? null);
  const shown = live ?? figures;
  const view = readView(list);
  // An empty list says itself what to do; the action is offered once.
  const isBlank = page?.nodes.length === 0 && view !== 'resolved' && !isNarrowed(list);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Incidents</h1>
            <p className="mt-1 flex flex-wrap items-center gap-2 text-ink-2" role="status">
              {shown === null ? (
                'The figures are not available.'
              ) : (
                <>
                  {summary(shown)}
                  {shown.critical > 0 ? (
                    <Badge state="critical">{formatCount(shown.critical)} critical</Badge>
                  ) : null}
                </>
              )}
            </p>
          </div>
          {canWrite && !isBlank ? (
            <div className="page-actions">
              <ButtonLink kind="primary" to={paths.newIncident()}>
                <Plus className="icon icon-s" aria-hidden />
                Open incident
              </ButtonLink>
            </div>
          ) : null}
        </div>
        <Tabs
          label="Views"
          tabs={incidentViews.map(({ key, label }) => ({
            label,
            to: listHref(incidentList, withView(list, key)),
            isCurrent: key === view,
            ...(key === 'open' && shown !== null ? { count: formatCount(shown.open) } : {}),
          }))}
        />
        <ListToolbar
          spec={incidentList}
          list={list}
          label="Incidents"
          placeholder="Title or number"
          names={names}
        />
        {page === null ? (
          <FailedWidget title="Incidents" source="Health" heading="h2" />
        ) : (
          <IncidentTable page={page} list={list} names={names} canWrite={canWrite} />
        )}
      </div>
    </main>
  );
}

type Figures = { open: number; critical: number; unassigned: number; resolved7d: number; asOf: string };

/** The figures as they change; the list itself is loaded anew, because a change can move a row to another page. */
function useLiveIncidents(loadedAt: string | null): Figures | null {
  const [figures, setFigures] = useState<Figures | null>(null);
  const { revalidate } = useRevalidator();
  const status = useLive(IncidentListChangedDocument, {}, ({ incidentChanged }) => {
    setFigures(incidentChanged.figures);
    if (incidentChanged.incident) revalidate();
  });
  useLiveReport(status, figures?.asOf ?? loadedAt);
  return figures !== null && (loadedAt === null || figures.asOf >= loadedAt) ? figures : null;
}

function summary({ open, unassigned, resolved7d }: Figures): string {
  const lead = open === 0 ? 'No incident is open.' : `${plural(open, 'incident is', 'incidents are')} open.`;
  const parts = [
    lead,
    ...(unassigned === 0 ? [] : [`${formatCount(unassigned)} without a lead.`]),
    `${formatCount(resolved7d)} resolved within 7 d.`,
  ];
  return parts.join(' ');
}

export function ErrorBoundary() {
  return <ErrorPanel />;
}
