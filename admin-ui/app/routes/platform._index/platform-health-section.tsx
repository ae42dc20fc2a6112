import type { ReactNode } from 'react';
import { Card, Facts, Section } from '#app/components/ui/card.tsx';
import { Figure } from '#app/components/ui/figure.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Sparkline } from '#app/components/ui/sparkline.tsx';
import { Badge, Status, stateWords } from '#app/components/ui/status.tsx';
import type { HealthState, PlatformHealthPartFragment } from '#app/gql/graphql.ts';
import {
  formatBytes,
  formatCount,
  formatMilliseconds,
  formatPercent,
  formatPercentLimit,
  formatSeconds,
  measureCount,
  measureMilliseconds,
  plural,
  type Measure,
} from '#app/lib/format.ts';
import { healthCounts, isBeyond, jobsState, stateOf } from './verdict.ts';

/** API, workers, database and jobs, each with its state and its value beside the limit. */
export function PlatformHealthSection({ health }: { health: PlatformHealthPartFragment }) {
  return (
    <Section id="health" title="Platform health" remark={healthCounts(health).text}>
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2 tablet:gap-4 desktop:grid-cols-4">
        <ApiTile api={health.api} />
        <WorkersTile queue={health.queue} />
        <DatabaseTile database={health.database} />
        <JobsTile jobs={health.jobs} />
      </div>
    </Section>
  );
}

type TileProps = {
  name: string;
  state: HealthState;
  measure: Measure;
  label: string;
  chart?: ReactNode;
  facts: { name: string; value: ReactNode }[];
  limit: string;
};

function Tile({ name, state, measure, label, chart, facts, limit }: TileProps) {
  return (
    <Card>
      <div className="card-head">
        <h3>{name}</h3>
        <div className="card-end">
          <Badge state={stateOf[state]} />
        </div>
      </div>
      <div className="tile-figure">
        <p>
          <Figure measure={measure} />
          <span className="label">{label}</span>
        </p>
        {chart}
      </div>
      <div className="card-body">
        <Facts rows={facts} />
      </div>
      <div className="card-foot">{limit}</div>
    </Card>
  );
}

function ApiTile({ api }: { api: PlatformHealthPartFragment['api'] }) {
  const isSlow = (api.p95LatencyMs1h ?? 0) >= api.latencyWarnMs;
  const isFailing = (api.errorRate1h ?? 0) >= api.errorRateWarn;
  return (
    <Tile
      name="API"
      state={api.state}
      measure={measureMilliseconds(api.p95LatencyMs1h)}
      label="p95 latency 1 h"
      chart={
        <Sparkline
          values={api.p95LatencyMsByMinute}
          label={`p95 latency by minute over the last hour, now ${formatMilliseconds(api.p95LatencyMs1h)}; warn limit ${formatMilliseconds(api.latencyWarnMs)}`}
          threshold={api.latencyWarnMs}
          isWarn={isSlow}
        />
      }
      facts={[
        { name: '5xx share 1 h', value: <Beyond when={isFailing}>{formatPercent(api.errorRate1h)}</Beyond> },
        { name: '5xx share 24 h', value: formatPercent(api.errorRate24h) },
        { name: 'Requests 1 h', value: formatCount(api.requests1h) },
      ]}
      limit={`Warn at ${formatPercentLimit(api.errorRateWarn)} or ${formatMilliseconds(api.latencyWarnMs)}`}
    />
  );
}

function WorkersTile({ queue }: { queue: PlatformHealthPartFragment['queue'] }) {
  const isOld = (queue.oldestJobAgeSeconds ?? 0) >= queue.oldestJobAgeWarnSeconds;
  return (
    <Tile
      name="Workers"
      state={queue.state}
      measure={measureCount(queue.depth)}
      label="queue depth"
      chart={
        <Sparkline
          values={queue.depthByMinute}
          label={`Queue depth by minute over the last hour, now ${formatCount(queue.depth)}; warn limit ${formatCount(queue.depthWarn)}`}
          threshold={queue.depthWarn}
          isWarn={queue.depth >= queue.depthWarn}
        />
      }
      facts={[
        {
          name: 'Oldest job',
          value: <Beyond when={isOld}>{formatSeconds(queue.oldestJobAgeSeconds)}</Beyond>,
        },
        {
          name: 'Dead letters 24 h',
          value: <Beyond when={queue.deadLetters24h > 0}>{formatCount(queue.deadLetters24h)}</Beyond>,
        },
        { name: 'Completed 1 h', value: formatCount(queue.completed1h) },
      ]}
      limit={`Warn at ${formatCount(queue.depthWarn)} or ${formatSeconds(queue.oldestJobAgeWarnSeconds)}`}
    />
  );
}

