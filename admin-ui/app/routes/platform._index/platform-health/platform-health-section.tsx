import { memo } from 'react';
import { AssessedValue } from '#app/components/ui/assessment.tsx';
import { MoreLink, Section } from '#app/components/ui/card.tsx';
import { Sparkline } from '#app/components/ui/sparkline.tsx';
import type { PlatformHealthPartFragment } from '#app/gql/graphql.ts';
import {
  formatCount,
  formatMilliseconds,
  formatPercent,
  formatPercentLimit,
  measureMilliseconds,
} from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { hasWorkers, healthCounts } from '../verdict/verdict.ts';
import { DatabaseTile } from './database-tile.tsx';
import { HealthTile, limitOf, sparkText } from './health-tile.tsx';
import { JobsTile } from './jobs-tile.tsx';
import { WorkersTile } from './workers-tile.tsx';

/**
 * API, workers, database and jobs, each with its state and its value beside the limit. Where no worker ever was, nothing
 * is said of workers and jobs.
 */
export const PlatformHealthSection = memo(function PlatformHealthSection({
  health,
}: {
  health: PlatformHealthPartFragment;
}) {
  const withJobs = hasWorkers(health);
  return (
    <Section
      id="health"
      title="Platform health"
      remark={healthCounts(health).text}
      asOf={health.asOf}
      more={<MoreLink to={paths.systemMetrics()}>System metrics</MoreLink>}
    >
      <div
        className={`grid grid-cols-1 gap-3 tablet:grid-cols-2 tablet:gap-4 ${withJobs ? 'desktop:grid-cols-4' : ''}`}
      >
        <ApiTile api={health.api} />
        {withJobs ? <WorkersTile queue={health.queue} /> : null}
        <DatabaseTile database={health.database} />
        {withJobs ? <JobsTile jobs={health.jobs} /> : null}
      </div>
    </Section>
  );
});

function ApiTile({ api }: { api: PlatformHealthPartFragment['api'] }) {
  const { errorRateAssessment, latencyAssessment } = api;
  const latencyLimit = limitOf(latencyAssessment, formatMilliseconds);
  return (
    <HealthTile
      name="API"
      state={api.state}
      measure={measureMilliseconds(api.p95LatencyMs1h)}
      label="p95 latency 1 h"
      to={paths.systemMetrics({}, 'api')}
      chart={
        <Sparkline
          values={api.p95LatencyMsByMinute}
          label={sparkText('p95 latency', formatMilliseconds(api.p95LatencyMs1h), latencyLimit)}
          threshold={latencyAssessment.warnAt ?? undefined}
          isWarn={latencyAssessment.state === 'WARN'}
          isCritical={latencyAssessment.state === 'CRITICAL'}
        />
      }
      facts={[
        {
          name: '5xx share 1 h',
          value: (
            <AssessedValue assessment={errorRateAssessment}>{formatPercent(api.errorRate1h)}</AssessedValue>
          ),
        },
        { name: '5xx share 24 h', value: formatPercent(api.errorRate24h) },
        { name: 'Requests 1 h', value: formatCount(api.requests1h) },
      ]}
      limits={[limitOf(errorRateAssessment, formatPercentLimit), latencyLimit]}
      more="Requests"
    />
  );
}
