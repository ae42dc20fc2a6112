import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { ListToolbar } from '#app/components/list-toolbar.tsx';
import { nameOfTenant } from '#app/components/named-tenant.ts';
import { ExportButton } from '#app/components/ui/export-button.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { TimeWindowPicker } from '#app/components/ui/time-window-picker.tsx';
import type { AuditLogQuery as AuditLogData } from '#app/gql/graphql.ts';
import { formatCount, plural } from '#app/lib/format.ts';
import { noTenant } from '#app/lib/audit-links.ts';
import { paths } from '#app/lib/paths.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import {
  AUDIT_PAGE_SIZE,
  auditList,
  exportHref,
  namedInAuditLog,
  readAuditAddress,
} from '#app/components/audit-list.ts';
import { AuditTable } from './audit-table.tsx';
import { AuditLogQuery } from './documents.ts';

/** The API counts this far and no further. */
const countedUpTo = 10_000;

export const meta: MetaFunction = () => [{ title: 'Audit log · Intendant' }];

export const handle = { crumbs: () => [{ label: 'Audit log', to: paths.auditLog() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'audit:read');
  const { list, time, filter } = readAuditAddress(new URL(args.request.url).searchParams, new Date());
  const canTenants = may(caller, 'tenants:read');
  const loaded = await gateway.query(AuditLogQuery, {
    filter,
    first: AUDIT_PAGE_SIZE,
    after: list.trail.at(-1) ?? null,
    canTenants,
    ...namedInAuditLog(list, canTenants),
  });
  return {
    list,
    time,
    page: loaded.auditEntries ?? null,
    names: namesOf(loaded),
    vocabulary: loaded.auditVocabulary ?? { actions: [], targetTypes: [] },
  };
}

export default function AuditLog() {
  const { list, time, page, names, vocabulary } = useLoaderData<typeof loader>();
  const spec = auditList(vocabulary);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">Audit log</h1>
            <p className="mt-1 text-ink-2" role="status">
              {page === null ? 'The log is not available.' : summary(page.totalCount)} Entries are only ever
              added.
            </p>
          </div>
          <div className="page-actions">
            <ExportButton href={exportHref(spec, list)} thing="audit entries" />
          </div>
        </div>
        <TimeWindowPicker {...time} presets={['24h', '7d', '30d', '90d']} />
        <ListToolbar
          spec={spec}
          list={list}
          label="Audit log"
          placeholder="Who, what or action"
          names={names}
        />
        {page === null ? (
          <FailedWidget title="Audit log" source="Security" heading="h2" />
        ) : (
          <AuditTable page={page} list={list} spec={spec} names={names} />
        )}
      </div>
    </main>
  );
}

function summary(count: number): string {
  return count >= countedUpTo
    ? `More than ${formatCount(countedUpTo)} entries.`
    : `${plural(count, 'entry', 'entries')}.`;
}

/** What the ids in the address are called; a caller and a target as the log last called them. */
function namesOf({ tenant, byCaller, onTarget }: Pick<AuditLogData, 'tenant' | 'byCaller' | 'onTarget'>) {
  const caller = byCaller?.nodes[0];
  const target = onTarget?.nodes[0];
  return {
    [noTenant]: 'none: the platform',
    ...nameOfTenant(tenant),
    ...(caller ? { [caller.callerId]: caller.callerName } : {}),
    ...(target?.targetName ? { [target.targetId]: target.targetName } : {}),
  };
}

export function ErrorBoundary() {
  return <ErrorPanel />;
}
