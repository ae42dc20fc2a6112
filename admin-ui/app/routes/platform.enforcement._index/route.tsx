import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Plus, ScrollText } from 'lucide-react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ListToolbar } from '#app/components/list-toolbar.tsx';
import { nameOfTenant } from '#app/components/named-tenant.ts';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { Tabs } from '#app/components/ui/tabs.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import { formatCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { ConfirmQuestions } from './confirm-questions.tsx';
import { EnforcementFiguresFragment } from './documents.ts';
import { enforce } from './enforce.server.ts';
import { EnforcementSummary } from './enforcement-summary.tsx';
import { enforcementViews, exceptionList, overrideList, paymentList, trialList } from './enforcement-list.ts';
import { ExceptionsTable } from './exceptions-table.tsx';
import { loadView, type LoadedView } from './load-view.server.ts';
import { OverridesTable } from './overrides-table.tsx';
import { PaymentsTable } from './payments-table.tsx';
import { TrialsTable } from './trials-table.tsx';

export const meta: MetaFunction = () => [{ title: 'Enforcement · Intendant' }];

export const handle = { crumbs: () => [{ label: 'Enforcement', to: paths.enforcement() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'billing:read');
  const search = new URL(args.request.url).searchParams;
  const loaded = await loadView({ gateway, search, canTenants: may(caller, 'tenants:read') });
  return { loaded, canWrite: may(caller, 'billing:write'), canAudit: may(caller, 'audit:read') };
}

export async function action(args: ActionFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'billing:write');
  return enforce(gateway, await args.request.formData(), new URL(args.request.url).searchParams);
}

export default function Enforcement() {
  const { loaded, canWrite, canAudit } = useLoaderData<typeof loader>();
  const revenue = readFragment(EnforcementFiguresFragment, loaded.figures).revenue ?? null;
  const lastResult = useActionData<typeof action>();
  // Only where the figure is what the tab lists.
  const counts: Partial<Record<string, number>> = {
    exceptions: revenue?.entitlementExceptions,
    trials: revenue?.trials.running,
  };
  return (
    <main className="page" id="main" tabIndex={-1}>
      {canWrite ? <ConfirmQuestions loaded={loaded} lastResult={lastResult} /> : null}
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Enforcement</h1>
            <p className="mt-1 text-ink-2" role="status">
              <EnforcementSummary revenue={revenue} />
            </p>
          </div>
          {canWrite || canAudit ? (
            <div className="page-actions">
              {canAudit ? (
                <ButtonLink to={paths.auditLog({ target: 'EntitlementOverride' })}>
                  <ScrollText className="icon icon-s" aria-hidden />
                  Audit log of overrides
                </ButtonLink>
              ) : null}
              {canWrite ? (
                <ButtonLink kind="primary" to={paths.newOverride()}>
                  <Plus className="icon icon-s" aria-hidden />
                  Grant override
                </ButtonLink>
              ) : null}
            </div>
          ) : null}
        </div>
        <Tabs
          label="Views"
          tabs={enforcementViews.map(({ key, label }) => ({
            label,
            to: paths.enforcement(key === 'exceptions' ? {} : { view: key }),
            isCurrent: key === loaded.view,
            ...(counts[key] === undefined ? {} : { count: formatCount(counts[key]) }),
          }))}
        />
        <View loaded={loaded} canWrite={canWrite} />
      </div>
    </main>
  );
}

function View({ loaded, canWrite }: { loaded: LoadedView; canWrite: boolean }) {
  const names = nameOfTenant(loaded.view === 'trials' ? null : loaded.tenant);
  const failed = <FailedWidget title="Enforcement" source="Billing" heading="h2" />;
  switch (loaded.view) {
    case 'exceptions':
      return (
        <>
          <ListToolbar
            spec={exceptionList(loaded.entitlements)}
            list={loaded.list}
            label="Exceptions"
            placeholder="Tenant"
            names={names}
          />
          {loaded.page === null ? (
            failed
          ) : (
            <ExceptionsTable loaded={loaded} page={loaded.page} names={names} canWrite={canWrite} />
          )}
        </>
      );
    case 'overrides':
      return (
        <>
          <ListToolbar spec={overrideList} list={loaded.list} label="Overrides" names={names} />
          {loaded.page === null ? (
            failed
          ) : (
            <OverridesTable loaded={loaded} page={loaded.page} names={names} canWrite={canWrite} />
          )}
        </>
      );
    case 'payments':
      return (
        <>
          <ListToolbar spec={paymentList} list={loaded.list} label="Payments" names={names} />
          {loaded.page === null ? (
            failed
          ) : (
            <PaymentsTable loaded={loaded} page={loaded.page} names={names} canWrite={canWrite} />
          )}
        </>
      );
    case 'trials':
      return (
        <>
          <ListToolbar spec={trialList} list={loaded.list} label="Trials" />
          {loaded.page === null ? failed : <TrialsTable loaded={loaded} page={loaded.page} />}
        </>
      );
  }
}

export function ErrorBoundary() {
  return <ErrorPanel />;
}
