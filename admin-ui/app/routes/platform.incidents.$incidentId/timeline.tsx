import { Card, CardHead } from '#app/components/ui/card.tsx';
import { severityWords, statusWords } from '#app/components/incident-words.ts';
import { ListPager } from '#app/components/list-pager.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import type { IncidentPartFragment } from '#app/gql/graphql.ts';
import { pagesBefore } from '#app/lib/list-address.ts';
import { timelineList, type TimelineList } from './timeline-list.ts';

type Entry = IncidentPartFragment['timeline'][number];

type TimelineProps = {
  incident: Pick<IncidentPartFragment, 'id' | 'timeline' | 'timelineCount'>;
  list: TimelineList;
};

/** What happened, the latest first, page by page down to the opening. */
export function Timeline({ incident, list }: TimelineProps) {
  const { id, timeline: entries, timelineCount } = incident;
  const spec = timelineList(id);
  const shown = pagesBefore(list) * spec.pageSize + entries.length;
  const pageInfo = { hasNextPage: shown < timelineCount, endCursor: entries.at(-1)?.id };
  return (
    <Card>
      <CardHead as="h2" title="Timeline" sub="the latest first" />
      <ol className="timeline">
        {entries.map((entry) => (
          <li key={entry.id}>
            <div className="timeline-head">
              <span className="font-medium">{describeEntry(entry)}</span>
              <span className="label">
                {entry.authorName}, <RelativeTime at={entry.at} isFocusable />
              </span>
            </div>
            {entry.text ? <p className="timeline-text">{entry.text}</p> : null}
          </li>
        ))}
      </ol>
      {timelineCount <= spec.pageSize ? null : (
        <ListPager spec={spec} list={list} page={{ nodes: entries, totalCount: timelineCount, pageInfo }} />
      )}
    </Card>
  );
}

const words: Readonly<Record<string, string>> = { ...severityWords, ...statusWords };

/** An entry as a sentence in the past tense; exported for its test. */
export function describeEntry({ kind, before, after }: Pick<Entry, 'kind' | 'before' | 'after'>): string {
  const from = before ? (words[before] ?? before) : null;
  const to = after ? (words[after] ?? after) : null;
  switch (kind) {
    case 'OPENED':
      return 'Opened the incident';
    case 'NOTE':
      return 'Wrote a note';
    case 'RESOLVED':
      return 'Resolved the incident';
    case 'REOPENED':
      return 'Opened the incident again';
    case 'STATUS':
      return `Set the status from ${from ?? 'none'} to ${to ?? 'none'}`;
    case 'SEVERITY':
      return `Set the severity from ${from ?? 'none'} to ${to ?? 'none'}`;
    case 'TITLE':
      return `Renamed it from “${from ?? ''}” to “${to ?? ''}”`;
    case 'LEAD':
      if (to === null) return `Took the lead from ${from ?? 'nobody'}`;
      return from === null ? `Gave the lead to ${to}` : `Passed the lead from ${from} to ${to}`;
    case 'TENANTS':
      return `Changed the tenants concerned from ${from ?? 'the platform'} to ${to ?? 'the platform'}`;
  }
}
