import type { TimeRange } from '#app/gql/graphql.ts';

export type RangeKey = '1h' | '24h' | '7d' | '30d' | '90d';

export const rangeKeys: readonly RangeKey[] = ['1h', '24h', '7d', '30d', '90d'];

export const rangeFacts: Record<RangeKey, { api: TimeRange; label: string; milliseconds: number }> = {
  '1h': { api: 'H1', label: '1 h', milliseconds: 3_600_000 },
  '24h': { api: 'H24', label: '24 h', milliseconds: 86_400_000 },
  '7d': { api: 'D7', label: '7 d', milliseconds: 7 * 86_400_000 },
  '30d': { api: 'D30', label: '30 d', milliseconds: 30 * 86_400_000 },
  '90d': { api: 'D90', label: '90 d', milliseconds: 90 * 86_400_000 },
};

/** A window of time as an address says it: a preset that ends now, or two instants in UTC; without `to` until now. */
export type TimeWindow =
  { range: RangeKey; from: null; to: null } | { range: null; from: string; to: string | null };

export type ReadTimeWindow = {
  window: TimeWindow;
  /** What is wrong with the instants in the address, as a sentence; the window is then the fallback. */
  problem: string | null;
};

type Options = {
  fallback?: RangeKey;
  now?: Date;
  /** How far back a window may start; null for what is kept for ever. */
  longestMs?: number | null;
};

const LONGEST_MS = 90 * 86_400_000;
// A form filled in before JavaScript cannot know the moment of its own arrival.
const CLOCK_SLACK_MS = 60_000;

/**
 * Reads `range=` or `from=&to=`. Times without a zone, as a form sends them before JavaScript, are UTC. Everything
 * unknown is ignored; instants that make no window are named as the problem.
 */
export function readTimeWindow(search: URLSearchParams, options: Options = {}): ReadTimeWindow {
  const { fallback = '24h', now = new Date(), longestMs = LONGEST_MS } = options;
  const preset: TimeWindow = {
    range: rangeKeys.find((key) => key === search.get('range')) ?? fallback,
    from: null,
    to: null,
  };
  const fromText = search.get('from') ?? '';
  const toText = search.get('to') ?? '';
  if (fromText === '' && toText === '') return { window: preset, problem: null };
  const refuse = (problem: string) => ({ window: preset, problem });
  if (fromText === '') return refuse('Give the window a start.');
  const from = readInstant(fromText);
  if (from === null) return refuse('The start is no date and time.');
  const to = toText === '' ? null : readInstant(toText);
  if (toText !== '' && to === null) return refuse('The end is no date and time.');
  if (from.getTime() >= (to ?? now).getTime()) return refuse('The start must be before the end.');
  if (longestMs !== null && now.getTime() - from.getTime() > longestMs + CLOCK_SLACK_MS)
    return refuse('The start is more than 90 days ago; details are kept for 90 days.');
  return { window: { range: null, from: from.toISOString(), to: to?.toISOString() ?? null }, problem: null };
}

function readInstant(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text)) return null;
  const hasZone = /(Z|[+-]\d\d:\d\d)$/.test(text);
  const instant = new Date(hasZone ? text : text.includes('T') ? `${text}Z` : `${text}T00:00Z`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/** The window as the API's `TimeWindow` input takes it. */
export function apiTimeWindow(window: TimeWindow): {
  range?: TimeRange;
  from?: string;
  to?: string;
} {
  if (window.range !== null) return { range: rangeFacts[window.range].api };
  return window.to === null ? { from: window.from } : { from: window.from, to: window.to };
}

/** Both ends as instants, for lists that take `from` and `to` only. */
export function instantsOf(window: TimeWindow, now = new Date()): { from: string; to: string | null } {
  if (window.range === null) return { from: window.from, to: window.to };
  return {
    from: new Date(now.getTime() - rangeFacts[window.range].milliseconds).toISOString(),
    to: null,
  };
}

/** The address's other parameters with this window; the page of a list starts again. */
export function timeWindowSearch(
  search: URLSearchParams,
  window: { range: RangeKey } | { from: string; to: string | null },
): string {
  const next = new URLSearchParams(search);
  for (const name of ['range', 'from', 'to', 'after', 'page']) next.delete(name);
  if ('range' in window) next.set('range', window.range);
  else {
    next.set('from', window.from);
    if (window.to !== null) next.set('to', window.to);
  }
  return `?${next}`;
}
