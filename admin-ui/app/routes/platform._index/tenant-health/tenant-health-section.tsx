import { Link } from '@remix-run/react';
import { memo } from 'react';
import { AssessmentBadge, ThresholdLine, type Assessed } from '#app/components/ui/assessment.tsx';
import { Card, MoreLink, Section } from '#app/components/ui/card.tsx';
import { Delta, Figure, FigureCell } from '#app/components/ui/figure.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import type { FleetHealthPartFragment, TenantRankPartFragment } from '#app/gql/graphql.ts';
import {
  formatCount,
  formatDifference,
  formatPercent,
  formatPercentLimit,
  measureCount,
} from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import type { HealthPart } from '../snapshot.ts';
import { TenantRanking } from './tenant-ranking.tsx';

type TenantHealthSectionProps = { fleet: FleetHealthPartFragment; part: HealthPart };

/** Activity of all tenants, and who stands out. */
export const TenantHealthSection = memo(function TenantHealthSection({
  fleet,
  part,
}: TenantHealthSectionProps) {
  return (
    <Section
      id="tenants"
      title="Tenant health"
      asOf={fleet.asOf}
      more={<MoreLink to={paths.tenants()}>Tenants</MoreLink>}
    >
      <FleetFigures fleet={fleet} />
      <div className="rankings">
        <TenantRanking
          section="tenants"
          title="Failure rate 24 h"
          ranks={part.byFailureRate}
          total={fleet.total}
          allTo={byFailureRate}
          format={formatPercent}
          columns={failedAndRate}
          detail={failedOfAll}
          foot="Marked tenants are at risk. A rate counts from 20 executions."
          empty="No tenant had a failure among at least 20 executions. Executions arrive through the events API."
        />
        <TenantRanking
          section="tenants"
          title="Drift 7 d"
          ranks={part.byDrift}
          total={fleet.withDrift7d}
          allTo={byDrift}
          format={formatCount}
          columns={timesAndEnvironments}
          detail={timesAndLast}
          foot="Environments that left their declared state, how often, and when last."
          empty="Every environment matches its declared state. Detected drift arrives through the events API."
        />
        <TenantRanking
          section="tenants"
          title="Credential failures 7 d"
          ranks={part.byCredentialFailures}
          total={fleet.withCredentialFailures7d}
          allTo={byCredentialFailures}
          format={formatCount}
          columns={timesAndCredentials}
          detail={timesAndLast}
          foot="Stored credentials that were rejected, how often, and when last."
          empty="No stored credential failed. Failures arrive through the events API."
        />
      </div>
    </Section>
  );
});

// Each the same at every rendering, so that a ranking that did not change is left alone.
const failedAndRate = { detail: 'Failed', value: 'Rate' };
const timesAndEnvironments = { detail: 'Times, last', value: 'Drifted' };
const timesAndCredentials = { detail: 'Times, last', value: 'Failing' };
// The list behind a ranking: the same tenants in the same order, with what the ranking shows of them.
const byFailureRate = paths.tenants({ sort: 'FAILURE_RATE_24H' });
const byDrift = paths.tenants({ sort: 'DRIFT_7D', drift: 'true' });
const byCredentialFailures = paths.tenants({ sort: 'CREDENTIAL_FAILURES_7D', credentials: 'true' });
const active = (within: string) => paths.tenants({ sort: 'LAST_ACTIVITY_AT', active: within });

function failedOfAll({ count, total }: TenantRankPartFragment) {
  return { content: `${formatCount(count)} of ${formatCount(total)}`, order: count };
}

function timesAndLast({ count, lastAt }: TenantRankPartFragment) {
  if (!lastAt) return null;
  const content = (
    <>
      {formatCount(count)}× · <RelativeTime at={lastAt} />
    </>
  );
  return { content, order: Date.parse(lastAt) };
}

function FleetFigures({ fleet }: { fleet: FleetHealthPartFragment }) {
  const silent = fleet.total - fleet.active30d;
  return (
    <Card>
      <div className="figures">
        <FigureCell label="Active 7 d" status={<AssessmentBadge assessment={fleet.activeAssessment} />}>
          <Link to={active('7d')}>
            <Figure measure={measureCount(fleet.active7d)} of={`of ${formatCount(fleet.total)}`} />
          </Link>
          <span className="label">
            <Link to={active('30d')}>{formatCount(fleet.active30d)} in 30 d</Link>
            <Link to={active('silent')}>{formatCount(silent)} silent</Link>
          </span>
          <ThresholdLine
            assessment={fleet.activeAssessment}
            format={formatPercentLimit}
            preposition="below"
          />
        </FigureCell>
        <FigureCell
          label="At risk"
          to={paths.tenants({ risk: 'true' })}
          status={
            <AssessmentBadge assessment={fleet.atRiskAssessment}>
              {fleet.critical > 0 ? `${formatCount(fleet.critical)} critical` : undefined}
            </AssessmentBadge>
          }
        >
          <Figure measure={measureCount(fleet.atRisk)} />
          <SinceYesterday now={fleet.atRisk} before={fleet.atRisk24hAgo ?? null} />
          <ThresholdLine assessment={fleet.atRiskAssessment} format={formatCount} />
        </FigureCell>
        <WindowsCell
          label="With drift"
          to={byDrift}
          assessment={fleet.driftAssessment}
          week={fleet.withDrift7d}
          day={fleet.withDrift24h}
        />
        <WindowsCell
          label="With credential failures"
          to={byCredentialFailures}
          assessment={fleet.credentialFailuresAssessment}
          week={fleet.withCredentialFailures7d}
          day={fleet.withCredentialFailures24h}
        />
      </div>
    </Card>
  );
}

function SinceYesterday({ now, before }: { now: number; before: number | null }) {
  if (before === null) return <span className="label">yesterday was not recorded</span>;
  if (now === before) return <span className="label">as yesterday</span>;
  return <Delta text={`${formatDifference(now - before)} vs yesterday`} isBad={now > before} />;
}

type WindowsCellProps = { label: string; to: string; assessment: Assessed; week: number; day: number };

function WindowsCell({ label, to, assessment, week, day }: WindowsCellProps) {
  return (
    <FigureCell label={label} to={to} status={<AssessmentBadge assessment={assessment} />}>
      <Figure measure={measureCount(week)} of="in 7 d" />
      <span className="label">{formatCount(day)} in 24 h</span>
      <ThresholdLine assessment={assessment} format={(value) => `${formatCount(value)} in 24 h`} />
    </FigureCell>
  );
}
