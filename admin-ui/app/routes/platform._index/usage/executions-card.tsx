import { AssessmentBadge, thresholdText } from '#app/components/ui/assessment.tsx';
import { Card } from '#app/components/ui/card.tsx';
import { Delta, Figure, FigureCell } from '#app/components/ui/figure.tsx';
import { LineChart, LineLegend } from '#app/components/ui/line-chart.tsx';
import type { UsagePartFragment } from '#app/gql/graphql.ts';
import {
  formatChange,
  formatCount,
  formatPercent,
  formatPercentLimit,
  formatPoints,
  measureCount,
} from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';

const names = { current: 'This week', previous: 'Previous week' };
const byExecutions24h = paths.tenants({ sort: 'EXECUTIONS_24H' });
const byExecutions7d = paths.tenants({ sort: 'EXECUTIONS_7D' });
const byFailureRate = paths.tenants({ sort: 'FAILURE_RATE_24H' });

/** Executions with their trend and their failures, hour by hour against the week before. */
export function ExecutionsCard({ usage }: { usage: UsagePartFragment }) {
  const points = usage.series.points.map(({ at, executions }) => ({ at, value: executions }));
  return (
    <Card className="tablet:col-span-3 desktop:col-span-2">
      <div className="figures">
        <FigureCell label="Executions 24 h" to={byExecutions24h}>
          <Figure measure={measureCount(usage.executions24h)} />
          <Change
            current={usage.executions24h}
            previous={usage.executionsPrevious24h}
            base="vs previous 24 h"
          />
        </FigureCell>
        <FigureCell label="Executions 7 d" to={byExecutions7d}>
          <Figure measure={measureCount(usage.executions7d)} />
          <Change current={usage.executions7d} previous={usage.executionsPrevious7d} base="vs previous 7 d" />
        </FigureCell>
        <FailedCell usage={usage} />
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
          emptyText="No tenant reported an execution within 14 d. They arrive through the events API."
        />
      </div>
    </Card>
  );
}

function FailedCell({ usage }: { usage: UsagePartFragment }) {
  const rate = ratio(usage.failures24h, usage.executions24h);
  const before = ratio(usage.failuresPrevious24h, usage.executionsPrevious24h);
  const limit = thresholdText({ warnAt: usage.failureRateAssessment.warnAt }, formatPercentLimit);
  return (
    <FigureCell
      label="Failed 24 h"
      to={byFailureRate}
      status={<AssessmentBadge assessment={usage.failureRateAssessment} />}
    >
      <Figure measure={{ value: formatPercent(rate), unit: null }} />
      <span className="flex flex-wrap gap-x-2">
        {rate === null || before === null ? (
          <span className="label">{formatCount(usage.failures24h)} failures</span>
        ) : (
          // A change of less than a tenth of a point reads as none.
          <Delta text={formatPoints(rate, before)} isBad={rate - before >= 0.0005} />
        )}
        {limit === null ? null : <span className="label">{limit}</span>}
      </span>
    </FigureCell>
  );
}

export function Change({ current, previous, base }: { current: number; previous: number; base: string }) {
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
