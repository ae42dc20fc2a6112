import { Card, CardHead } from '#app/components/ui/card.tsx';
import { severityWords, statusWords } from '#app/components/incident-words.ts';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import type { IncidentPartFragment } from '#app/gql/graphql.ts';

type Entry = IncidentPartFragment['timeline'][number];

/** What happened, the latest first. */
export function Timeline({ entries }: { entries: readonly Entry[] }) {
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
