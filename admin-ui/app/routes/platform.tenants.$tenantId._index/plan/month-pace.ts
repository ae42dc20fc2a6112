const DAY_MS = 86_400_000;

/**
 * Where the calendar month in UTC, over which monthly limits count, leads when it goes on as until now; null in its
 * first day, which says nothing about the rest.
 */
export function monthPace(used: number, now: Date): { total: number; until: Date } | null {
  const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth());
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1);
  const elapsed = now.getTime() - start;
  if (elapsed < DAY_MS) return null;
  return { total: Math.round((used / elapsed) * (end - start)), until: new Date(end - DAY_MS) };
}
