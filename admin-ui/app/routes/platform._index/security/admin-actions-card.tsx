import { Link } from '@remix-run/react';
import { adminActionsHref } from '#app/components/audit-list.ts';
import { describeAction } from '#app/components/audit-text.ts';
import { Card, CardHead, MoreLink } from '#app/components/ui/card.tsx';
import { ClockTime } from '#app/components/ui/relative-time.tsx';
import type { AdminActionPartFragment } from '#app/gql/graphql.ts';
import { paths } from '#app/lib/paths.ts';
import { FailedSection } from '../failed-section.tsx';

/** The last things platform staff changed, each with its entry in the audit log. */
export function AdminActionsCard({ actions }: { actions: readonly AdminActionPartFragment[] | null }) {
  const title = 'Last 20 admin actions';
  const span = 'tablet:col-span-12';
  if (actions === null) return <FailedSection section="security" title={title} className={span} />;
  return (
    <Card className={span}>
      <CardHead title={title}>
        <MoreLink to={adminActionsHref()}>Audit log</MoreLink>
      </CardHead>
      {actions.length === 0 ? (
        <p className="card-body text-ink-2">
          Nobody of the platform’s staff has changed anything yet. Every change they make appears here.
        </p>
      ) : (
        <ol className="feed two-up">
          {actions.map((entry) => (
            <li key={entry.id}>
              <ClockTime at={entry.at} />
              <div>
                <Link to={paths.auditEntry(entry.id)}>
                  {describeAction(entry)}
                  {entry.targetName ? (
                    <>
                      {': '}
                      <span className="font-medium">{entry.targetName}</span>
                    </>
                  ) : null}
                </Link>
              </div>
              <span className="who">{entry.actedBy}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
