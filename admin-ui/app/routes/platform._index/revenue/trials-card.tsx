import { Link } from '@remix-run/react';
import { AssessmentBadge, ThresholdLine } from '#app/components/ui/assessment.tsx';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { Figure, FigureCell } from '#app/components/ui/figure.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import type { ExpiringTrialPartFragment, RevenuePartFragment } from '#app/gql/graphql.ts';
import { formatCount, measureCount, plural } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { FailedSection } from '../failed-section.tsx';

type TrialsCardProps = {
  revenue: RevenuePartFragment;
  trials: readonly ExpiringTrialPartFragment[] | null;
  className: string;
};

const listed = (stage: string) => paths.enforcement({ view: 'trials', stage });

/** Trials started, about to end and converted, and whose end comes first. */
export function TrialsCard({ revenue, trials, className }: TrialsCardProps) {
  const { started30d, expiring7d, converted30d } = revenue.trials;
  if (trials === null) return <FailedSection section="revenue" title="Trials" className={className} />;
  return (
    <Card className={className}>
      <CardHead title="Trials">
        <AssessmentBadge assessment={revenue.trialsAssessment}>
          {expiring7d > 0 ? `${formatCount(expiring7d)} expiring` : undefined}
        </AssessmentBadge>
      </CardHead>
      <div className="figures three border-t border-line">
        <FigureCell label="Started 30 d" to={listed('STARTED_30D')}>
          <Figure measure={measureCount(started30d)} />
        </FigureCell>
        <FigureCell label="Expiring 7 d" to={listed('EXPIRING_7D')}>
          <Figure measure={measureCount(expiring7d)} />
        </FigureCell>
        <FigureCell label="Converted 30 d" to={listed('CONVERTED_30D')}>
          <Figure measure={measureCount(converted30d)} />
        </FigureCell>
      </div>
      {trials.length === 0 ? (
        <p className="border-t border-line px-3.5 py-3 text-ink-2">
          No trial ends within 7 d. {plural(revenue.trials.running, 'trial is', 'trials are')} running.
        </p>
      ) : (
        <ul className="border-t border-line py-1.5">
          {trials.map((trial) => (
            <li key={trial.id} className="flex min-h-8 items-center gap-3 px-4 py-1">
              <Link className="min-w-0 grow truncate" to={paths.tenantTab(trial.tenant.id, 'plan')}>
                {trial.tenantName ?? trial.tenant.id}
              </Link>
              <span className="label">{trial.plan.name}</span>
              {trial.trialEndsAt ? (
                <RelativeTime className="min-w-10 text-right whitespace-nowrap" at={trial.trialEndsAt} />
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <div className="card-foot">
        <span>
          <ThresholdLine
            assessment={revenue.trialsAssessment}
            format={(value) => `${formatCount(value)} expiring`}
          />
        </span>
        <Link to={listed('RUNNING')}>All {formatCount(revenue.trials.running)} running</Link>
      </div>
    </Card>
  );
}
