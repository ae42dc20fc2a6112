import { Card, Section } from '#app/components/ui/card.tsx';
import { Delta, Figure, FigureCell } from '#app/components/ui/figure.tsx';
import { LineChart, LineLegend } from '#app/components/ui/line-chart.tsx';
import type { UsagePartFragment } from '#app/gql/graphql.ts';
import {
  formatBytes,
  formatChange,
  formatCount,
  formatPercent,
  formatPoints,
  measureCount,
} from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import type { PlatformSnapshot } from './snapshot.ts';
import { TenantRanking } from './tenant-ranking.tsx';

type UsageSectionProps = {
  usage: UsagePartFragment;
  byExecutions: PlatformSnapshot['byExecutions'];
  total: number | null;
};

const names = { current: 'This week', previous: 'Previous week' };
const byExecutionsPath = paths.tenants({ sort: 'EXECUTIONS_24H', direction: 'DESC' });

/** Executions with their trend, against the period before. */
export function UsageSection({ usage, byExecutions, total }: UsageSectionProps) {
  const rate = ratio(usage.failures24h, usage.executions24h);
  const rateBefore = ratio(usage.failuresPrevious24h, usage.executionsPrevious24h);
  const points = usage.series.points.map(({ at, executions }) => ({ at, value: executions }));
  return (
    <Section id="usage" title="Usage">
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
        <Card className="tablet:col-span-3 desktop:col-span-2">
          <div className="figures">
            <FigureCell label="Executions 24 h" to={byExecutionsPath}>
              <Figure measure={measureCount(usage.executions24h)} />
              <Change
                current={usage.executions24h}
                previous={usage.executionsPrevious24h}
                base="vs previous 24 h"
              />
            </FigureCell>
            <FigureCell label="Executions 7 d" to={byExecutionsPath}>
              <Figure measure={measureCount(usage.executions7d)} />
              <Change
                current={usage.executions7d}
                previous={usage.executionsPrevious7d}
                base="vs previous 7 d"
              />
            </FigureCell>
            <FigureCell
              label="Failed 24 h"
              to={paths.tenants({ sort: 'FAILURE_RATE_24H', direction: 'DESC' })}
            >
              <Figure measure={{ value: formatPercent(rate), unit: null }} />
              {rate === null || rateBefore === null ? (
                <span className="label">{formatCount(usage.failures24h)} failures</span>
              ) : (
                <Delta
                  text={`${formatPoints(rate, rateBefore)} vs previous 24 h`}
                  isBad={rate - rateBefore >= 0.0005}
                />
              )}
            </FigureCell>
            <FigureCell label="API requests 24 h">
              <Figure measure={measureCount(usage.apiRequests24h)} />
              <span className="label">
                {formatPercent(ratio(usage.apiErrors24h, usage.apiRequests24h))} answered with 5xx
              </span>
            </FigureCell>
          </div>
          <div className="card-head">
            <h3>Executions per hour, 7 d</h3>
            <LineLegend names={names} />
          </div>
          <div className="card-body">
            <LineChart
              points={points}
              previous={usage.previousSeries.points.map((point) => point.executions)}
              stepSeconds={usage.series.stepSeconds}
              asOf={usage.asOf}
              names={names}
              summary={chartSummary(usage)}
              height={196}
            />
          </div>
        </Card>
        <div className="grid tablet:max-desktop:col-span-3">
          <TenantRanking
            title="Executions 24 h by tenant"
            ranks={byExecutions}
            total={total}
            allTo={byExecutionsPath}
            format={formatCount}
            foot={`Object storage of all tenants: ${formatBytes(usage.storageObjectBytes)}.`}
            empty="No tenant reported an execution within 24 h. They arrive through the events API."
          />
        </div>
      </div>
    </Section>
  );
}

function Change({ current, previous, base }: { current: number; previous: number; base: string }) {
  const change = formatChange(current, previous);
  return change === null ? (
    <span className="label">nothing to compare with</span>
  ) : (
    <Delta text={`${change} ${base}`} />
  );
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function chartSummary({ executions7d, executionsPrevious7d, series }: UsagePartFragment): string {
  const peak = Math.max(0, ...series.points.map((point) => point.executions));
  return `Executions per hour over 7 days: ${formatCount(executions7d)} in total, ${formatCount(executionsPrevious7d)} the week before, at most ${formatCount(peak)} in an hour.`;
}
