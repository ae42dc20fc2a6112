import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ListToolbar } from '#app/components/list-toolbar.tsx';
import { nameOfTenant, namedTenant } from '#app/components/named-tenant.ts';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { TimeWindowPicker } from '#app/components/ui/time-window-picker.tsx';
import { formatCount, plural } from '#app/lib/format.ts';
import { readListAddress } from '#app/lib/list-address.ts';
import { noTenant } from '#app/lib/audit-links.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { readTimeWindow } from '#app/lib/time-window.ts';
import { SignInFailuresQuery } from './documents.ts';
import { failureFilter, failureList, tenantIn } from './failure-list.ts';
import { FailureTable } from './failure-table.tsx';

/** The API counts this far and no further. */
const countedUpTo = 10_000;

export const meta: MetaFunction = () => [{ title: 'Refused sign-ins · Intendant' }];

export const handle = {
  crumbs: () => [
    { label: 'Audit log', to: paths.auditLog() },
    { label: 'Refused sign-ins', to: paths.signInFailures() },
  ],
};

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'audit:read');
  const search = new URL(args.request.url).searchParams;
  const now = new Date();
  // The window of the figure that leads here.
  const time = readTimeWindow(search, { fallback: '24h', now });
  const list = readListAddress(failureList, search);
  const canTenants = may(caller, 'tenants:read');
  const loaded = await gateway.query(SignInFailuresQuery, {
    filter: failureFilter(list, time.window, now),
    first: failureList.pageSize,
    after: list.trail.at(-1) ?? null,
    canTenants,
    canUsers: may(caller, 'users:read'),
    ...namedTenant(tenantIn(list), canTenants),
  });
  return { list, time, page: loaded.signInFailures ?? null, tenant: loaded.tenant ?? null };
}

export default function SignInFailures() {
  const { list, time, page, tenant } = useLoaderData<typeof loader>();
  const names = {
    [noTenant]: 'none: staff and unknown accounts',
    ...nameOfTenant(tenant),
  };
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Refused sign-ins</h1>
            <p className="mt-1 text-ink-2" role="status">
              {page === null ? 'The list is not available.' : summary(page.totalCount)} Kept for 90 days.
            </p>
          </div>
        </div>
        <TimeWindowPicker {...time} presets={['24h', '7d', '30d', '90d']} />
        <ListToolbar spec={failureList} list={list} label="Refused sign-ins" names={names} />
        {page === null ? (
          <FailedWidget title="Refused sign-ins" source="Security" heading="h2" />
        ) : (
          <FailureTable page={page} list={list} names={names} />
        )}
      </div>
    </main>
  );
}

function summary(count: number): string {
  return count >= countedUpTo
    ? `More than ${formatCount(countedUpTo)} refused sign-ins.`
    : `${plural(count, 'refused sign-in')}.`;
}

export function ErrorBoundary() {
  return <ErrorPanel backTo={paths.auditLog()} backLabel="Open the audit log" />;
}
