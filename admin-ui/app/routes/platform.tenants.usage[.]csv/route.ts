import type { LoaderFunctionArgs } from '@remix-run/node';
import { csvRecord } from '#app/lib/csv.ts';
import { notFound } from '#app/lib/gateway.server.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { apiTimeWindow, readTimeWindow } from '#app/lib/time-window.ts';
import { TenantUsageExportQuery } from './documents.ts';

/** A tenant's executions over the window of the address, one record a step: `?tenant=&range=` or `from=&to=`. */
export async function loader(args: LoaderFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'tenants:read', 'health:read');
  const search = new URL(args.request.url).searchParams;
  const { window } = readTimeWindow(search, { fallback: '7d' });
  const { tenant } = await gateway.query(
    TenantUsageExportQuery,
    { id: search.get('tenant') ?? '', window: apiTimeWindow(window) },
    { needs: 'tenant' },
  );
  if (!tenant) throw notFound();
  const series = tenant.health?.series;
  // An empty file would say that nothing ran.
  if (series === undefined) throw new Response(args.context.requestId, { status: 500 });
  const records = series.points.map((point) =>
    csvRecord([point.at, series.stepSeconds, point.executions, point.failures, point.p95DurationMs]),
  );
  return new Response(
    csvRecord(['step_start', 'step_seconds', 'executions', 'failures', 'p95_duration_ms']) + records.join(''),
    {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': `attachment; filename="usage-${tenant.slug}-${new Date().toISOString().slice(0, 10)}.csv"`,
        'Cache-Control': 'private, no-store',
      },
    },
  );
}