function DatabaseTile({ database }: { database: PlatformHealthPartFragment['database'] }) {
  const used = Math.round(database.connectionsUsedRatio * 100);
  const isFull = database.connectionsUsedRatio >= database.connectionsWarnRatio;
  return (
    <Tile
      name="Database"
      state={database.state}
      measure={{ value: `${used}%`, unit: null }}
      label="connections used"
      chart={
        <div className="grid h-11 content-center">
          <span className="bullet max-w-none" aria-hidden="true">
            <i
              style={{
                width: `${Math.min(100, used)}%`,
                background: isFull ? 'var(--warn-fg)' : 'var(--series-1)',
              }}
            />
            <u style={{ left: `${database.connectionsWarnRatio * 100}%` }} />
          </span>
          <span className="label">
            {formatCount(database.connectionsUsed)} of {formatCount(database.connectionsMax)}
          </span>
        </div>
      }
      facts={[
        { name: 'Slow queries 1 h', value: formatCount(database.slowQueries1h) },
        { name: 'Size', value: formatBytes(database.sizeBytes) },
        { name: 'PostgreSQL', value: database.serverVersion.split(' ')[0] ?? '' },
      ]}
      limit={`Warn at ${formatPercentLimit(database.connectionsWarnRatio)}; slow from ${formatMilliseconds(database.slowQueryThresholdMs)}`}
    />
  );
}

const SHOWN_JOBS = 6;

function JobsTile({ jobs }: { jobs: PlatformHealthPartFragment['jobs'] }) {
  const failing = jobs.filter((job) => isBeyond(job.state)).length;
  const hidden = jobs.length - SHOWN_JOBS;
  return (
    <Card>
      <div className="card-head">
        <h3>Jobs</h3>
        <div className="card-end">
          <Badge state={stateOf[jobsState(jobs)]}>{failing === 0 ? undefined : `${failing} failing`}</Badge>
        </div>
      </div>
      <div className="card-body">
        <dl className="facts jobs">
          {jobs.slice(0, SHOWN_JOBS).map((job) => (
            <div key={job.name} title={job.lastError ? `${job.name}: ${job.lastError}` : job.name}>
              <dt className="truncate">
                <Status state={stateOf[job.state]} isWordHidden>
                  {stateWords[stateOf[job.state]]}
                </Status>{' '}
                {shortName(job.name)}
              </dt>
              <dd>
                {job.lastRunAt === null || job.lastRunAt === undefined ? (
                  <span className="label">not yet</span>
                ) : (
                  <RelativeTime className="label" at={job.lastRunAt} />
                )}{' '}
                <span
                  className={
                    job.failures24h > 0 ? 'inline-block min-w-6 text-warn' : 'inline-block min-w-6 text-ink-3'
                  }
                >
                  {formatCount(job.failures24h)}
                </span>
              </dd>
            </div>
          ))}
        </dl>
        {jobs.length === 0 ? <p className="text-ink-2">No scheduled job is registered.</p> : null}
      </div>
      <div className="card-foot">
        <span>Last run, failures 24 h</span>
        {hidden > 0 ? <span>and {plural(hidden, 'more job', 'more jobs')}</span> : null}
      </div>
    </Card>
  );
}

function Beyond({ when, children }: { when: boolean; children: ReactNode }) {
  return when ? <span className="text-warn">{children}</span> : children;
}

// The owner in front of the colon matters less than a readable name; the whole one is in the title.
function shortName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
