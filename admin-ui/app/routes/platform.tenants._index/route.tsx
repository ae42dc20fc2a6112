import { data, redirect } from '@remix-run/node';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { Plus } from 'lucide-react';
import { DemoNotice } from '#app/components/demo-notice.tsx';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ListToolbar } from '#app/components/list-toolbar.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { ExportButton } from '#app/components/ui/export-button.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { formatCount, plural } from '#app/lib/format.ts';
import { intentResult } from '#app/lib/forms.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { columnsFromForm, withColumns } from '#app/lib/tenant-columns.ts';
import {
  permittedList,
  readTenantList,
  savedSearchOf,
  tenantListHref,
  tenantListWith,
} from '#app/lib/tenant-list.ts';
import { openedView, tenantChips, type ViewCounts } from '#app/lib/tenant-views.ts';
import { ColumnPanel, SortPanel } from './column-panel.tsx';
import { ConfirmDeleteView } from './confirm-delete-view.tsx';
import { loadTenantList } from './load-list.server.ts';
import { deleteTenantView, saveTenantView } from './save-views.server.ts';
import { TenantPage } from './tenant-page.tsx';
import { useLiveList } from './use-live-list.ts';
import { ViewPanel } from './view-panel.tsx';
import { ViewTabs } from './view-tabs.tsx';

export const meta: MetaFunction = () => [{ title: 'Tenants · Intendant' }];

export const handle = { crumbs: () => [{ label: 'Tenants', to: paths.tenants() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'tenants:read');
  const search = new URL(args.request.url).searchParams;
  // Who may not read how tenants fare is led to the list without it.
  const text = search.get('q');
  if (!may(caller, 'health:read')) throw redirect(paths.tenantDirectory(text === null ? {} : { q: text }));
  const canBilling = may(caller, 'billing:read');
  const list = permittedList(readTenantList(search), canBilling);
  // The chooser's form sends a box for each column; the address names them in one word.
  if (search.has('choose'))
    throw redirect(tenantListHref(withColumns(list, columnsFromForm(search, canBilling))));
  return {
    list,
    loadedAt: new Date().toISOString(),
    ...(await loadTenantList(gateway, list, canBilling)),
    canBilling,
    rights: {
      canWrite: may(caller, 'tenants:write'),
      canIncidents: may(caller, 'incidents:write'),
      canAudit: may(caller, 'audit:read'),
    },
  };
}

export async function action(args: ActionFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'tenants:read', 'health:read');
  const form = await args.request.formData();
  if (form.get('intent') === 'save-view') return saveTenantView(gateway, form);
  if (form.get('intent') === 'delete-view') return deleteTenantView(gateway, form);
  throw data('Unknown intent', { status: 400 });
}

export default function Tenants() {
  const loaded = useLoaderData<typeof loader>();
  const { list, page, loadedAt, counts, demo, saved, plans, canBilling, rights } = loaded;
  const lastResult = useActionData<typeof action>();
  const [search] = useSearchParams();
  const spec = tenantListWith(plans, canBilling);
  const names = Object.fromEntries(plans.map(({ key, name }) => [key, name]));
  const opened = openedView(list, saved, canBilling);
  useLiveList(page === null ? null : loadedAt);
  return (
    <main className="page" id="main" tabIndex={-1}>
      {opened !== null && search.get('confirm') === 'delete-view' ? (
        <ConfirmDeleteView
          view={opened.view}
          list={list}
          lastResult={intentResult(lastResult, 'delete-view')}
        />
      ) : null}
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Tenants</h1>
            <p className="mt-1 text-ink-2" role="status">
              {page === null ? 'The list is not available.' : summary(page.totalCount, counts)}
            </p>
          </div>
          {rights.canWrite ? (
            <div className="page-actions">
              <ButtonLink kind="primary" to={paths.newTenant()}>
                <Plus className="icon icon-s" aria-hidden />
                Create tenant
              </ButtonLink>
            </div>
          ) : null}
        </div>
        {demo > 0 ? <DemoNotice count={demo} /> : null}
        <ViewTabs list={list} counts={counts} saved={saved} canBilling={canBilling} />
        <div className="list-tools">
          <ListToolbar
            spec={spec}
            list={list}
            label="Tenants"
            placeholder="Name, slug or id"
            names={names}
            chips={tenantChips(list, names)}
          />
          <div className="list-tools-end">
            <SortPanel list={list} canBilling={canBilling} />
            <ViewPanel
              list={list}
              saved={saved}
              canBilling={canBilling}
              lastResult={intentResult(lastResult, 'save-view')}
            />
            <ColumnPanel list={list} canBilling={canBilling} />
            <ExportButton href={`${paths.tenantsCsv()}?${savedSearchOf(list)}`} thing="tenants" />
          </div>
        </div>
        {page === null ? (
          <FailedWidget title="Tenants" source="Health" heading="h2" />
        ) : (
          <TenantPage
            {...loaded}
            page={page}
            isFleetEmpty={counts !== null && counts.all + counts.deleted === 0}
          />
        )}
      </div>
    </main>
  );
}

function summary(matching: number, counts: ViewCounts | null): string {
  if (counts === null || matching > counts.all)
    return `${plural(matching, 'tenant matches', 'tenants match')}.`;
  const { all, atRisk } = counts;
  const matches =
    matching === all ? `${plural(all, 'tenant')}.` : `${formatCount(matching)} of ${formatCount(all)} match.`;
  const risk =
    atRisk === 0 ? 'None is at risk.' : `${formatCount(atRisk)} ${atRisk === 1 ? 'is' : 'are'} at risk.`;
  return all === 0 ? matches : `${matches} ${risk}`;
}

export function ErrorBoundary() {
  return <ErrorPanel />;
}
