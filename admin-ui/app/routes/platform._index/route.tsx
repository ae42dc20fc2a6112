import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { useLiveReport } from '#app/components/live-outlet.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { useAnnouncer } from '#app/lib/use-announcer.ts';
import { AtRiskSection } from './at-risk-section.tsx';
import { PlatformOverviewQuery } from './documents.ts';
import { PlatformHealthSection } from './platform-health-section.tsx';
import { RevenueSection } from './revenue-section.tsx';
import { loadedSnapshot } from './snapshot.ts';
import { TenantHealthSection } from './tenant-health-section.tsx';
import { UsageSection } from './usage-section.tsx';
import { useLivePlatform } from './use-live-platform.ts';
import { VerdictHeader, verdictAnnouncement } from './verdict-header.tsx';

export const meta: MetaFunction = () => [{ title: 'Dashboard · Intendant' }];

export const handle = { crumbs: () => [{ label: 'Dashboard', to: paths.platform() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read');
  const canHealth = may(caller, 'health:read', 'tenants:read');
  const canBilling = may(caller, 'billing:read');
  const data = await gateway.query(PlatformOverviewQuery, { canHealth, canBilling });
  return { snapshot: loadedSnapshot(data, new Date()), canHealth, canBilling };
}

export default function Dashboard() {
  const { snapshot: loaded, canHealth, canBilling } = useLoaderData<typeof loader>();
  const { snapshot, status } = useLivePlatform(loaded, { canHealth, canBilling });
  useLiveReport(status, snapshot.asOf);
  const announced = useAnnouncer(verdictAnnouncement(snapshot));
  const { platformHealth, fleetHealth, usage, atRiskTenants, revenue } = snapshot;
  return (
    <main className="page" id="main" tabIndex={-1}>
      <VerdictHeader snapshot={snapshot} canHealth={canHealth} canBilling={canBilling} />
      <p className="sr-only" aria-live="polite">
        {announced}
      </p>
      {canHealth ? (
        <>
          {platformHealth === null ? (
            <FailedWidget title="Platform health" source="Health" />
          ) : (
            <PlatformHealthSection health={platformHealth} />
          )}
          {atRiskTenants === null ? (
            <FailedWidget title="Tenants at risk" source="Health" />
          ) : (
            <AtRiskSection tenants={atRiskTenants} fleet={fleetHealth} />
          )}
          {fleetHealth === null ? (
            <FailedWidget title="Tenant health" source="Health" />
          ) : (
            <TenantHealthSection fleet={fleetHealth} snapshot={snapshot} />
          )}
          {usage === null ? (
            <FailedWidget title="Usage" source="Health" />
          ) : (
            <UsageSection
              usage={usage}
              byExecutions={snapshot.byExecutions}
              total={fleetHealth?.total ?? null}
            />
          )}
        </>
      ) : null}
      {!canBilling ? null : revenue === null ? (
        <FailedWidget title="Revenue" source="Billing" />
      ) : (
        <RevenueSection revenue={revenue} canList={canHealth} />
      )}
    </main>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel backTo={paths.home()} backLabel="Try again" />;
}
