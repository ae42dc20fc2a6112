import { Link } from '@remix-run/react';
import { Card, CardHead, Facts, Section } from '#app/components/ui/card.tsx';
import { Figure, FigureCell } from '#app/components/ui/figure.tsx';
import { OutcomeChart, OutcomeLegend } from '#app/components/ui/outcome-chart.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Badge } from '#app/components/ui/status.tsx';
import { readClauses } from '#app/components/risk-clause.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import {
  formatBytes,
  formatCount,
  formatMilliseconds,
  formatPercent,
  measureCount,
  measureMilliseconds,
} from '#app/lib/format.ts';
import { rangeKeys, ranges, type RangeKey } from './tenant-data.ts';

type UsageSectionProps = { tenantId: string; health: TenantHealthPartFragment; range: RangeKey };

/** Executions over time and what the tenant has; the range is part of the address. */
export function UsageSection({ health, range }: UsageSectionProps) {
  const { inRange, series, resources } = health;
  const { label, step } = ranges[range];
  const firesNow = readClauses(health.risk.clauses).some((clause) => clause.kind === 'FAILURE_RATE');
  const summary = `Executions per ${step} over ${label}: ${formatCount(inRange.executions)}, of which ${formatCount(inRange.failures)} failed.`;
  return (
    <Section
      id="usage"
      title="Usage"
      more={
        <nav className="segments ml-auto" aria-label="Range">
          {rangeKeys.map((key) => (
            <Link
              key={key}
              to={`?range=${key}`}
              aria-current={key === range ? 'true' : undefined}
              preventScrollReset
            >
              {ranges[key].label}
            </Link>
          ))}
        </nav>
      }
    >
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
        <Card className="tablet:col-span-2">
          <div className="figures">
            <FigureCell label={`Executions ${label}`}>
              <Figure measure={measureCount(inRange.executions)} />
              {range === '24h' ? null : (
                <span className="label">{formatCount(health.day.executions)} in 24 h</span>
              )}
            </FigureCell>
            <FigureCell
              label={`Failed ${label}`}
              status={
                firesNow ? (
                  <Badge state={health.risk.state === 'CRITICAL' ? 'critical' : 'warn'} />
                ) : undefined
              }
            >
              <Figure measure={{ value: formatPercent(inRange.failureRate), unit: null }} />
              <span className="label">
                {formatCount(inRange.failures)} of {formatCount(inRange.executions)}
              </span>
            </FigureCell>
            <FigureCell label={`p95 duration ${label}`}>
              <Figure measure={measureMilliseconds(inRange.p95DurationMs)} />
              <span className="label">median {formatMilliseconds(inRange.p50DurationMs)}</span>
            </FigureCell>
          </div>
          <CardHead title={`Executions per ${step}, ${label}`}>
            <OutcomeLegend />
          </CardHead>
          <div className="card-body">
            <OutcomeChart
              points={series.points}
              stepSeconds={series.stepSeconds}
              summary={summary}
              emptyText={`No execution was reported within ${label}.`}
            />
          </div>
        </Card>
        <Card>
          <CardHead title="Reported by the application" />
          <div className="card-body">
            <Facts
              rows={[
                { name: `API requests ${label}`, value: formatCount(inRange.apiRequests) },
                {
                  name: `Answered with 5xx ${label}`,
                  value: formatPercent(
                    inRange.apiRequests === 0 ? null : inRange.apiErrors / inRange.apiRequests,
                  ),
                },
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
                  Counted <RelativeTime at={resources.countedAt} isFocusable />
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
