import type { LoaderFunctionArgs } from '@remix-run/node';
import { readAuditAddress } from '#app/components/audit-list.ts';
import type { AuditExportQuery as ExportPage } from '#app/gql/graphql.ts';
import { csvDownload } from '#app/lib/csv-download.server.ts';
import { csvRecord } from '#app/lib/csv.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { AuditExportQuery } from './documents.ts';

/** The audit log as its address narrows it, all pages of it, as a file. */
export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'audit:read');
  const now = new Date();
  const { filter } = readAuditAddress(new URL(args.request.url).searchParams, now);
  return csvDownload({
    name: 'audit-log',
    head: csvRecord(columns.map(({ name }) => name)),
    readPage: async (after) => {
      const { auditEntries } = await gateway.query(
        AuditExportQuery,
        // Without an end the file would grow while it is read.
        { filter: { to: now.toISOString(), ...filter }, after, canTenants: may(caller, 'tenants:read') },
        { needs: 'auditEntries' },
      );
      const { nodes, pageInfo } = auditEntries ?? { nodes: [], pageInfo: null };
      return {
        records: nodes.map((entry) => ({
          id: entry.id,
          text: csvRecord(columns.map(({ read }) => read(entry))),
        })),
        next: pageInfo?.hasNextPage ? (pageInfo.endCursor ?? null) : null,
      };
    },
  });
}

type Entry = NonNullable<ExportPage['auditEntries']>['nodes'][number];

const state = (value: Entry['before']) => (value == null ? null : JSON.stringify(value));

const columns: readonly { name: string; read: (entry: Entry) => string | null | undefined }[] = [
  { name: 'id', read: (entry) => entry.id },
  { name: 'at', read: (entry) => entry.at },
  { name: 'action', read: (entry) => entry.action },
  { name: 'caller_kind', read: (entry) => entry.callerKind },
  { name: 'caller_id', read: (entry) => entry.callerId },
  { name: 'caller_name', read: (entry) => entry.callerName },
  { name: 'actor_name', read: (entry) => entry.actorName },
  { name: 'target_type', read: (entry) => entry.targetType },
  { name: 'target_id', read: (entry) => entry.targetId },
  { name: 'target_name', read: (entry) => entry.targetName },
  { name: 'tenant_id', read: (entry) => entry.tenant?.id },
  { name: 'tenant_name', read: (entry) => entry.tenant?.name },
  { name: 'before', read: (entry) => state(entry.before) },
  { name: 'after', read: (entry) => state(entry.after) },
  { name: 'request_id', read: (entry) => entry.requestId },
];
