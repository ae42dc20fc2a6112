import { Link } from '@remix-run/react';
import { AssessmentBadge, isBeyond, stateOf } from '#app/components/ui/assessment.tsx';
import { Card, CardHead, Facts, MoreLink, Section } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { SeriesChart, SeriesLegend } from '#app/components/ui/series-chart.tsx';
import { Status } from '#app/components/ui/status.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import { formatCount, formatMilliseconds, formatSeconds, UNKNOWN } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { silenceText } from '#app/lib/silence-text.ts';
import type { Health, Metrics } from './api-section.tsx';
import { AssessmentFragment } from './documents.ts';
import { QueueOverTime } from './queue-over-time.tsx';
import { ValueBesideLine } from './value-beside-line.tsx';

type QueueSectionProps = { metrics: Metrics | null; queue: Health['queue'] | null };

/** Background work over time, and what waits for a person. */
export function QueueSection({ metrics, queue }: QueueSectionProps) {
  return (
    <Section
      id="queue"
      title="Workers and queue"
      more={<MoreLink to={paths.deadLetters()}>Dead letters</MoreLink>}
    >
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-3 tablet:gap-4">
        {metrics === null ? (
          <FailedWidget title="Queue over time" source="Health" className="tablet:col-span-2" />
        ) : (
          <QueueChart metrics={metrics} queue={queue} />
        )}
        {queue === null ? <FailedWidget title="Queue now" source="Health" /> : <QueueNow queue={queue} />}
        {metrics === null ? null : <QueueOverTime metrics={metrics} queue={queue} />}
      </div>
    </Section>
  );
}

function QueueChart({ metrics, queue }: { metrics: Metrics; queue: Health['queue'] | null }) {
  const depth = readFragment(AssessmentFragment, queue?.depthAssessment) ?? null;
  const series = [{ name: 'Greatest depth', values: metrics.queue.map((point) => point.depth) }];
  const peak = Math.max(0, ...metrics.queue.map((point) => point.depth ?? 0));
  const failed = metrics.queue.reduce((sum, point) => sum + (point.failed ?? 0), 0);
  const succeeded = metrics.queue.reduce((sum, point) => sum + (point.succeeded ?? 0), 0);
  return (
    <Card className="tablet:col-span-2">
      <CardHead
        title="Queue depth"
        sub={`${formatCount(succeeded)} jobs done, ${formatCount(failed)} attempts failed`}
      >
        {depth ? <AssessmentBadge assessment={depth} /> : null}
      </CardHead>
      <div className="card-body">
        <SeriesLegend series={series} />
        <SeriesChart
          times={metrics.queue.map((point) => point.at)}
          series={series}
          stepSeconds={metrics.stepSeconds}
          format={formatCount}
          summary={`Depth of the queue over time: at most ${formatCount(peak)} jobs waited.`}
          emptyText="The queue was not sampled in this time."
          warnAt={depth?.warnAt ?? null}
        />
      </div>
    </Card>
  );
}

function QueueNow({ queue }: { queue: Health['queue'] }) {
  const depth = readFragment(AssessmentFragment, queue.depthAssessment);
  const age = readFragment(AssessmentFragment, queue.oldestJobAgeAssessment);
  const letters = readFragment(AssessmentFragment, queue.deadLettersAssessment);
  const waiting = readFragment(AssessmentFragment, queue.waitingDeadLettersAssessment);
  const lastRun = readFragment(AssessmentFragment, queue.lastRunAssessment);
  return (
    <Card>
      <CardHead title="Now">
        <AssessmentBadge assessment={queue} />
      </CardHead>
      <div className="card-body">
        {isBeyond(lastRun.state) ? (
          <p className="text-critical">{silenceText(queue.lastRunAgeSeconds)}</p>
        ) : null}
        <Facts
          rows={[
            {
              name: 'Depth',
              value: (
                <ValueBesideLine assessment={depth} format={formatCount}>
                  {formatCount(queue.depth)}
                </ValueBesideLine>
              ),
            },
            {
              name: 'Oldest job',
              value: (
                <ValueBesideLine assessment={age} format={formatSeconds}>
                  {queue.oldestJobAgeSeconds == null
                    ? 'none waits'
                    : formatSeconds(queue.oldestJobAgeSeconds)}
                </ValueBesideLine>
              ),
            },
            {
              name: 'Dead letters 24 h',
              value: (
                <ValueBesideLine assessment={letters} format={formatCount}>
                  {formatCount(queue.deadLetters24h)}
                </ValueBesideLine>
              ),
            },
            {
              name: 'Dead letters waiting',
              value: (
                <ValueBesideLine assessment={waiting} format={formatCount}>
                  <Link to={paths.deadLetters()}>{formatCount(queue.deadLetters)}</Link>
                </ValueBesideLine>
              ),
            },
            {
              name: 'Since a job last started',
              value: (
                <ValueBesideLine assessment={lastRun} format={formatSeconds}>
                  {formatSeconds(queue.lastRunAgeSeconds)}
                </ValueBesideLine>
              ),
            },
            { name: 'Jobs done 1 h', value: formatCount(queue.completed1h) },
          ]}
        />
      </div>
    </Card>
  );
}

/** Every scheduled job: when it runs, how it went. */
export function JobsSection({ jobs }: { jobs: Health['jobs'] | null }) {
  return (
    <Section id="jobs" title="Jobs" more={<MoreLink to={paths.jobRuns()}>All runs</MoreLink>}>
      {jobs === null ? (
        <FailedWidget title="Jobs" source="Health" />
      ) : (
        <Card>
          {jobs.length === 0 ? (
            <p className="card-body text-ink-2">No job is scheduled: no worker has started yet.</p>
          ) : (
            <CardTable
              label="Jobs"
              head={
                <>
                  <HeadCell>Job</HeadCell>
                  <HeadCell>State</HeadCell>
                  <HeadCell>Runs at</HeadCell>
                  <HeadCell isNumber>Last run</HeadCell>
                  <HeadCell isNumber>Took</HeadCell>
                  <HeadCell isNumber>Failed 24 h</HeadCell>
                </>
              }
            >
              {jobs.map((job) => (
                <Row key={job.name}>
                  <Cell className="full">
                    <Link className="font-medium" to={paths.jobRuns({ name: job.name })}>
                      {job.name}
                    </Link>
                    {job.lastError ? <span className="hint block break-words">{job.lastError}</span> : null}
                  </Cell>
                  <Cell label="State">
                    <Status state={stateOf[job.state]}>
                      {job.isOverdue ? 'Overdue' : job.lastRunAt ? undefined : 'Not run yet'}
                    </Status>
                  </Cell>
                  <Cell label="Runs at">
                    <code>{job.schedule}</code>
                  </Cell>
                  <Cell label="Last run" className="num text-ink-2">
                    {job.lastRunAt ? <RelativeTime at={job.lastRunAt} /> : 'never'}
                  </Cell>
                  <Cell label="Took" className="num">
                    {job.lastDurationMs == null ? UNKNOWN : formatMilliseconds(job.lastDurationMs)}
                  </Cell>
                  <Cell label="Failed 24 h" className={job.failures24h > 0 ? 'num text-critical' : 'num'}>
                    {formatCount(job.failures24h)}
                  </Cell>
                </Row>
              ))}
            </CardTable>
          )}
        </Card>
      )}
    </Section>
  );
}
