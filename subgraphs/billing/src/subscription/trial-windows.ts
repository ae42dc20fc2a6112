export const dayMs = 24 * 60 * 60 * 1000;

/** The times between which trials are looked at: the last 30 days, and the 7 days to come. */
export function trialWindows(now: Date): { monthAgo: Date; inAWeek: Date } {
  return {
    monthAgo: new Date(now.getTime() - 30 * dayMs),
    inAWeek: new Date(now.getTime() + 7 * dayMs),
  };
}
