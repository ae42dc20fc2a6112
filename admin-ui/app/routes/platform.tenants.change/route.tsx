import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ButtonLink } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { plural } from '#app/lib/format.ts';
import { notFound } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { allStatuses, readTenantList, tenantListHref } from '#app/lib/tenant-list.ts';
import { reactivateMany, suspendMany } from './change-tenants.server.ts';
import { ChangeForm } from './change-form.tsx';
import { ChangingTable, StayingList } from './chosen-tenants.tsx';
import { TenantsToChangeQuery } from './documents.ts';
import { previewOf, readChange } from './preview.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.change === 'reactivate' ? 'Reactivate' : 'Suspend'} tenants · Intendant` },
];

type Loaded = { change: string } | undefined;

export const handle = {
  crumbs: (loaded: Loaded) => [
    { label: 'Tenants', to: paths.tenants() },
    {
      label: loaded?.change === 'reactivate' ? 'Reactivate tenants' : 'Suspend tenants',
      to: paths.tenantsChange(),
    },
  ],
};

const MOST = 100;

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(
    args,
    'platform:read',
    'tenants:read',
    'tenants:write',
    'health:read',
  );
  const search = new URL(args.request.url).searchParams;
  const change = readChange(search.get('to'));
  if (change === null) throw notFound();
  const ids = [...new Set(search.getAll('id'))].slice(0, MOST);
  const can = { users: may(caller, 'users:read'), keys: may(caller, 'keys:read') };
  const found =
    ids.length === 0
      ? []
      : (
          await gateway.query(
            TenantsToChangeQuery,
            { filter: { ids, statuses: [...allStatuses] }, canUsers: can.users, canKeys: can.keys },
            { needs: 'tenantSummaries' },
          )
        ).tenantSummaries?.nodes;
  return { change, can, back: backOf(search), ...previewOf(change, ids, found ?? []) };
}

export async function action(args: ActionFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'tenants:write');
  const search = new URL(args.request.url).searchParams;
  const form = await args.request.formData();
  return readChange(search.get('to')) === 'reactivate'
    ? reactivateMany(gateway, form, backOf(search))
    : suspendMany(gateway, form, backOf(search));
}

/** The list the choice was made in, as its address says it. */
function backOf(search: URLSearchParams): string {
  return tenantListHref(readTenantList(new URLSearchParams(search.get('from') ?? '')));
}

export default function ChangeTenants() {
  const { change, can, back, changing, staying, missing } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const verb = change === 'suspend' ? 'Suspend' : 'Reactivate';
  const others = staying.length + missing;
  if (changing.length === 0) {
    return (
      <main className="page" id="main" tabIndex={-1}>
        <div className="section">
          <div className="card">
            <EmptyState
              as="h1"
              title={
                others === 0
                  ? 'No tenant was chosen'
                  : `No chosen tenant can be ${change === 'suspend' ? 'suspended' : 'reactivated'}`
              }
              actions={<ButtonLink to={back}>Back to the tenants</ButtonLink>}
            >
              {others === 0
                ? 'Choose tenants in the list with their checkboxes, then say what to do with them.'
                : 'Nothing was changed. Why each stays as it is stands below.'}
            </EmptyState>
          </div>
          <StayingList staying={staying} missing={missing} />
        </div>
      </main>
    );
  }
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section max-w-[880px]">
        <div>
          <h1 className="page-title">
            {verb} {plural(changing.length, 'tenant')}?
          </h1>
          {others === 0 ? null : (
            <p className="mt-1 text-ink-2">
              {plural(others, 'other chosen tenant stays', 'other chosen tenants stay')} as{' '}
              {others === 1 ? 'it is' : 'they are'}.
            </p>
          )}
        </div>
        <ChangeForm change={change} changing={changing} can={can} back={back} lastResult={lastResult} />
        <ChangingTable change={change} tenants={changing} can={can} />
        <StayingList staying={staying} missing={missing} />
      </div>
    </main>
  );
}

export function ErrorBoundary() {
  return <ErrorPanel backTo={paths.tenants()} backLabel="Open the tenants" />;
}
