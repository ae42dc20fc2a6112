import { memo } from 'react';
import { adminActionsHref } from '#app/lib/audit-links.ts';
import { AssessmentBadge, ThresholdLine } from '#app/components/ui/assessment.tsx';
import { Card, MoreLink, Section } from '#app/components/ui/card.tsx';
import { Delta, Figure, FigureCell } from '#app/components/ui/figure.tsx';
import type { SecurityActivityPartFragment } from '#app/gql/graphql.ts';
import { formatCount, formatDifference, measureCount } from '#app/lib/format.ts';
import { paths } from '#app/lib/paths.ts';
import { AdminActionsCard } from './admin-actions-card.tsx';
import { dayBefore } from './day-before.ts';
import { KeyCreationsCard, SignInFailuresCard } from './signal-cards.tsx';
import type { SecurityPart } from '../snapshot.ts';

type SecuritySectionProps = { activity: SecurityActivityPartFragment; part: SecurityPart };

/** What people did on the platform, and what looks suspicious. */
export const SecuritySection = memo(function SecuritySection({ activity, part }: SecuritySectionProps) {
  return (
    <Section
      id="security"
      title="Security and admin activity"
      asOf={activity.asOf}
      more={<MoreLink to={paths.auditLog()}>Audit log</MoreLink>}
    >
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-12 tablet:gap-4">
        <Activity activity={activity} />
        <SignInFailuresCard activity={activity} signals={part.signInFailures} />
        <KeyCreationsCard activity={activity} signals={part.keyCreations} />
        <AdminActionsCard actions={part.adminActions} />
      </div>
    </Section>
  );
});

function Activity({ activity }: { activity: SecurityActivityPartFragment }) {
  const since = dayBefore(activity.asOf);
  const { adminActions24h, adminActionsPrevious24h, adminActionsAssessment } = activity;
  const change = adminActions24h - adminActionsPrevious24h;
  return (
    <Card className="tablet:col-span-12">
      <div className="figures">
        <FigureCell label="Impersonations">
          <span className="font-medium">Not possible</span>
          <span className="label">
            Nobody can act as somebody else: this version of the product has no impersonation.
          </span>
        </FigureCell>
        <FigureCell
          label="Refused sign-ins 24 h"
          to={paths.signInFailures()}
          status={<AssessmentBadge assessment={activity.signInFailuresAssessment} />}
        >
          <Figure measure={measureCount(activity.failedSignIns24h)} />
          <ThresholdLine
            assessment={activity.signInFailuresAssessment}
            format={(value) => `${formatCount(value)} of one tenant`}
          />
        </FigureCell>
        <FigureCell
          label="Admin actions 24 h"
          to={adminActionsHref(since)}
          status={<AssessmentBadge assessment={adminActionsAssessment} />}
        >
          <Figure measure={measureCount(adminActions24h)} />
          {change === 0 ? (
            <span className="label">as yesterday</span>
          ) : (
            <Delta text={`${formatDifference(change)} vs yesterday`} />
          )}
          <ThresholdLine assessment={adminActionsAssessment} format={formatCount} />
        </FigureCell>
      </div>
    </Card>
  );
}
