import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Plus } from 'lucide-react';
import { DemoNotice } from '#app/components/demo-notice.tsx';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { formatCount, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { TenantListQuery } from './documents.ts';
import { apiFilter, apiSort, PAGE_SIZE, readListQuery } from './list-query.ts';
import { TenantFilters } from './tenant-filters.tsx';
import { TenantTable } from './tenant-table.tsx';

export const meta: MetaFunction = () => [{ title: 'Tenants · Intendant' }];

export const handle = { crumbs: () => [{ label: 'Tenants', to: paths.tenants() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'tenants:read', 'health:read');
  const query = readListQuery(new URL(args.request.url).searchParams);
  const data = await gateway.query(TenantListQuery, {
    filter: apiFilter(query),
    sort: apiSort(query),
    first: PAGE_SIZE,
    after: query.trail.at(-1) ?? null,
    canBilling: may(caller, 'billing:read'),
  });
  return {
    query,
    page: data.tenantSummaries ?? null,
    fleet: data.fleetHealth ?? null,
    plans: data.plans ?? [],
    canBilling: may(caller, 'billing:read'),
    canWrite: may(caller, 'tenants:write'),
  };
}

export default function Tenants() {
  const { query, page, fleet, plans, canBilling, canWrite } = useLoaderData<typeof loader>();
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Tenants</h1>
            <p className="mt-1 text-ink-2" role="status">
              {page === null
                ? 'The list is not available.'
                : `${summary(page.totalCount, fleet?.total ?? null)}${fleet === null ? '' : ` ${atRisk(fleet.atRisk)}`}`}
            </p>
          </div>
          {canWrite ? (
            <div className="page-actions">
              <ButtonLink kind="primary" to={paths.newTenant()}>
                <Plus className="icon icon-s" aria-hidden />
                Create tenant
              </ButtonLink>
            </div>
          ) : null}
        </div>
        {fleet !== null && fleet.demo > 0 ? <DemoNotice count={fleet.demo} /> : null}
        <TenantFilters query={query} plans={plans} />
        {page === null ? (
          <FailedWidget title="Tenants" source="Health" heading="h2" />
        ) : (
          <TenantTable
            page={page}
            query={query}
            plans={plans}
            canBilling={canBilling}
            canWrite={canWrite}
            isFleetEmpty={fleet?.total === 0}
          />
        )}
      </div>
    </main>
  );
}

function summary(matching: number, total: number | null): string {
  if (total === null || matching > total) return `${plural(matching, 'tenant matches', 'tenants match')}.`;
  return matching === total
    ? `${plural(total, 'tenant')}.`
    : `${formatCount(matching)} of ${formatCount(total)} match.`;
}

function atRisk(count: number): string {
  return count === 0 ? 'None is at risk.' : `${formatCount(count)} ${count === 1 ? 'is' : 'are'} at risk.`;
}

export function ErrorBoundary() {
  return <ErrorPanel />;
}
