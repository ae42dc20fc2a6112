const DAY_MS = 86_400_000;

/** Since when figures of 24 h count, so that what is behind them is the same window. */
export function dayBefore(asOf: string): string {
  return new Date(Date.parse(asOf) - DAY_MS).toISOString();
}
