import { readClauses } from '#app/components/risk-clause.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { Delta, Figure, FigureCell } from '#app/components/ui/figure.tsx';
import { OutcomeChart, OutcomeLegend } from '#app/components/ui/outcome-chart.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { formatChange, formatCount, formatPercent, formatPoints, measureCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import type { TenantData } from '../tenant-data.ts';

type OverviewUsageProps = { tenant: TenantData; health: TenantHealthPartFragment };

/** Executions of a day and of 30 days beside the time before, and of each day. */
export function OverviewUsage({ tenant, health }: OverviewUsageProps) {
  const { day, month, monthSeries } = health;
  if (!day || !month || !monthSeries) return null;
  const { before } = tenant;
  const firesNow = readClauses(health.risk.clauses).some((clause) => clause.kind === 'FAILURE_RATE');
  const summary = `Executions per day over 30 d: ${formatCount(month.executions)}, of which ${formatCount(month.failures)} failed.`;
  const change = before.day ? formatChange(day.executions, before.day.executions) : null;
  const monthChange = before.month ? formatChange(month.executions, before.month.executions) : null;
  const points = pointsOf(day.failureRate, before.day?.failureRate);
  return (
    <Card>
      <div className="figures">
        <FigureCell label="Executions 24 h" to={paths.tenantTab(tenant.id, 'usage', { range: '24h' })}>
          <Figure measure={measureCount(day.executions)} />
          {change === null ? null : <Delta text={`${change} vs previous 24 h`} />}
        </FigureCell>
        <FigureCell
          label="Failed 24 h"
          to={paths.tenantTab(tenant.id, 'failures')}
          status={
            firesNow ? <Badge state={health.risk.state === 'CRITICAL' ? 'critical' : 'warn'} /> : undefined
          }
        >
          <Figure measure={{ value: formatPercent(day.failureRate), unit: null }} />
          <span className="flex flex-wrap gap-x-2">
            {points === null ? null : <Delta text={points} isBad={firesNow && points.startsWith('+')} />}
            {day.executions === 0 ? null : (
              <span className="text-xs text-ink-3">
                {formatCount(day.failures)} of {formatCount(day.executions)}
              </span>
            )}
          </span>
        </FigureCell>
        <FigureCell label="Executions 30 d" to={paths.tenantTab(tenant.id, 'usage', { range: '30d' })}>
          <Figure measure={measureCount(month.executions)} />
          {monthChange === null ? null : <Delta text={`${monthChange} vs previous 30 d`} />}
        </FigureCell>
      </div>
      <CardHead title="Executions per day, 30 d">
        <OutcomeLegend />
      </CardHead>
      <div className="card-body">
        <OutcomeChart
          points={monthSeries.points}
          stepSeconds={monthSeries.stepSeconds}
          summary={summary}
          emptyText="No execution was reported within 30 d."
        />
      </div>
    </Card>
  );
}

function pointsOf(current: number | null | undefined, before: number | null | undefined): string | null {
  if (current === null || current === undefined || before === null || before === undefined) return null;
  return formatPoints(current, before);
}
