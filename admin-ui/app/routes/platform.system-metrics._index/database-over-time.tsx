import { formatBytes, formatCount, formatMilliseconds } from '#app/lib/format.ts';
import type { Health, Metrics } from './api-section.tsx';
import { SeriesCard } from './series-card.tsx';

type DatabaseOverTimeProps = { metrics: Metrics; database: Health['database'] | null };

const units = [
  { name: 'GB', bytes: 1e9 },
  { name: 'MB', bytes: 1e6 },
] as const;

/** How the control database grew, and its slow statements. */
export function DatabaseOverTime({
  metrics: { database: points, stepSeconds },
  database,
}: DatabaseOverTimeProps) {
  const times = points.map((point) => point.at);
  const largest = Math.max(0, ...points.map((point) => point.sizeBytes ?? 0));
  const slow = points.reduce((sum, point) => sum + (point.slowQueries ?? 0), 0);
  // An axis has round numbers in the unit people read.
  const unit = units.find(({ bytes }) => largest >= bytes) ?? units[1];
  return (
    <div className="grid grid-cols-1 gap-3 tablet:col-span-3 tablet:grid-cols-2 tablet:gap-4">
      <SeriesCard
        title="Size"
        sub="of the control database"
        times={times}
        series={[
          {
            name: `Size in ${unit.name}`,
            values: points.map(({ sizeBytes }) => (sizeBytes == null ? null : sizeBytes / unit.bytes)),
          },
        ]}
        stepSeconds={stepSeconds}
        format={(value) => formatBytes(value == null ? null : value * unit.bytes)}
        summary={`Size of the control database over time: at most ${formatBytes(largest)}.`}
        emptyText="The database was not sampled in this time."
      />
      <SeriesCard
        title="Slow statements"
        sub={
          database ? `slow from ${formatMilliseconds(database.slowQueryThresholdMs)} on average` : undefined
        }
        times={times}
        series={[{ name: 'Slow statements', values: points.map((point) => point.slowQueries) }]}
        stepSeconds={stepSeconds}
        format={formatCount}
        summary={`Slow statements of the control database over time: ${formatCount(slow)}.`}
        emptyText="Statements are measured where the server has the extension pg_stat_statements."
      />
    </div>
  );
}
