import { Link } from '@remix-run/react';
import { memo, type ReactNode } from 'react';
import { AssessedValue, AssessmentBadge, type Assessed } from '#app/components/ui/assessment.tsx';
import { Card, Facts, MoreLink, Section } from '#app/components/ui/card.tsx';
import { Figure } from '#app/components/ui/figure.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Sparkline } from '#app/components/ui/sparkline.tsx';
import type { PlatformHealthPartFragment } from '#app/gql/graphql.ts';
import {
  formatBytes,
  formatCount,
  formatMilliseconds,
  formatPercent,
  formatPercentLimit,
  formatSeconds,
  measureCount,
  measureMilliseconds,
  UNKNOWN,
  type Measure,
} from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { JobsTile } from './jobs-tile.tsx';
import { healthCounts } from '../verdict/verdict.ts';

/** API, workers, database and jobs, each with its state and its value beside the limit. */
export const PlatformHealthSection = memo(function PlatformHealthSection({
  health,
}: {
  health: PlatformHealthPartFragment;
}) {
  return (
    <Section
      id="health"
      title="Platform health"
      remark={healthCounts(health).text}
      asOf={health.asOf}
      more={<MoreLink to={paths.systemMetrics()}>System metrics</MoreLink>}
    >
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2 tablet:gap-4 desktop:grid-cols-4">
        <ApiTile api={health.api} />
        <WorkersTile queue={health.queue} />
        <DatabaseTile database={health.database} />
        <JobsTile jobs={health.jobs} />
      </div>
    </Section>
  );
});

type TileProps = {
  name: string;
  state: Assessed['state'];
  measure: Measure;
  label: string;
  /** Where the figure over time is. */
  to: string;
  chart?: ReactNode;
  facts: { name: string; value: ReactNode }[];
  /** The lines that warn, in the order of the facts. */
  limits: readonly (string | null)[];
  more: string;
};

function Tile({ name, state, measure, label, to, chart, facts, limits, more }: TileProps) {
  const warns = limits.filter((limit) => limit !== null);
  return (
    <Card>
      <div className="card-head">
        <h3>{name}</h3>
        <div className="card-end">
          <AssessmentBadge assessment={{ state }} />
        </div>
      </div>
      <div className="tile-figure">
        <Link to={to}>
          <Figure measure={measure} />
          <span className="label">{label}</span>
        </Link>
        {chart}
      </div>
      <div className="card-body">
        <Facts rows={facts} />
      </div>
      <div className="card-foot">
        <span>{warns.length === 0 ? 'Nothing warns' : `Warn at ${warns.join(' or ')}`}</span>
        <Link to={to}>{more}</Link>
      </div>
    </Card>
  );
}

/** A line as text, when there is one. */
function limitOf({ warnAt }: Assessed, format: (value: number) => string): string | null {
  return warnAt === null || warnAt === undefined ? null : format(warnAt);
}

function ApiTile({ api }: { api: PlatformHealthPartFragment['api'] }) {
  const { errorRateAssessment, latencyAssessment } = api;
  const latencyLimit = limitOf(latencyAssessment, formatMilliseconds);
  return (
    <Tile
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

function WorkersTile({ queue }: { queue: PlatformHealthPartFragment['queue'] }) {
  const { depthAssessment, oldestJobAgeAssessment, deadLettersAssessment } = queue;
  const depthLimit = limitOf(depthAssessment, formatCount);
  return (
    <Tile
      name="Workers"
      state={queue.state}
      measure={measureCount(queue.depth)}
      label="queue depth"
      to={paths.systemMetrics({}, 'queue')}
      chart={
        <Sparkline
          values={queue.depthByMinute}
          label={sparkText('Queue depth', formatCount(queue.depth), depthLimit)}
          threshold={depthAssessment.warnAt ?? undefined}
          isWarn={depthAssessment.state === 'WARN'}
          isCritical={depthAssessment.state === 'CRITICAL'}
        />
      }
      facts={[
        {
          name: 'Oldest job',
          value: (
            <AssessedValue assessment={oldestJobAgeAssessment}>
              {queue.oldestJobAgeSeconds === null ? 'none waits' : formatSeconds(queue.oldestJobAgeSeconds)}
            </AssessedValue>
          ),
        },
        {
          name: 'Dead letters 24 h',
          value: (
            <Link to={paths.deadLetters()}>
              <AssessedValue assessment={deadLettersAssessment}>
                {formatCount(queue.deadLetters24h)}
              </AssessedValue>
            </Link>
          ),
        },
        { name: 'Completed 1 h', value: formatCount(queue.completed1h) },
      ]}
      limits={[
        depthLimit,
        limitOf(oldestJobAgeAssessment, formatSeconds),
        limitOf(deadLettersAssessment, (value) =>
          value === 1 ? '1 dead letter' : `${formatCount(value)} dead letters`,
        ),
      ]}
      more="Queue"
    />
  );
}

function DatabaseTile({ database }: { database: PlatformHealthPartFragment['database'] }) {
  const { connectionsAssessment, slowQueriesAssessment, backupAssessment, lastBackupAt } = database;
  const isBackupUnknown = backupAssessment.state === 'UNKNOWN';
  return (
    <Tile
      name="Database"
      state={database.state}
      measure={{ value: `${Math.round(database.connectionsUsedRatio * 100)}%`, unit: null }}
      label="connections used"
      to={paths.systemMetrics({}, 'database')}
      chart={<Connections database={database} />}
      facts={[
        {
          name: 'Slow queries 1 h',
          value: (
            <AssessedValue assessment={slowQueriesAssessment}>
              {formatCount(database.slowQueries1h)}
            </AssessedValue>
          ),
        },
        {
          name: 'Last backup',
          value: (
            <AssessedValue assessment={backupAssessment}>
              {lastBackupAt ? (
                <RelativeTime at={lastBackupAt} />
              ) : isBackupUnknown ? (
                'not configured'
              ) : (
                UNKNOWN
              )}
            </AssessedValue>
          ),
        },
        { name: 'Size', value: formatBytes(database.sizeBytes) },
      ]}
      limits={[
        limitOf(connectionsAssessment, formatPercentLimit),
        limitOf(slowQueriesAssessment, (value) => `${formatCount(value)} slow`),
        isBackupUnknown ? null : limitOf(backupAssessment, (hours) => `${formatCount(hours)} h`),
      ]}
      more="Database"
    />
  );
}

function Connections({ database }: { database: PlatformHealthPartFragment['database'] }) {
  const { connectionsUsed, connectionsMax, connectionsUsedRatio, connectionsAssessment } = database;
  const { state, warnAt } = connectionsAssessment;
  const colours = { CRITICAL: 'var(--critical-fg)', WARN: 'var(--warn-fg)' } as const;
  return (
    <div className="grid h-11 content-center">
      <span className="bullet max-w-none" aria-hidden="true">
        <i
          style={{
            width: `${Math.min(100, connectionsUsedRatio * 100)}%`,
            background: state === 'CRITICAL' || state === 'WARN' ? colours[state] : 'var(--series-1)',
          }}
        />
        {warnAt === null || warnAt === undefined ? null : (
          <u style={{ left: `${Math.min(1, warnAt) * 100}%` }} />
        )}
      </span>
      <span className="label">
        {formatCount(connectionsUsed)} of {formatCount(connectionsMax)}
      </span>
    </div>
  );
}

function sparkText(name: string, value: string, limit: string | null): string {
  const end = limit === null ? '' : `; warn limit ${limit}`;
  return `${name} by minute over the last hour, now ${value}${end}`;
}
