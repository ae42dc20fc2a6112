import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, type ShouldRevalidateFunction } from '@remix-run/react';
import { useMemo } from 'react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { useLiveReport } from '#app/components/live-outlet.tsx';
import { useLiveCounts } from '#app/components/shell-counts.tsx';
import { forbidden } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { useAnnouncer } from '#app/lib/use-announcer.ts';
import { DashboardContext } from './dashboard-context.ts';
import { DashboardSections } from './dashboard-sections.tsx';
import { PlatformOverviewQuery } from './documents.ts';
import { latestInstant } from './merge-snapshots.ts';
import {
  overviewVariables,
  readExecutionsWindow,
  rightsOf,
  sectionsFor,
  type SectionName,
} from './overview-request.ts';
import { Shortcuts } from './shortcuts.tsx';
import { loadedSnapshot } from './snapshot.ts';
import { useLivePlatform } from './use-live-platform.ts';
import { VerdictHeader, verdictAnnouncement } from './verdict/verdict-header.tsx';

export const meta: MetaFunction = () => [{ title: 'Dashboard · Intendant' }];

export const handle = { crumbs: () => [{ label: 'Dashboard', to: paths.platform() }] };

/** The whole page, or with `?section=` one section of it that is asked for again. */
export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read');
  const search = new URL(args.request.url).searchParams;
  const rights = rightsOf(caller);
  const executions = readExecutionsWindow(search);
  const readable = sectionsFor(rights);
  const asked = search.get('section');
  const sections = asked === null ? readable : readable.filter((name) => name === asked);
  if (asked !== null && sections.length === 0) throw forbidden();
  const data =
    sections.length === 0
      ? {}
      : await gateway.query(PlatformOverviewQuery, overviewVariables(sections, rights, executions));
  return {
    snapshot: loadedSnapshot(data, executions, new Date()),
    rights,
    executions,
    permissions: caller.permissions,
  };
}

/** How the reader likes the page changes nothing on it. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formAction, defaultShouldRevalidate }) =>
  formAction === paths.theme() || formAction === paths.shortcuts() ? false : defaultShouldRevalidate;

export default function Dashboard() {
  const { snapshot: loaded, rights, executions, permissions } = useLoaderData<typeof loader>();
  const { snapshot, status, mergeIn } = useLivePlatform(loaded, rights, executions);
  useLiveReport(status, latestInstant(snapshot));
  useLiveCounts({
    incidents: snapshot.incidents.figures?.open,
    tenants: snapshot.health.fleetHealth?.total,
    exceptions: snapshot.revenue.revenue?.entitlementExceptions,
  });
  const announced = useAnnouncer(verdictAnnouncement(snapshot));
  const dashboard = useMemo(() => ({ rights, executions, mergeIn }), [rights, executions, mergeIn]);
  const sections: readonly SectionName[] = useMemo(() => sectionsFor(rights), [rights]);
  return (
    <DashboardContext.Provider value={dashboard}>
      <main className="page" id="main" tabIndex={-1}>
        <VerdictHeader snapshot={snapshot} />
        <p className="sr-only" aria-live="polite">
          {announced}
        </p>
        <DashboardSections snapshot={snapshot} sections={sections} />
        <Shortcuts permissions={permissions} />
      </main>
    </DashboardContext.Provider>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel backTo={paths.home()} backLabel="Try again" />;
}
