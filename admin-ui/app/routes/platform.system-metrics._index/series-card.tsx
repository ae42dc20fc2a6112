import { AssessmentBadge, type Assessed } from '#app/components/ui/assessment.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { SeriesChart, SeriesLegend, type Series } from '#app/components/ui/series-chart.tsx';

type SeriesCardProps = {
  title: string;
  sub?: string;
  times: readonly string[];
  series: readonly Series[];
  stepSeconds: number;
  format: (value: number | null | undefined) => string;
  summary: string;
  emptyText: string;
  /** The line the figures are judged by; without one there is no verdict. */
  assessment?: Assessed | null;
};

/** Figures over time with their legend, their line, and the same as a table. */
export function SeriesCard({ title, sub, assessment = null, ...chart }: SeriesCardProps) {
  return (
    <Card>
      <CardHead title={title} sub={sub}>
        {assessment ? <AssessmentBadge assessment={assessment} /> : null}
      </CardHead>
      <div className="card-body">
        <SeriesLegend series={chart.series} />
        <SeriesChart {...chart} warnAt={assessment?.warnAt ?? null} />
      </div>
    </Card>
  );
}
