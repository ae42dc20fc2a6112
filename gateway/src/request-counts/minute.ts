/** The minute an instant lies in, counted since 1970. */
export function minuteOf(instant: number): number {
  return Math.floor(instant / 60_000);
}

/** The start of a minute as health takes it. */
export function minuteStart(minute: number): string {
  return new Date(minute * 60_000).toISOString();
}
