import { Link } from '@remix-run/react';
import { AssessmentBadge, isBeyond, stateOf } from '#app/components/ui/assessment.tsx';
import { Card } from '#app/components/ui/card.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { Status, stateWords } from '#app/components/ui/status.tsx';
import type { PlatformHealthPartFragment } from '#app/gql/graphql.ts';
import { formatCount, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { jobsState } from '../verdict/verdict.ts';

const SHOWN_JOBS = 6;

/** The scheduled jobs in the API's order, those that fail first: last run and failures of each. */
export function JobsTile({ jobs }: { jobs: PlatformHealthPartFragment['jobs'] }) {
  const overdue = jobs.filter((job) => job.isOverdue).length;
  const failing = jobs.filter((job) => isBeyond(job.state) && !job.isOverdue).length;
  const troubles = [
    ...(overdue === 0 ? [] : [`${overdue} overdue`]),
    ...(failing === 0 ? [] : [`${failing} failing`]),
  ];
  return (
    <Card>
      <div className="card-head">
        <h3>Jobs</h3>
        <div className="card-end">
          <AssessmentBadge assessment={{ state: jobsState(jobs) }}>
            {troubles.length === 0 ? undefined : troubles.join(', ')}
          </AssessmentBadge>
        </div>
      </div>
      <div className="card-body">
        <dl className="facts jobs">
          {jobs.slice(0, SHOWN_JOBS).map((job) => (
            <div key={job.name} title={job.lastError ? `${job.name}: ${job.lastError}` : job.name}>
              <dt className="truncate">
                <Status state={stateOf[job.state]} isWordHidden>
                  {stateWord(job)}
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
        {jobs.length === 0 ? (
          <p className="text-ink-2">No scheduled job is registered. They appear once a worker has started.</p>
        ) : null}
      </div>
      <div className="card-foot">
        <span>Last run, failures 24 h</span>
        <Link to={paths.systemMetrics({}, 'jobs')}>All {plural(jobs.length, 'job')}</Link>
      </div>
    </Card>
  );
}

function stateWord({ state, isOverdue }: PlatformHealthPartFragment['jobs'][number]): string {
  if (isOverdue) return 'Overdue';
  return state === 'UNKNOWN' ? 'Never ran' : stateWords[stateOf[state]];
}

// The owner in front of the colon matters less than a readable name; the whole one is in the title.
function shortName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
