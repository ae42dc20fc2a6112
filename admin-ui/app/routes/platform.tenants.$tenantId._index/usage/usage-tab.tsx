import { Card, CardHead, Facts, Section } from '#app/components/ui/card.tsx';
import { ExportButton } from '#app/components/ui/export-button.tsx';
import { Figure, FigureCell } from '#app/components/ui/figure.tsx';
import { OutcomeChart, OutcomeLegend } from '#app/components/ui/outcome-chart.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { SeriesChart } from '#app/components/ui/series-chart.tsx';
import { TimeWindowPicker } from '#app/components/ui/time-window-picker.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import {
  formatBytes,
  formatCount,
  formatMilliseconds,
  formatPercent,
  measureCount,
  measureMilliseconds,
} from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import type { ReadTimeWindow } from '#app/lib/time-window.ts';
import type { TenantData } from '../tenant-data.ts';
import { stepWord, windowParams, windowWords } from '../window-text.ts';

type UsageTabProps = { tenant: TenantData; health: TenantHealthPartFragment; readWindow: ReadTimeWindow };

/** What the tenant used over time: executions by outcome, how long they took, and requests to its application. */
export function UsageTab({ tenant, health, readWindow }: UsageTabProps) {
  const { inWindow, windowSeries, resources } = health;
  if (!inWindow || !windowSeries) return null;
  const { window } = readWindow;
  const span = windowWords(window);
  const step = stepWord(windowSeries.stepSeconds);
  const { points, stepSeconds } = windowSeries;
  const summary = `Executions per ${step}, ${span}: ${formatCount(inWindow.executions)}, of which ${formatCount(inWindow.failures)} failed.`;
  // Long runs are read in seconds.
  const perUnit = Math.max(0, ...points.map((point) => point.p95DurationMs ?? 0)) >= 10_000 ? 1000 : 1;
  const errorRate = inWindow.apiRequests === 0 ? null : inWindow.apiErrors / inWindow.apiRequests;
  return (
    <Section id="usage" title="Usage over time">
      <div className="list-tools">
        <TimeWindowPicker {...readWindow} />
        <div className="list-tools-end ml-auto">
          <ExportButton
            href={paths.tenantUsageCsv({ tenant: tenant.id, ...windowParams(window) })}
            thing={`the usage of ${tenant.name}`}
          />
        </div>
      </div>
      <Card>
        <div className="figures">
          <FigureCell label="Executions">
            <Figure measure={measureCount(inWindow.executions)} />
          </FigureCell>
          <FigureCell label="Failed" to={paths.tenantTab(tenant.id, 'failures', windowParams(window))}>
            <Figure measure={{ value: formatPercent(inWindow.failureRate), unit: null }} />
            <span className="label">
              {formatCount(inWindow.failures)} of {formatCount(inWindow.executions)}
            </span>
          </FigureCell>
          <FigureCell label="p95 duration">
            <Figure measure={measureMilliseconds(inWindow.p95DurationMs)} />
            <span className="label">median {formatMilliseconds(inWindow.p50DurationMs)}</span>
          </FigureCell>
          <FigureCell label="API requests">
            <Figure measure={measureCount(inWindow.apiRequests)} />
            <span className="label">{formatPercent(errorRate)} answered with 5xx</span>
          </FigureCell>
        </div>
      </Card>
      <Card>
        <CardHead title={`Executions per ${step}`} sub={span}>
          <OutcomeLegend />
        </CardHead>
        <div className="card-body">
          <OutcomeChart
            points={points}
            stepSeconds={stepSeconds}
            summary={summary}
            emptyText="No execution was reported in this window."
          />
        </div>
      </Card>
      <div className="split">
        <Card>
          <CardHead title={`95th percentile of the duration per ${step}`} sub={perUnit === 1 ? 'ms' : 's'} />
          <div className="card-body">
            <SeriesChart
              times={points.map(({ at }) => at)}
              series={[
                {
                  name: 'p95 duration',
                  values: points.map((point) =>
                    point.p95DurationMs == null ? null : point.p95DurationMs / perUnit,
                  ),
                },
              ]}
              stepSeconds={stepSeconds}
              format={(value) => formatMilliseconds(value == null ? value : value * perUnit)}
              summary={`95th percentile of the duration per ${step}, ${span}: ${formatMilliseconds(inWindow.p95DurationMs)} over all.`}
              emptyText="No duration was reported in this window."
            />
          </div>
        </Card>
        <Card>
          <CardHead title="Reported by the application" />
          <div className="card-body">
            <Facts
              rows={[
                { name: 'API requests', value: formatCount(inWindow.apiRequests) },
                { name: 'Answered with 5xx', value: formatCount(inWindow.apiErrors) },
                { name: 'Drift detected', value: formatCount(inWindow.driftDetected) },
                { name: 'Credential failures', value: formatCount(inWindow.credentialFailures) },
                { name: 'Workflows', value: formatCount(resources?.workflows) },
                { name: 'Environments', value: formatCount(resources?.environments) },
                { name: 'Object storage', value: formatBytes(resources?.storageBytes) },
              ]}
            />
          </div>
          <div className="card-foot">
            <span>
              {resources ? (
                <>
                  Resources counted <RelativeTime at={resources.countedAt} isFocusable />
                </>
              ) : (
                'The application never counted its resources'
              )}
            </span>
          </div>
        </Card>
      </div>
    </Section>
  );
}
