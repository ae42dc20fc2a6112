import { useState } from 'react';
import { useLiveReport } from '#app/components/live-outlet.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import {
  IncidentChangedDocument,
  type IncidentChangedSubscriptionVariables,
  type IncidentPartFragment,
} from '#app/gql/graphql.ts';
import { useLive } from '#app/lib/use-live.ts';
import { IncidentFragment } from './documents.ts';

/** The loaded incident, or what became of it since. */
export function useLiveIncident(
  loaded: IncidentPartFragment,
  variables: IncidentChangedSubscriptionVariables,
): IncidentPartFragment {
  const [live, setLive] = useState<IncidentPartFragment | null>(null);
  const status = useLive(IncidentChangedDocument, variables, ({ incidentChanged }) => {
    const changed = readFragment(IncidentFragment, incidentChanged.incident);
    // Events may overtake each other on their way.
    if (changed) setLive((known) => newestOf(changed, known));
  });
  const incident = newestOf(loaded, live);
  useLiveReport(status, incident.updatedAt);
  return incident;
}

/** What was known before only where it is a later state of the same incident; exported for its tests. */
export function newestOf<T extends { id: string; version: number }>(one: T, known: T | null): T {
  return known !== null && known.id === one.id && known.version > one.version ? known : one;
}
