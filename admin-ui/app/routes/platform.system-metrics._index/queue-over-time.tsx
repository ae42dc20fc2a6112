import { thresholdText } from '#app/components/ui/assessment.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import { formatCount, formatSeconds } from '#app/lib/format.ts';
import type { Health, Metrics } from './api-section.tsx';
import { AssessmentFragment } from './documents.ts';
import { SeriesCard } from './series-card.tsx';

type QueueOverTimeProps = { metrics: Metrics; queue: Health['queue'] | null };

/** How long jobs waited, and how many were done and failed. */
export function QueueOverTime({ metrics: { queue: points, stepSeconds }, queue }: QueueOverTimeProps) {
  const age = readFragment(AssessmentFragment, queue?.oldestJobAgeAssessment) ?? null;
  const times = points.map((point) => point.at);
  const oldest = Math.max(0, ...points.map((point) => point.oldestJobAgeSeconds ?? 0));
  const succeeded = points.reduce((sum, point) => sum + (point.succeeded ?? 0), 0);
  const failed = points.reduce((sum, point) => sum + (point.failed ?? 0), 0);
  return (
    <div className="grid grid-cols-1 gap-3 tablet:col-span-3 tablet:grid-cols-2 tablet:gap-4">
      <SeriesCard
        title="Oldest job"
        sub={age ? (thresholdText(age, formatSeconds) ?? undefined) : undefined}
        times={times}
        series={[{ name: 'Greatest age in s', values: points.map((point) => point.oldestJobAgeSeconds) }]}
        stepSeconds={stepSeconds}
        format={formatSeconds}
        summary={`Age of the oldest due job over time: at most ${formatSeconds(oldest)}.`}
        emptyText="No job had to wait in this time."
        assessment={age}
      />
      <SeriesCard
        title="Jobs"
        sub="in each step"
        times={times}
        series={[
          { name: 'Done', values: points.map((point) => point.succeeded) },
          { name: 'Failed attempts', values: points.map((point) => point.failed) },
        ]}
        stepSeconds={stepSeconds}
        format={formatCount}
        summary={`Jobs over time: ${formatCount(succeeded)} done, ${formatCount(failed)} attempts failed.`}
        emptyText="What jobs did in this time is not kept any more."
      />
    </div>
  );
}
