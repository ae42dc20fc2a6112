import { Link } from '@remix-run/react';
import { AssessedValue, isBeyond } from '#app/components/ui/assessment.tsx';
import { Sparkline } from '#app/components/ui/sparkline.tsx';
import type { PlatformHealthPartFragment } from '#app/gql/graphql.ts';
import { formatCount, formatSeconds, measureCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { silenceText } from '#app/lib/silence-text.ts';
import { HealthTile, limitOf, sparkText } from './health-tile.tsx';

/** Whether jobs are run, how many wait, and those that need a person. */
export function WorkersTile({ queue }: { queue: PlatformHealthPartFragment['queue'] }) {
  const { depthAssessment, oldestJobAgeAssessment, deadLettersAssessment, lastRunAssessment } = queue;
  const depthLimit = limitOf(depthAssessment, formatCount);
  return (
    <HealthTile
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
      notice={isBeyond(lastRunAssessment.state) ? silenceText(queue.lastRunAgeSeconds) : null}
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
          name: 'Dead letters',
          value: (
            <Link to={paths.deadLetters()}>
              <DeadLetters queue={queue} />
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

function DeadLetters({ queue }: { queue: PlatformHealthPartFragment['queue'] }) {
  const { deadLetters, deadLetters24h, deadLettersAssessment, waitingDeadLettersAssessment } = queue;
  if (deadLetters === 0) return 'none waits';
  return (
    <>
      <AssessedValue assessment={deadLettersAssessment}>{formatCount(deadLetters24h)} in 24 h</AssessedValue>
      {' · '}
      <AssessedValue assessment={waitingDeadLettersAssessment}>
        {formatCount(deadLetters)} waiting
      </AssessedValue>
    </>
  );
}
