import { Link } from '@remix-run/react';
import { describeAction } from '#app/components/audit-text.ts';
import { Card, CardHead } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { paths } from '#app/lib/paths.ts';
import type { TabOf } from '../load-tab.server.ts';

/** What was done to the tenant, the latest first. */
export function RecentActivity({ entries }: { entries: TabOf<'overview'>['auditEntries'] }) {
  if (entries === null) return <FailedWidget title="Recent activity" source="Security" />;
  return (
    <Card>
      <CardHead title="Recent activity" />
      {entries.length === 0 ? (
        <p className="card-body text-ink-2">
          Nothing was done to this tenant yet. Every change will be listed here.
        </p>
      ) : (
        <ol className="feed pb-2">
          {entries.map((entry) => (
            <li key={entry.id}>
              <RelativeTime at={entry.at} />
              <div>
                <Link to={paths.auditEntry(entry.id)}>{describeAction(entry)}</Link>
              </div>
              <span className="who">
                {entry.actorName ? `${entry.actorName} as ${entry.callerName}` : entry.callerName}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
