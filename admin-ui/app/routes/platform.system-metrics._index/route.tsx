import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ErrorPanel } from '#app/components/error-page.tsx';
import { worstState } from '#app/components/ui/assessment.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { TimeWindowPicker } from '#app/components/ui/time-window-picker.tsx';
import { paths } from '#app/lib/paths.ts';
import { requireCaller } from '#app/lib/require-caller.server.ts';
import { apiTimeWindow, readTimeWindow } from '#app/lib/time-window.ts';
import { ApiSection, type Health } from './api-section.tsx';
import { DatabaseSection } from './database-section.tsx';
import { SystemMetricsQuery } from './documents.ts';
import { JobsSection, QueueSection } from './queue-section.tsx';
import { RefreshButton } from './refresh-button.tsx';

export const meta: MetaFunction = () => [{ title: 'System metrics · Intendant' }];

export const handle = { crumbs: () => [{ label: 'System metrics', to: paths.systemMetrics() }] };

export async function loader(args: LoaderFunctionArgs) {
  const { gateway } = await requireCaller(args, 'platform:read', 'health:read');
  const time = readTimeWindow(new URL(args.request.url).searchParams);
  const loaded = await gateway.query(SystemMetricsQuery, { window: apiTimeWindow(time.window) });
  return {
    time,
    metrics: loaded.systemMetrics ?? null,
    health: loaded.platformHealth ?? null,
    statements: loaded.statements,
    backups: loaded.databaseBackups,
  };
}

export default function SystemMetrics() {
  const { time, metrics, health, statements, backups } = useLoaderData<typeof loader>();
  return (
    <main className="page" id="main" tabIndex={-1}>
      <div className="section">
        <div className="page-head">
          <div className="grow">
            <h1 className="page-title">System metrics</h1>
            <p className="mt-1 text-ink-2" role="status">
              {verdict(health)}{' '}
              {metrics ? (
                <>
                  As of <RelativeTime at={metrics.asOf} isFocusable />.
                </>
              ) : null}
            </p>
          </div>
          <div className="page-actions">
            <RefreshButton />
          </div>
        </div>
        <TimeWindowPicker {...time} />
      </div>
      <ApiSection metrics={metrics} api={health?.api ?? null} />
      <QueueSection metrics={metrics} queue={health?.queue ?? null} />
      <JobsSection jobs={health?.jobs ?? null} />
      <DatabaseSection
        metrics={metrics}
        database={health?.database ?? null}
        statements={statements}
        backups={backups}
      />
    </main>
  );
}

const verdicts = {
  OK: 'The platform serves normally.',
  WARN: 'The platform serves, with warnings.',
  CRITICAL: 'A part of the platform is critical.',
  UNKNOWN: 'There are no figures to judge by yet.',
} as const;

function verdict(health: Health | null): string {
  if (health === null) return 'The figures are not available.';
  return verdicts[
    worstState([
      health.api.state,
      health.queue.state,
      health.database.state,
      ...health.jobs.map((job) => job.state),
    ])
  ];
}

export function ErrorBoundary() {
  return <ErrorPanel />;
}
