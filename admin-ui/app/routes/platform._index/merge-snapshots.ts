import { shareEqual } from '#app/lib/share-equal.ts';
import type { PlatformSnapshot } from './snapshot.ts';

/** Part by part the newer of two; what is missing in one is taken from the other. */
export function mergeSnapshots(
  shown: PlatformSnapshot,
  incoming: Partial<PlatformSnapshot>,
): PlatformSnapshot {
  const { health, revenue, security, incidents } = incoming;
  return {
    health: health ? mergeParts(shown.health, health) : shown.health,
    revenue: revenue ? mergeParts(shown.revenue, revenue) : shown.revenue,
    security: security ? mergeParts(shown.security, security) : shown.security,
    incidents: incidents ? mergeParts(shown.incidents, incidents) : shown.incidents,
  };
}

/**
 * Section by section the newer of two; an older instant or a missing value never replaces what is shown. What is equal
 * in both is the object that is shown already.
 */
export function mergeParts<Part extends { asOf: string }>(shown: Part, incoming: Part): Part {
  const isLate = isNewer(shown.asOf, incoming.asOf);
  const [first, second] = isLate ? [shown, incoming] : [incoming, shown];
  const merged = { ...second };
  for (const key of Object.keys(first) as (keyof Part)[]) {
    const [a, b] = [first[key], second[key]];
    if (a === null || a === undefined) continue;
    merged[key] = hasInstant(a) && hasInstant(b) && isNewer(b.asOf, a.asOf) ? b : a;
  }
  return shareEqual(shown, merged);
}

function hasInstant(value: unknown): value is { asOf: string } {
  return typeof value === 'object' && value !== null && 'asOf' in value;
}

function isNewer(a: string, b: string): boolean {
  return Date.parse(a) > Date.parse(b);
}

/** When the latest of what is shown was computed. */
export function latestInstant({ health, revenue, security, incidents }: PlatformSnapshot): string {
  return [health, revenue, security, incidents]
    .map((part) => part.asOf)
    .reduce((latest, asOf) => (isNewer(asOf, latest) ? asOf : latest));
}
