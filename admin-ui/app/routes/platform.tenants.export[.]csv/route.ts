import type { LoaderFunctionArgs } from '@remix-run/node';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { may } from '#app/lib/permissions.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import {
  allStatuses,
  permittedList,
  readTenantList,
  tenantFilter,
  tenantSort,
} from '#app/lib/tenant-list.ts';
import type { TenantExportQuery as ExportPage, TenantExportQueryVariables } from '#app/gql/graphql.ts';
import { TenantExportQuery } from './documents.ts';
import { tenantCsv } from './tenant-csv.ts';

/** The list of the address, or the tenants it names as `id`, all pages of it, as a file. */
export async function loader(args: LoaderFunctionArgs) {
  const { caller, gateway } = await requireCaller(args, 'platform:read', 'tenants:read', 'health:read');
  const { searchParams } = new URL(args.request.url);
  const canBilling = may(caller, 'billing:read');
  const list = permittedList(readTenantList(searchParams), canBilling);
  const ids = searchParams.getAll('id');
  const records = readRecords(gateway, {
    // Who was chosen is exported whatever became of it since.
    filter: ids.length > 0 ? { ids, statuses: [...allStatuses] } : tenantFilter(list),
    sort: tenantSort(list),
    canBilling,
  });
  // The first page decides about the answer: a failure before it is an error page and not a broken file.
  const first = await records.next();
  return new Response(asStream(first.value ?? '', records), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': `attachment; filename="tenants-${new Date().toISOString().slice(0, 10)}.csv"`,
      'Cache-Control': 'private, no-store',
    },
  });
}

async function* readRecords(
  gateway: Gateway,
  variables: TenantExportQueryVariables,
): AsyncGenerator<string, undefined> {
  const csv = tenantCsv(variables.canBilling);
  // Figures move while pages are read, and a row with them: nobody is written twice.
  const written = new Set<string>();
  let text = csv.head;
  let after: string | null = null;
  for (;;) {
    const { tenantSummaries: page }: ExportPage = await gateway.query(
      TenantExportQuery,
      { ...variables, after },
      { needs: 'tenantSummaries' },
    );
    for (const row of page?.nodes ?? []) {
      if (written.has(row.tenant.id)) continue;
      written.add(row.tenant.id);
      text += csv.record(row);
    }
    yield text;
    text = '';
    after = page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
    if (after === null) return undefined;
  }
}

/** A page is asked for when the reader has taken the one before. A failure breaks the file off instead of ending it. */
function asStream(first: string, rest: AsyncGenerator<string, undefined>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(first)),
    async pull(controller) {
      const { done, value } = await rest.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await rest.return(undefined);
    },
  });
}
